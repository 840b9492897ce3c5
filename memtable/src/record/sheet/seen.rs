//! The value that a cell is in a column of a type.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::time;
use super::{Cell, Kind};
use crate::record::message::{is_same, text_of};
use crate::schema::{DataType, Value};
use std::borrow::Cow;

/// A value that rules are judged by while compiling.
#[derive(Clone, Copy)]
pub(super) enum Seen<'a> {
    Int(i128),
    /// Past `i128::MAX`.
    UInt(u128),
    Float32(f32),
    Float64(f64),
    Bool(bool),
    Text(&'a str),
    Date(NaiveDate),
    Time(NaiveTime),
    DateTime(NaiveDateTime),
    /// An instant, by its time in UTC.
    Timestamp(NaiveDateTime),
    /// Of a type whose values the compiler does not read: they are read where the rows are made.
    Later,
}

/// The value of the cell; `None` where it is none of this type.
pub(super) const fn seen<'a>(cell: Cell<'a>, data_type: &DataType) -> Option<Seen<'a>> {
    let text = cell.text;
    let is_text = matches!(
        cell.kind,
        Kind::Empty | Kind::Open | Kind::OpenFloat | Kind::Text
    );
    let is_number = matches!(
        cell.kind,
        Kind::Open | Kind::OpenFloat | Kind::Int | Kind::Float
    );
    match data_type {
        DataType::Float32 => float32(cell),
        DataType::Float64 => float64(cell),
        DataType::Bool if matches!(cell.kind, Kind::Bool | Kind::Open) => boolean(text),
        DataType::Text if is_text => Some(Seen::Text(text)),
        DataType::Char if is_text && n_chars(text) == 1 => Some(Seen::Text(text)),
        DataType::Enum(Cow::Borrowed(names)) if is_text && is_among(text, names) => {
            Some(Seen::Text(text))
        }
        DataType::Date if is_text => date(text),
        DataType::Time if is_text => time_of_day(text),
        DataType::DateTime if is_text => date_time(text),
        DataType::Timestamp { .. } if is_text => timestamp(text),
        DataType::Decimal if is_number && is_decimal(text) => Some(Seen::Later),
        DataType::Uuid if is_text && is_uuid(text) => Some(Seen::Later),
        DataType::Bytes if is_text && is_hex(text) => Some(Seen::Later),
        DataType::Duration if is_text => Some(Seen::Later),
        DataType::Json if !matches!(cell.kind, Kind::Null) => Some(Seen::Later),
        DataType::List { .. } if matches!(cell.kind, Kind::List) => Some(Seen::Later),
        DataType::Struct(_) if matches!(cell.kind, Kind::Object) => Some(Seen::Later),
        integer if matches!(cell.kind, Kind::Open | Kind::Int) => int_within(text, integer),
        _ => None,
    }
}

/// A constant of a schema, as what rules are judged by.
pub(super) const fn seen_value(value: &Value) -> Seen<'_> {
    match value {
        Value::Int(int) => Seen::Int(*int),
        Value::UInt(uint) => Seen::UInt(*uint),
        Value::Float32(float) => Seen::Float32(*float),
        Value::Float64(float) => Seen::Float64(*float),
        Value::Bool(bool) => Seen::Bool(*bool),
        Value::Text(text) => Seen::Text(text_of(text)),
        Value::Date(date) => Seen::Date(*date),
        Value::Time(time) => Seen::Time(*time),
        Value::DateTime(time) => Seen::DateTime(*time),
        Value::Timestamp(time) => Seen::Timestamp(time.naive_utc()),
        _ => Seen::Later,
    }
}

const fn date<'a>(text: &str) -> Option<Seen<'a>> {
    match time::date(text) {
        Some(time) => Some(Seen::Date(time.date())),
        None => None,
    }
}

const fn time_of_day<'a>(text: &str) -> Option<Seen<'a>> {
    match time::of_day(text) {
        Some(time) => Some(Seen::Time(time.time())),
        None => None,
    }
}

const fn date_time<'a>(text: &str) -> Option<Seen<'a>> {
    match time::date_time(text) {
        Some(time) => Some(Seen::DateTime(time)),
        None => None,
    }
}

const fn timestamp<'a>(text: &str) -> Option<Seen<'a>> {
    match time::timestamp(text) {
        Some(time) => Some(Seen::Timestamp(time)),
        None => None,
    }
}

