//! A value from the text of a cell, by the type of its column.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};

use crate::schema::value::text;
use crate::schema::{DataType, Value};

impl DataType {
    /// The value that a text stands for in a column of this type: what `Display` of a [`Value`] writes, bytes as `0x00ff`,
    /// a date with a time as ISO 8601 with a `T` or a space. `None` where it stands for none, and for lists and structs.
    ///
    /// An integer is read whatever its width: whether the column holds it is [`holds`](DataType::holds)'s to say.
    pub(crate) fn read(&self, text: &str) -> Option<Value> {
        match self {
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32
            | DataType::UInt64 => integer(text),
            DataType::Int128 | DataType::UInt128 => text::parse("integer", text),
            DataType::Bool => text::parse("bool", text),
            DataType::Float32 => text::parse("float32", text),
            DataType::Float64 => text::parse("float64", text),
            DataType::Decimal => text::parse("decimal", text),
            DataType::Char => {
                let is_char = text.chars().nth(1).is_none() && !text.is_empty();
                is_char.then(|| Value::from(text.to_owned()))
            }
            DataType::Text => Some(Value::Text(Cow::Owned(text.to_owned()))),
            DataType::Enum(names) => {
                let name = names.iter().find(|name| **name == text)?;
                Some(Value::Text(name.clone()))
            }
            DataType::Bytes => text::parse("bytes", text.strip_prefix("0x").unwrap_or(text)),
            DataType::Date => date(text).map(Value::Date),
            DataType::Time => text::parse("time", text),
            DataType::DateTime => datetime(text),
            DataType::Timestamp { .. } => text::parse("timestamp", text),
            DataType::Duration => text::parse("duration", text),
            DataType::Uuid => text::parse("uuid", text),
            DataType::Json => text::parse("json", text),
            DataType::Null | DataType::List { .. } | DataType::Struct(_) => None,
        }
    }
}

/// Sixty-four bits are read several times faster than the wider ones, and are what most columns hold.
fn integer(text: &str) -> Option<Value> {
    match text.parse::<i64>() {
        Ok(int) => Some(Value::Int(int.into())),
        Err(_) => text::parse("integer", text),
    }
}

/// `2026-01-31T12:30:00`, digit by digit; all that is written otherwise is chrono's.
fn plain_datetime(text: &str) -> Option<NaiveDateTime> {
    let (day, rest) = text.split_at_checked(10)?;
    let &[b'T' | b' ', h0, h1, b':', m0, m1, b':', s0, s1, ..] = rest.as_bytes() else {
        return None;
    };
    let nanos = match rest.as_bytes().get(9..) {
        Some([]) => 0,
        Some([b'.', digits @ ..]) if (1..=9).contains(&digits.len()) => {
            (digits.len()..9).fold(number(digits)?, |nanos, _| nanos * 10)
        }
        _ => return None,
    };
    let (hour, minute, second) = (number(&[h0, h1])?, number(&[m0, m1])?, number(&[s0, s1])?);
    plain_date(day)?.and_hms_nano_opt(hour, minute, second, nanos)
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}

/// A longer or shorter year than one of four digits is chrono's.
fn date(text: &str) -> Option<NaiveDate> {
    plain_date(text).or_else(|| text.parse().ok())
}

/// `2026-01-31`, digit by digit.
fn plain_date(text: &str) -> Option<NaiveDate> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else {
        return None;
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)
}

fn datetime(text: &str) -> Option<Value> {
    if let Some(datetime) = plain_datetime(text) {
        return Some(Value::DateTime(datetime));
    }
    match text::parse("datetime", text) {
        None if text.as_bytes().get(10) == Some(&b' ') => {
            text::parse("datetime", &text.replacen(' ', "T", 1))
        }
        parsed => parsed,
    }
}
