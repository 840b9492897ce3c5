//! What has been seen of a column, row by row.

use crate::dynamic::infer::Facts;

/// A text of a value is remembered up to so many characters.
const SHOWN: usize = 40;

/// What has been seen of the values of a column, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) facts: Facts,
    /// The values that told something new, in the order of their rows.
    pub(crate) evidence: Vec<Evidence>,
    /// The first row without a value.
    pub(crate) first_null: Option<u64>,
}

/// A value that told something new of its column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evidence {
    /// The row, counted from 0.
    pub(crate) row: u64,
    /// The value, cut if it is long.
    pub(crate) text: String,
    /// What was known after it.
    pub(crate) facts: Facts,
}

impl Seen {
    /// Takes note of a value; whether it told something new.
    pub(crate) fn note(&mut self, facts: Facts, (row, text): (u64, &str)) -> bool {
        let joined = self.facts.join(facts);
        if joined == self.facts {
            return false;
        }
        self.facts = joined;
        self.evidence.push(Evidence {
            row,
            text: cut(text),
            facts: joined,
        });
        true
    }

    /// Takes note of a row without a value.
    pub(crate) fn note_null(&mut self, row: u64) {
        self.first_null = Some(self.first_null.map_or(row, |first| first.min(row)));
    }

    /// Whether a row had no value.
    pub(crate) const fn is_nullable(&self) -> bool {
        self.first_null.is_some()
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
