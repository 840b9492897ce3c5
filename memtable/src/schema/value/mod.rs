use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

mod compare;
mod decimal;
mod display;
mod duration;
mod fit;
mod from;
mod order;
pub(in crate::schema) mod text;

#[cfg(feature = "store")]
mod cell;
#[cfg(feature = "serde")]
mod plain;
#[cfg(feature = "serde")]
mod serde;

#[cfg(test)]
mod tests;

pub use decimal::{Decimal, ParseDecimalError};
pub use display::Quoted;

/// One cell, whatever its type: what reports print, what schemas hold as bounds and defaults.
///
/// Values are totally ordered, and equal where a person would call them the same value *of one kind*: `NaN` equals
/// `NaN` and comes after every other float, `0.0` equals `-0.0`, the decimal `1.0` equals `1.00`, and two timestamps
/// are equal at the same instant, whatever their offsets. Values of different kinds are never equal; they are in the
/// order of the variants below, integers being one kind. To compare an integer with a float as numbers, see
/// [`Value::compare`].
///
/// `Display` is what stands in a cell; [`Value::quoted`] puts text in quotes.
///
/// ```
/// use memtable::Value;
///
/// let city = Value::from("Bern");
/// assert_eq!(city.to_string(), "Bern");
/// assert_eq!(city.quoted().to_string(), "\"Bern\"");
/// assert_eq!(Value::from(f64::NAN), Value::from(f64::NAN));
/// ```
#[derive(Clone, Debug)]
pub enum Value {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any integer up to `i128::MAX`.
    Int(i128),
    /// An integer past `i128::MAX`, and never a smaller one: `Value::from(u128)` sees to it.
    UInt(u128),
    /// A decimal number: `digits / 10^scale`.
    Decimal(Decimal),
    /// A 32-bit float.
    Float32(f32),
    /// A 64-bit float.
    Float64(f64),
    /// Text; a `char` and the name of an enum's variant too.
    Text(Cow<'static, str>),
    /// Bytes.
    Bytes(Cow<'static, [u8]>),
    /// A date.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// A date with a time of day, without a zone.
    DateTime(NaiveDateTime),
    /// An instant, with the offset that it was written in.
    Timestamp(DateTime<FixedOffset>),
    /// A span of time.
    Duration(TimeDelta),
    /// A UUID, as its 128 bits.
    Uuid(u128),
    /// A JSON document, as its text.
    Json(Cow<'static, str>),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name, in the order of the struct's columns.
    Struct(Vec<(Cow<'static, str>, Value)>),
}

impl Value {
    /// Whether there is no value.
    pub const fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// What kind of value it is, in a word: `integer`, `text`, ...
    ///
    /// ```
    /// assert_eq!(memtable::Value::from(7).kind(), "integer");
    /// ```
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Int(_) | Value::UInt(_) => "integer",
            Value::Decimal(_) => "decimal",
            Value::Float32(_) => "float32",
            Value::Float64(_) => "float64",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
            Value::Date(_) => "date",
            Value::Time(_) => "time",
            Value::DateTime(_) => "datetime",
            Value::Timestamp(_) => "timestamp",
            Value::Duration(_) => "duration",
            Value::Uuid(_) => "uuid",
            Value::Json(_) => "json",
            Value::List(_) => "list",
            Value::Struct(_) => "struct",
        }
    }

    /// Whether it is a number of any kind, `NaN` too.
    pub const fn is_number(&self) -> bool {
        matches!(
            self,
            Value::Int(_)
                | Value::UInt(_)
                | Value::Decimal(_)
                | Value::Float32(_)
                | Value::Float64(_)
        )
    }

    /// Whether it is a float that is no number.
    pub const fn is_nan(&self) -> bool {
        match self {
            Value::Float32(float) => float.is_nan(),
            Value::Float64(float) => float.is_nan(),
            _ => false,
        }
    }
}
