//! Reading the short texts of a schema: types and conditions.

use std::error::Error;
use std::fmt;

/// A text of a schema that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What would have been right.
    pub expected: String,
    /// The whole text.
    pub text: String,
    /// Where in the text it is wrong, in bytes.
    pub at: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SyntaxError { expected, text, at } = self;
        match text.get(*at..) {
            Some(rest) if !rest.is_empty() => {
                write!(f, "expected {expected} at `{rest}` in `{text}`")
            }
            _ => write!(f, "expected {expected} at the end of `{text}`"),
        }
    }
}

impl Error for SyntaxError {}

/// A text, read from left to right; white space between the parts is passed over.
pub(in crate::schema) struct Scanner<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(in crate::schema) fn new(text: &'a str) -> Self {
        Scanner {
            text,
            rest: text.trim_start(),
        }
    }

    /// Passes over this mark, if it is next.
    pub(in crate::schema) fn eat(&mut self, mark: &str) -> bool {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// Passes over this mark.
    pub(in crate::schema) fn expect(&mut self, mark: &str) -> Result<(), SyntaxError> {
        if self.eat(mark) {
            Ok(())
        } else {
            Err(self.error(format!("`{mark}`")))
        }
    }

    /// Takes the characters for which `is_part` holds; `None` where there are none.
    pub(in crate::schema) fn take_while(
        &mut self,
        is_part: impl Fn(char) -> bool,
    ) -> Option<&'a str> {
        let end = self.rest.find(|char| !is_part(char));
        let (part, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if part.is_empty() {
            return None;
        }
        self.rest = rest.trim_start();
        Some(part)
    }

    /// Takes text between two of these marks, `"` or a backtick, with Rust's escapes; `None` where no such text starts.
    pub(in crate::schema) fn take_quoted(
        &mut self,
        mark: char,
    ) -> Result<Option<String>, SyntaxError> {
        let Some(quoted) = self.rest.strip_prefix(mark) else {
            return Ok(None);
        };
        let unended = || self.error(format!("text that ends with {mark}"));
        let mut text = String::new();
        let mut chars = quoted.chars();
        loop {
            match chars.next().ok_or_else(unended)? {
                '\\' => text.push(unescape(&mut chars).ok_or_else(unended)?),
                char if char == mark => break,
                char => text.push(char),
            }
        }
        self.rest = chars.as_str().trim_start();
        Ok(Some(text))
    }

    pub(in crate::schema) fn end(&self) -> Result<(), SyntaxError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.error("nothing more"))
        }
    }

    pub(in crate::schema) fn error(&self, expected: impl Into<String>) -> SyntaxError {
        SyntaxError {
            expected: expected.into(),
            text: self.text.to_owned(),
            at: self.text.len() - self.rest.len(),
        }
    }
}

/// The character after a backslash.
fn unescape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    match chars.next()? {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '0' => Some('\0'),
        'u' => {
            let (digits, rest) = chars.as_str().strip_prefix('{')?.split_once('}')?;
            *chars = rest.chars();
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
        char => Some(char),
    }
}

/// Writes a column's name as it is, or between backticks where it would be read as something else.
pub(in crate::schema) fn column_name(name: &str) -> String {
    let mut chars = name.chars();
    let is_word = chars.next().is_some_and(is_word_start) && chars.all(is_word_part);
    if is_word && !matches!(name, "true" | "false" | "null") {
        return name.to_owned();
    }
    format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`"))
}

pub(in crate::schema) fn is_word_start(char: char) -> bool {
    char.is_alphabetic() || char == '_'
}

pub(in crate::schema) fn is_word_part(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}
