use std::sync::OnceLock;

use regex::Regex;

/// A regular expression of a rule, compiled when it is first needed.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern of this source, which the derive has parsed already.
    pub const fn new(source: &'static str) -> Self {
        Pattern {
            source,
            regex: OnceLock::new(),
        }
    }
}

/// Whether the text has a match of the pattern, anywhere in it.
#[inline]
pub fn pattern<T: super::Textual>(value: T, pattern: &Pattern) -> bool {
    let regex = pattern
        .regex
        .get_or_init(|| Regex::new(pattern.source).ok());
    regex
        .as_ref()
        .is_some_and(|regex| regex.is_match(value.text()))
}
