//! Why a column is of a type that may surprise.

use std::fmt;

use crate::dynamic::infer::Facts;
use crate::dynamic::infer::kind::Kinds;
use crate::dynamic::infer::moment;
use crate::dynamic::infer::policy::{Policy, Syntax};

/// Why a value forced a type that may surprise, or what to mind about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Note {
    /// Digits like `007`: a number would lose the zeros.
    LeadingZero,
    /// `+5`: a number would lose the plus.
    LeadingPlus,
    /// `1,234`: it could be a number with separators.
    Separators,
    /// A date that no calendar has, such as 2024-02-30.
    ImpossibleDate,
    /// A number past what 64 bits, 38 digits or the range of floats can hold with the others.
    PastNumbers,
    /// Bools among other values.
    BoolAmongOthers,
    /// Dates among dates with times.
    DateAmongDateTimes,
    /// Dates with times, some with a zone and some without.
    NaiveAmongZoned,
    /// No one format reads all dates.
    NoOneFormat,
    /// Nanoseconds, and years that 64 bits have no nanoseconds for.
    NanosTooFar,
    /// Values of different kinds.
    Mixed,
    /// A float with more digits than 64 bits keep.
    Rounded,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Note::LeadingZero => "a number would lose its leading zero",
            Note::LeadingPlus => "a number would lose its plus",
            Note::Separators => "separators are not read as parts of a number",
            Note::ImpossibleDate => "no calendar has this date",
            Note::PastNumbers => "no type of numbers holds all of them as they are",
            Note::BoolAmongOthers => "bools among other values",
            Note::DateAmongDateTimes => {
                "dates and dates with times; `widen_dates` reads the dates as their midnight"
            }
            Note::NaiveAmongZoned => {
                "with and without zone; `naive_is_utc` reads those without as UTC"
            }
            Note::NoOneFormat => "no one format reads all of them",
            Note::NanosTooFar => "64 bits have no nanoseconds for such years",
            Note::Mixed => "values of different kinds",
            Note::Rounded => {
                "more digits than a float keeps; give the column the type decimal, or text, to keep them"
            }
        })
    }
}

impl Note {
    /// Why values with these facts, the last of which is this text, are of no type but text.
    pub(crate) fn on_text(facts: &Facts, text: &str, policy: &Policy) -> Option<Note> {
        let kinds = facts.kinds;
        let has = |kind: Kinds| kinds.meets(kind);
        let of_text = match policy.syntax {
            Syntax::Cells => Facts::of_cell(text, &policy.formats),
            Syntax::Json(_) => Facts::of_string(text, &policy.formats),
        };
        if of_text.kinds.within(Kinds::TEXT) {
            return as_written(text.as_bytes(), policy.syntax);
        }
        if kinds.within(Kinds::NUMBERS) {
            return Some(Note::PastNumbers);
        }
        if has(Kinds::BOOL) {
            return Some(Note::BoolAmongOthers);
        }
        if !kinds.within(Kinds::MOMENTS) {
            return None;
        }
        Some(if facts.masks.contains(&0) {
            Note::NoOneFormat
        } else if has(Kinds::TIME) {
            Note::Mixed
        } else if has(Kinds::ZONED) && has(Kinds::DATETIME) {
            Note::NaiveAmongZoned
        } else if has(Kinds::DATE) && has(Kinds::ZONED | Kinds::DATETIME) {
            Note::DateAmongDateTimes
        } else {
            Note::NanosTooFar
        })
    }
}

/// What a text would be, were it written otherwise.
fn as_written(text: &[u8], syntax: Syntax) -> Option<Note> {
    if is_date_like(text) {
        return Some(Note::ImpossibleDate);
    }
    if syntax != Syntax::Cells {
        return None;
    }
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let is_numeric = |text: &[u8]| {
        text.iter().any(u8::is_ascii_digit)
            && text
                .iter()
                .all(|byte| byte.is_ascii_digit() || *byte == b'.')
    };
    match unsigned {
        [b'+', rest @ ..] if is_numeric(rest) => Some(Note::LeadingPlus),
        [b'0', b'0'..=b'9', ..] if is_numeric(unsigned) => Some(Note::LeadingZero),
        [b'0'..=b'9', ..] if has_separators(unsigned) => Some(Note::Separators),
        _ => None,
    }
}

/// `1,234,567.8`
fn has_separators(text: &[u8]) -> bool {
    let whole = text.split(|byte| *byte == b'.').next().unwrap_or_default();
    let mut groups = whole.split(|byte| matches!(byte, b',' | b'_' | b'\''));
    let first = groups.next().unwrap_or_default();
    let mut n_groups = 0;
    let threes = groups.all(|group| {
        n_groups += 1;
        group.len() == 3 && group.iter().all(u8::is_ascii_digit)
    });
    threes && n_groups > 0 && first.iter().all(u8::is_ascii_digit)
}

fn is_date_like(text: &[u8]) -> bool {
    let Some((date, _)) = text.split_at_checked(10) else {
        return false;
    };
    let shape = date.iter().enumerate().all(|(idx, byte)| match idx {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shape && moment::date(date).is_none()
}
