//! Values into the cells of a column, read as what the column is.

use crate::dynamic::infer::{
    Facts, Formats, Kinds, Policy, Target, Unit, Ways, as_bool, as_non_finite,
    moment::{self, Instant, Moment, NANOS_OF_DAY},
    number,
};
use crate::dynamic::load::LoadError;
use crate::dynamic::load::column::{Cells, Column};
use crate::dynamic::load::error::{Place, Since};
use crate::schema::{DataType, Value};

/// Why a value is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It fits not the type that the column has.
    Misfit(Since),
    /// It is of another kind than those before.
    Mixed,
}

impl Refused {
    /// The error for a value of this row in the column.
    pub(crate) fn into_error(
        self,
        column: &Column,
        at: Place,
        (row, value): (u64, String),
    ) -> LoadError {
        let name = column.name.clone();
        match self {
            Refused::Misfit(since) => LoadError::Misfit {
                at,
                row,
                column: name,
                value,
                data_type: column.whole_target().data_type(),
                since,
            },
            Refused::Mixed => LoadError::Mixed {
                at,
                row,
                column: name,
                value,
            },
        }
    }
}

impl Column {
    /// A row without a value.
    #[inline]
    pub(crate) fn push_null(&mut self, row: u64) -> Result<(), Refused> {
        if self.seen.first_null.is_none() {
            if self.is_frozen {
                return Err(Refused::Misfit(Since::Sample));
            }
            self.seen.note_null(row);
        }
        self.cells.push_nulls(1);
        self.len += 1;
        Ok(())
    }

    /// A value by its text, of which these are the facts.
    pub(crate) fn push_noted(
        &mut self,
        facts: Facts,
        (row, text): (u64, &str),
        policy: &Policy,
    ) -> Result<(), Refused> {
        self.note(facts, (row, text), policy)?;
        self.push_as_is(text, policy)
    }

    /// A value by its text, read as what the column is.
    pub(crate) fn push_as_is(&mut self, text: &str, policy: &Policy) -> Result<(), Refused> {
        if !push(&mut self.cells, text, (&self.target, &policy.formats)) {
            // What is inferred takes all that it was inferred from.
            return Err(Refused::Misfit(Since::Given));
        }
        self.len += 1;
        Ok(())
    }
}

/// Whether the text is a value of the target, and is now in the cells.
fn push(cells: &mut Cells, text: &str, (target, formats): (&Target, &Formats)) -> bool {
    match cells {
        Cells::Stale => true,
        Cells::Null(_) | Cells::List(_) | Cells::Struct(_) => false,
        Cells::Bool(cells) => put(as_bool(text), |value| cells.append_value(value)),
        Cells::Int64(cells) => put(int(text), |value| cells.append_value(value)),
        Cells::UInt64(cells) => put(int(text), |value| cells.append_value(value)),
        Cells::Float64(cells) => put(float(text), |value| cells.append_value(value)),
        Cells::Text(cells) => {
            let fits = !matches!(target, Target::Json) || is_json(text);
            if fits {
                cells.append_value(text);
            }
            fits
        }
        Cells::Given(values) => {
            let value = given(text, target);
            put(value, |value| values.push(value))
        }
        Cells::Decimal(cells) => match target {
            Target::Decimal { scale } => put(
                number::scan(text.as_bytes()).and_then(|_| number::decimal(text, (*scale).into())),
                |digits| cells.append_value(digits),
            ),
            _ => false,
        },
        Cells::Date(_)
        | Cells::Time(_)
        | Cells::Micros(_)
        | Cells::Nanos(_)
        | Cells::MicrosAt(..)
        | Cells::NanosAt(..) => put(moment(text, target, formats), |moment| {
            push_moment(cells, moment);
        }),
    }
}

/// Whether there is a value, which is then put into the cells.
#[inline]
pub(super) fn put<T>(value: Option<T>, into: impl FnOnce(T)) -> bool {
    let fits = value.is_some();
    if let Some(value) = value {
        into(value);
    }
    fits
}

/// The integer of a text without a leading zero or plus.
fn int<T: std::str::FromStr>(text: &str) -> Option<T> {
    let number = number::scan(text.as_bytes())?;
    (!number.is_float).then(|| text.parse().ok())?
}

