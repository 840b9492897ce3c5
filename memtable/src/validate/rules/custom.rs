use std::borrow::Cow;
use std::error::Error;

/// What a custom rule answers: `Result<(), E>`, where `E` is one message or several, or `bool`.
///
/// A message is a `String`, a `&str`, a `Cow<str>` or a boxed error; several are a `Vec` of texts. `false` is a complaint
/// without words: any predicate will do, and the report names its path. An error type of yours becomes a message by
/// `.map_err(|e| e.to_string())`.
#[diagnostic::on_unimplemented(
    message = "a custom rule answers `bool` or `Result<(), E>`, where `E` is `String`, `&str`, a `Vec` of either or `Box<dyn Error>`; this one answers `{Self}` [MT0305]",
    label = "wrong answer",
    note = "for an error type of yours: `.map_err(|error| error.to_string())`"
)]
pub trait Answer {
    /// The complaints, an empty one where there are no words; none where the value is accepted.
    fn complaints(self) -> Vec<String>;
}

impl Answer for bool {
    fn complaints(self) -> Vec<String> {
        if self {
            Vec::new()
        } else {
            vec![String::new()]
        }
    }
}

macro_rules! one_message {
    ($($error:ty)+) => { $(
        impl Answer for Result<(), $error> {
            fn complaints(self) -> Vec<String> {
                self.err().map(|error| error.to_string()).into_iter().collect()
            }
        }
    )+ };
}

one_message! { String &str Cow<'_, str> Box<dyn Error> Box<dyn Error + Send + Sync> }

macro_rules! several_messages {
    ($($message:ty)+) => { $(
        impl Answer for Result<(), Vec<$message>> {
            fn complaints(self) -> Vec<String> {
                let messages = self.err().unwrap_or_default();
                messages.into_iter().map(String::from).collect()
            }
        }
    )+ };
}

several_messages! { String &str Cow<'_, str> }

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn an_accepted_value_has_no_complaint() {
        assert!(true.complaints().is_empty());
        assert!(Ok::<(), String>(()).complaints().is_empty());
        assert!(Ok::<(), &str>(()).complaints().is_empty());
        assert!(Ok::<(), Vec<String>>(()).complaints().is_empty());
        assert!(Err::<(), Vec<&str>>(vec![]).complaints().is_empty());
    }

    #[test]
    fn one_message_is_one_complaint_and_several_are_several() {
        assert_eq!(Err::<(), _>("no").complaints(), ["no"]);
        assert_eq!(Err::<(), _>(String::from("no")).complaints(), ["no"]);
        assert_eq!(
            Err::<(), _>(vec!["no", "never"]).complaints(),
            ["no", "never"]
        );
    }

    #[test]
    fn an_error_says_its_own_words() {
        let answer: Result<(), Box<dyn std::error::Error>> =
            "x".parse::<u8>().map(drop).map_err(Into::into);
        assert_eq!(answer.complaints(), ["invalid digit found in string"]);
    }

    #[test]
    fn false_is_a_complaint_without_words() {
        assert_eq!(false.complaints(), [""]);
    }
}
