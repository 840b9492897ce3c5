mod steps;

use std::sync::OnceLock;

use regex::Regex;
use regex_syntax::hir::HirKind;

use self::steps::Steps;

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
    /// A text, anywhere.
    Contains(Box<str>),
    /// Byte by byte as long as these are of ASCII; else as any expression.
    Steps(Steps, Regex),
    Regex(Regex),
    /// The source is no regular expression, or too large a one: it matches nothing.
    Nothing,
}

impl Matcher {
    pub(crate) fn new(source: &str) -> Self {
        if let Some(literal) = literal(source) {
            return Matcher::Contains(literal);
        }
        match (Regex::new(source), Steps::new(source)) {
            (Ok(regex), Some(steps)) => Matcher::Steps(steps, regex),
            (Ok(regex), None) => Matcher::Regex(regex),
            (Err(_), _) => Matcher::Nothing,
        }
    }

    #[inline]
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self {
            Matcher::Contains(literal) => text.contains(&**literal),
            Matcher::Steps(steps, regex) => steps
                .is_match(text.as_bytes())
                .unwrap_or_else(|| regex.is_match(text)),
            Matcher::Regex(regex) => regex.is_match(text),
            Matcher::Nothing => false,
        }
    }
}

/// What the expression is, if it is a text and nothing else.
fn literal(source: &str) -> Option<Box<str>> {
    let hir = regex_syntax::parse(source).ok()?;
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok().map(Box::from),
        _ => None,
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
    use proptest::prelude::*;
    use regex::Regex;

    use super::{Matcher, Pattern, pattern};

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

    const PATTERNS: [&str; 25] = [
        "@",
        "aab",
        r"\.é",
        "(?i)ab",
        "^SKU-[0-9]{12}$",
        "^[A-Z]{3}-[0-9]{4}$",
        r"^\p{L}",
        r"^\d{2,3}[a-z]?$",
        "^a*b+c?$",
        "^a*$",
        "^",
        "^$",
        "^[^@]+@[^@.]+[.]com$",
        "^(ab)c",
        "(?i)^ab[c-e]+$",
        "^a{2}b{0}c{1,}",
        "^[ab]*c",
        r"^\w+-\w+$",
        "^[a-b]+[b-c]+$",
        "^(ab|c)c$",
        "^a?[a-c]$",
        "a$",
        "^ab*?c$",
        "^é+a",
        "^a*b?a$",
    ];

    #[test]
    fn simple_patterns_go_byte_by_byte() {
        let by_steps = PATTERNS.map(|source| matches!(Matcher::new(source), Matcher::Steps(..)));
        let expected = PATTERNS.map(|source| {
            // Two that meet in a letter, alternatives, no start, text past ASCII: for an engine that goes back.
            ![
                "@",
                "aab",
                r"\.é",
                "(?i)ab",
                "^[a-b]+[b-c]+$",
                "^(ab|c)c$",
                "^a?[a-c]$",
                "a$",
                "^é+a",
                "^a*b?a$",
            ]
            .contains(&source)
        });
        assert_eq!(by_steps, expected);
    }

    #[test]
    fn what_is_but_text_is_looked_for() {
        let found = PATTERNS.map(|source| matches!(Matcher::new(source), Matcher::Contains(_)));
        assert_eq!(
            found,
            PATTERNS.map(|source| ["@", "aab", r"\.é"].contains(&source))
        );
        assert!(Matcher::new("aab").is_match("aaab"));
        assert!(!Matcher::new("aab").is_match("aa"));
    }

    proptest! {
        #[test]
        fn each_way_matches_what_the_expression_matches(text in "[aabcABC@.é-]{0,6}|SKU-[0-9]{11,13}|[A-Z]{3}-[0-9é]{3,5}|[0-9٣]{1,3}[az]?|[abcé.@-]{0,5}com|.{0,3}") {
            for source in PATTERNS {
                let expected = Regex::new(source).unwrap().is_match(&text);
                prop_assert_eq!(Matcher::new(source).is_match(&text), expected, "{} {:?}", source, &text);
            }
        }
    }
}