const fn float32<'a>(cell: Cell<'_>) -> Option<Seen<'a>> {
    match cell.kind {
        Kind::Float | Kind::OpenFloat => Some(Seen::Float32(f32::from_bits(cell.floats.0))),
        Kind::Open | Kind::Int => match whole(cell.text, f32::MANTISSA_DIGITS) {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it has the digits of the narrow float"
            )]
            Some(float) => Some(Seen::Float32(float as f32)),
            None => None,
        },
        _ => None,
    }
}

const fn float64<'a>(cell: Cell<'_>) -> Option<Seen<'a>> {
    match cell.kind {
        Kind::Float | Kind::OpenFloat => Some(Seen::Float64(f64::from_bits(cell.floats.1))),
        Kind::Open | Kind::Int => match whole(cell.text, f64::MANTISSA_DIGITS) {
            Some(float) => Some(Seen::Float64(float)),
            None => None,
        },
        _ => None,
    }
}

/// A whole number, where it is a float of so many binary digits exactly.
#[expect(
    clippy::cast_precision_loss,
    reason = "what has at most the digits of the float loses none"
)]
const fn whole(text: &str, n_digits: u32) -> Option<f64> {
    let Some(Seen::Int(int)) = int(text) else {
        return None;
    };
    let magnitude = int.unsigned_abs();
    let n_zeros = if int == 0 {
        0
    } else {
        magnitude.trailing_zeros()
    };
    if magnitude >> n_zeros < 1 << n_digits {
        Some(int as f64)
    } else {
        None
    }
}

const fn boolean<'a>(text: &str) -> Option<Seen<'a>> {
    if is_same(text, "true") {
        Some(Seen::Bool(true))
    } else if is_same(text, "false") {
        Some(Seen::Bool(false))
    } else {
        None
    }
}

/// The integer, where the type holds it.
const fn int_within<'a>(text: &str, data_type: &DataType) -> Option<Seen<'a>> {
    let (Some((least, greatest)), Some(int)) = (data_type.int_range(), int(text)) else {
        return None;
    };
    let is_within = match int {
        Seen::Int(int) => int >= least && (int < 0 || int.cast_unsigned() <= greatest),
        Seen::UInt(uint) => uint <= greatest,
        _ => false,
    };
    if is_within { Some(int) } else { None }
}

/// The integer that the text is, as `str::parse` reads it.
pub(super) const fn int<'a>(text: &str) -> Option<Seen<'a>> {
    let bytes = text.as_bytes();
    let signed = !bytes.is_empty() && (bytes[0] == b'-' || bytes[0] == b'+');
    let mut at = signed as usize;
    if at == bytes.len() {
        return None;
    }
    let mut number: u128 = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return None;
        }
        let digit = (bytes[at] - b'0') as u128;
        let Some(tens) = number.checked_mul(10) else {
            return None;
        };
        let Some(sum) = tens.checked_add(digit) else {
            return None;
        };
        number = sum;
        at += 1;
    }
    if signed && bytes[0] == b'-' {
        return negative(number);
    }
    Some(if number > i128::MAX as u128 {
        Seen::UInt(number)
    } else {
        Seen::Int(number.cast_signed())
    })
}

const fn negative<'a>(number: u128) -> Option<Seen<'a>> {
    if number > i128::MIN.unsigned_abs() {
        return None;
    }
    Some(Seen::Int(number.cast_signed().wrapping_neg()))
}

/// A sign, digits, a point, digits.
const fn is_decimal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = (!bytes.is_empty() && (bytes[0] == b'-' || bytes[0] == b'+')) as usize;
    let (mut digits, mut points) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            _ => return false,
        }
        at += 1;
    }
    digits > 0 && points <= 1
}

const fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut digits, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'-' if bytes.len() == 36 && (at == 8 || at == 13 || at == 18 || at == 23) => {}
            digit if digit.is_ascii_hexdigit() => digits += 1,
            _ => return false,
        }
        at += 1;
    }
    digits == 32
}

/// Two digits a byte.
const fn is_hex(text: &str) -> bool {
    let (bytes, mut at) = (text.as_bytes(), 0);
    if !bytes.len().is_multiple_of(2) {
        return false;
    }
    while at < bytes.len() {
        if !bytes[at].is_ascii_hexdigit() {
            return false;
        }
        at += 1;
    }
    true
}

/// How many Unicode scalar values the text has: the bytes that go on with one are not counted.
pub(super) const fn n_chars(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    while at < bytes.len() {
        count += (bytes[at] & 0b1100_0000 != 0b1000_0000) as usize;
        at += 1;
    }
    count
}

const fn is_among(text: &str, names: &[Cow<'static, str>]) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is_same(text_of(&names[at]), text) {
            return true;
        }
        at += 1;
    }
    false
}