/// The float of a text; none past the range of floats, or of an integer that none is exactly.
fn float(text: &str) -> Option<f64> {
    if let Some(float) = as_non_finite(text) {
        return Some(float);
    }
    let facts = Facts::of_json_number(text);
    let exact = !facts.kinds.meets(Kinds::INEXACT);
    let fits = exact && !facts.kinds.meets(Kinds::UNFIT);
    fits.then(|| text.parse().ok())?
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// The moment that a text says in the column's format, as what the column holds.
pub(crate) fn moment(text: &str, target: &Target, formats: &Formats) -> Option<Moment> {
    let read = |way: usize| formats.read_as(text, way);
    match target {
        Target::Date(ways) => match read(ways.date)? {
            date @ Moment::Date(_) => Some(date),
            _ => None,
        },
        Target::Time(ways) => match read(ways.time)? {
            time @ Moment::Time(_) => Some(time),
            _ => None,
        },
        Target::DateTime { ways, unit } => {
            let instant = naive(text, ways, formats)?;
            in_unit(instant, *unit)
        }
        Target::Timestamp {
            ways,
            unit,
            with_offset,
        } => {
            let instant = match read(ways.zoned) {
                Some(Moment::At(instant)) if instant.offset.is_some() => instant,
                _ => naive(text, ways, formats)?,
            };
            let is_kept = *with_offset || instant.offset.unwrap_or(0) == 0;
            in_unit(instant, *unit).filter(|_| is_kept)
        }
        _ => None,
    }
}

/// A date with a time but no zone; of a date, its midnight.
fn naive(text: &str, ways: &Ways, formats: &Formats) -> Option<Instant> {
    match formats.read_as(text, ways.naive) {
        Some(Moment::At(instant)) if instant.offset.is_none() => return Some(instant),
        _ => {}
    }
    match formats.read_as(text, ways.date)? {
        Moment::Date(days) => Some(moment::at(days, 0, None)),
        _ => None,
    }
}

fn in_unit(instant: Instant, unit: Unit) -> Option<Moment> {
    let fits = match unit {
        Unit::Micros => instant.nanos == 0,
        Unit::Nanos => instant.in_nanos().is_some(),
    };
    fits.then_some(Moment::At(instant))
}

/// The moment into cells that are of its kind.
pub(crate) fn push_moment(cells: &mut Cells, moment: Moment) {
    match (cells, moment) {
        (Cells::Date(cells), Moment::Date(days)) => cells.append_value(days),
        (Cells::Time(cells), Moment::Time(nanos)) => {
            debug_assert!((0..NANOS_OF_DAY).contains(&nanos), "a time is of one day");
            cells.append_value(nanos);
        }
        (Cells::Micros(cells), Moment::At(instant)) => cells.append_value(instant.micros),
        (Cells::Nanos(cells), Moment::At(instant)) => cells.append_option(instant.in_nanos()),
        (Cells::MicrosAt(cells, offsets), Moment::At(instant)) => {
            cells.append_value(instant.micros);
            offsets.push(instant.offset.unwrap_or(0));
        }
        (Cells::NanosAt(cells, offsets), Moment::At(instant)) => {
            cells.append_value(instant.in_nanos().unwrap_or_default());
            offsets.push(instant.offset.unwrap_or(0));
        }
        _ => debug_assert!(false, "cells and moments of a target are of one kind"),
    }
}

/// A value of a type that inference knows not.
fn given(text: &str, target: &Target) -> Option<Value> {
    let data_type = super::cells::given(target)?;
    let value = as_given(text, data_type)?;
    data_type.holds(&value).then_some(value)
}

fn as_given(text: &str, data_type: &DataType) -> Option<Value> {
    match data_type {
        integer if integer.is_integer() => int::<i128>(text)
            .map(Value::Int)
            .or_else(|| int::<u128>(text).map(Value::from)),
        DataType::Float32 => float32(text).map(Value::Float32),
        DataType::Bytes => hex(text).map(Value::from),
        DataType::Duration | DataType::Uuid => Some(Value::from(text.to_owned()).fitted(data_type)),
        _ => Some(Value::from(text.to_owned())),
    }
}

/// The float of 32 bits, where its text comes back as a float of 64 bits would, rounded to so many digits as there are.
fn float32(text: &str) -> Option<f32> {
    let wide = float(text)?;
    let narrow: f32 = text.parse().ok()?;
    (narrow.is_finite() == wide.is_finite()).then_some(narrow)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
        _ => None,
    });
    bytes.collect()
}
