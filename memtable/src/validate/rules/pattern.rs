use std::sync::OnceLock;

use regex::Regex;

/// A regular expression of a rule, compiled when it is first needed.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    matcher: OnceLock<Matcher>,
}

impl Pattern {
    /// The pattern of this source, which the derive has parsed already.
    pub const fn new(source: &'static str) -> Self {
        Pattern {
            source,
            matcher: OnceLock::new(),
        }
    }
}

/// How the texts that a pattern matches are found.
#[derive(Debug)]
pub(crate) enum Matcher {
    Regex(Regex),
    /// The source is no regular expression, or too large a one: it matches nothing.
    Nothing,
}

impl Matcher {
    pub(crate) fn new(source: &str) -> Self {
        Regex::new(source).map_or(Matcher::Nothing, Matcher::Regex)
    }

    #[inline]
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self {
            Matcher::Regex(regex) => regex.is_match(text),
            Matcher::Nothing => false,
        }
    }
}

/// Whether the text has a match of the pattern, anywhere in it: `^` and `$` tie it to the ends.
#[inline]
pub fn pattern<T: super::Textual>(value: T, pattern: &Pattern) -> bool {
    pattern
        .matcher
        .get_or_init(|| Matcher::new(pattern.source))
        .is_match(value.text())
}

#[cfg(test)]
mod tests {
    use super::{Pattern, pattern};

    #[test]
    fn a_pattern_matches_anywhere_unless_it_is_tied_to_the_ends() {
        assert!(pattern("a1b", &Pattern::new("[0-9]")));
        assert!(!pattern("a1b", &Pattern::new("^[0-9]$")));
        assert!(pattern("1", &Pattern::new("^[0-9]$")));
        assert!(pattern("", &Pattern::new("")));
    }

    #[test]
    fn the_end_of_the_text_is_not_before_its_last_newline() {
        assert!(!pattern("1\n", &Pattern::new("^[0-9]$")));
    }

    #[test]
    fn classes_are_those_of_unicode() {
        assert!(pattern("Żółw", &Pattern::new(r"^\p{Lu}\p{Ll}+$")));
    }

    #[test]
    fn a_pattern_that_cannot_be_compiled_matches_nothing() {
        assert!(!pattern("(", &Pattern::new("(")));
        assert!(!pattern("", &Pattern::new("a{1000000000}")));
    }

    #[test]
    fn a_pattern_serves_many_texts() {
        static DIGIT: Pattern = Pattern::new("^[0-9]$");
        let found = ["1", "a", "2"].map(|text| pattern(text, &DIGIT));
        assert_eq!(found, [true, false, true]);
    }
}
