use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// One cell, whatever its type: what reports print, what schemas hold as bounds and defaults.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any integer up to `i128::MAX`.
    Int(i128),
    /// An integer past `i128::MAX`, and never a smaller one.
    UInt(u128),
    /// A 32-bit float.
    Float32(f32),
    /// A 64-bit float.
    Float64(f64),
    /// A decimal number: `digits / 10^scale`.
    Decimal(Decimal),
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

/// A decimal number: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decimal {
    /// The digits, with the sign.
    pub digits: i128,
    /// How many of the digits stand after the point.
    pub scale: u32,
}
