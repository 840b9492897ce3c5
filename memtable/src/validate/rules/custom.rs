/// What a custom rule answers: `Result<(), E>`, where `E` is one message or several.
#[diagnostic::on_unimplemented(
    message = "a custom rule answers `Result<(), E>`, where `E` is `String`, `&str` or a `Vec` of either; this one answers `{Self}`",
    label = "wrong answer"
)]
pub trait Answer {
    /// The complaints; none where the value is accepted.
    fn complaints(self) -> Vec<String>;
}

impl Answer for Result<(), String> {
    fn complaints(self) -> Vec<String> {
        self.err().into_iter().collect()
    }
}

impl Answer for Result<(), &str> {
    fn complaints(self) -> Vec<String> {
        self.err().map(str::to_owned).into_iter().collect()
    }
}

impl Answer for Result<(), Vec<String>> {
    fn complaints(self) -> Vec<String> {
        self.err().unwrap_or_default()
    }
}

impl Answer for Result<(), Vec<&str>> {
    fn complaints(self) -> Vec<String> {
        self.err()
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect()
    }
}
