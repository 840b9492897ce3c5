//! From what is known of the values of a column to its type.

use crate::dynamic::infer::Facts;
use crate::dynamic::infer::formats::Formats;
use crate::dynamic::infer::kind::Kinds;
use crate::dynamic::infer::number::DECIMAL_DIGITS;
use crate::dynamic::infer::target::{Target, Unit, Ways};
use crate::schema::DataType;

/// The digits of 2^53: integers up to it are not counted.
const SHORT_DIGITS: u8 = 16;

/// What a caller decides about types.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Policy {
    pub(crate) syntax: Syntax,
    pub(crate) formats: Formats,
    /// Whether dates among dates with times are read as their midnight.
    pub(crate) widen_dates: bool,
    /// Whether dates with times among those with a zone are read as UTC.
    pub(crate) naive_is_utc: bool,
}

/// Where values are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// From cells of text: whatever is mixed is text.
    Cells,
    /// From JSON and its like, which tell strings from numbers.
    Json(OnMixed),
}

/// What becomes of a column of JSON whose values are of different kinds: numbers among strings, lists among objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnMixed {
    /// Each value is kept as the JSON that it is.
    #[default]
    Json,
    /// Strings are kept as they are, all else as the text of its JSON: a number and a string of its digits become the same.
    Text,
    /// The data is refused.
    Refuse,
}

impl Policy {
    /// What the values of a column are read as that has these facts.
    pub(crate) fn decide(&self, facts: &Facts) -> Target {
        let kinds = facts.kinds;
        if kinds.is_empty() {
            return Target::Null;
        }
        let alike = if kinds.within(Kinds::BOOL) {
            Some(Target::Bool)
        } else if kinds.within(Kinds::NUMBERS) {
            number(facts)
        } else if kinds.within(Kinds::MOMENTS) {
            self.moment(facts)
        } else {
            None
        };
        alike.unwrap_or_else(|| self.mixed(kinds))
    }

    /// What a column of a type that the caller gave is read as.
    pub(crate) fn given(data_type: &DataType, facts: &Facts) -> Target {
        let (ways, unit) = (Ways::of(facts), unit(facts.kinds));
        match data_type {
            DataType::Bool => Target::Bool,
            DataType::Int64 => Target::Int64,
            DataType::UInt64 => Target::UInt64,
            DataType::Float64 => Target::Float64,
            DataType::Decimal => Target::Decimal {
                scale: facts.places.min(38),
            },
            DataType::Date => Target::Date(ways),
            DataType::Time => Target::Time(ways),
            DataType::DateTime => Target::DateTime { ways, unit },
            DataType::Timestamp { with_offset } => Target::Timestamp {
                ways,
                unit,
                with_offset: *with_offset,
            },
            DataType::Text => Target::Text,
            DataType::Json => Target::Json,
            other => Target::Given(other.clone()),
        }
    }

    fn mixed(&self, kinds: Kinds) -> Target {
        match self.syntax {
            Syntax::Cells | Syntax::Json(OnMixed::Text) => Target::Text,
            Syntax::Json(_) if kinds.within(Kinds::STRINGS) => Target::Text,
            Syntax::Json(OnMixed::Json) => Target::Json,
            Syntax::Json(OnMixed::Refuse) => Target::Mixed,
        }
    }

    fn moment(&self, facts: &Facts) -> Option<Target> {
        let kinds = facts.kinds;
        if facts.masks.contains(&0) || (Kinds::NANOS | Kinds::FAR).within(kinds) {
            return None;
        }
        let (ways, unit) = (Ways::of(facts), unit(kinds));
        let has = |kind: Kinds| kinds.meets(kind);
        let timestamp = Target::Timestamp {
            ways,
            unit,
            with_offset: has(Kinds::OFFSET),
        };
        match (
            has(Kinds::TIME),
            has(Kinds::DATE),
            has(Kinds::DATETIME),
            has(Kinds::ZONED),
        ) {
            (true, false, false, false) => Some(Target::Time(ways)),
            (true, ..) => None,
            (false, true, false, false) => Some(Target::Date(ways)),
            (false, false, true, false) => Some(Target::DateTime { ways, unit }),
            (false, true, true, false) => {
                self.widen_dates.then_some(Target::DateTime { ways, unit })
            }
            (false, false, false, _) => Some(timestamp),
            (false, false, true, true) => self.naive_is_utc.then_some(timestamp),
            (false, true, _, true) => (self.naive_is_utc && self.widen_dates).then_some(timestamp),
        }
    }
}

fn unit(kinds: Kinds) -> Unit {
    if kinds.meets(Kinds::NANOS) {
        Unit::Nanos
    } else {
        Unit::Micros
    }
}

/// The type of a column of numbers; none where no type has them all as they are.
fn number(facts: &Facts) -> Option<Target> {
    let kinds = facts.kinds;
    let is_float = kinds.meets(Kinds::FLOAT | Kinds::NON_FINITE);
    let is_decimal = kinds.meets(Kinds::HUGE_INT) || (Kinds::UINT | Kinds::NEGATIVE).within(kinds);
    if kinds.meets(Kinds::UNFIT) {
        None
    } else if is_float && !kinds.meets(Kinds::INEXACT) {
        Some(Target::Float64)
    } else if is_float {
        let digits = u32::from(facts.whole.max(SHORT_DIGITS)) + u32::from(facts.places);
        let fits = digits <= DECIMAL_DIGITS && !kinds.meets(Kinds::NON_FINITE);
        fits.then_some(Target::Decimal {
            scale: facts.places,
        })
    } else if is_decimal {
        Some(Target::Decimal { scale: 0 })
    } else if kinds.meets(Kinds::UINT) {
        Some(Target::UInt64)
    } else {
        Some(Target::Int64)
    }
}
