//! Values from their texts: the way back from `Display`.

use chrono::DateTime;

use crate::schema::Value;
use crate::schema::value::duration;

/// The value of this kind ([`Value::kind`]) that the text stands for; `None` where it stands for none.
pub(in crate::schema) fn parse(kind: &str, text: &str) -> Option<Value> {
    match kind {
        "bool" => text.parse().ok().map(Value::Bool),
        "integer" => integer(text),
        "decimal" => text.parse().ok().map(Value::Decimal),
        "float32" => text.parse().ok().map(Value::Float32),
        "float64" => text.parse().ok().map(Value::Float64),
        "text" => Some(Value::from(text.to_owned())),
        "bytes" => hex(text).map(Value::from),
        "date" => text.parse().ok().map(Value::Date),
        "time" => text.parse().ok().map(Value::Time),
        "datetime" => text.parse().ok().map(Value::DateTime),
        "timestamp" => DateTime::parse_from_rfc3339(text)
            .ok()
            .map(Value::Timestamp),
        "duration" => duration::parse(text).map(Value::Duration),
        "uuid" => uuid(text).map(Value::Uuid),
        "json" => Some(Value::Json(text.to_owned().into())),
        _ => None,
    }
}

/// All bytes as hex, without the cut of `Display`.
pub(in crate::schema) fn to_hex(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

fn integer(text: &str) -> Option<Value> {
    let int = text.parse::<i128>().map(Value::Int);
    int.or_else(|_| text.parse::<u128>().map(Value::from)).ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| match pair {
            [high, low] => Some(hex_digit(*high)? << 4 | hex_digit(*low)?),
            _ => None,
        })
        .collect()
}

fn hex_digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// 32 hex digits, in one piece or with hyphens after the 8th, 12th, 16th and 20th.
fn uuid(text: &str) -> Option<u128> {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let digits = parts.concat();
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex || !matches!(*lengths, [32] | [8, 4, 4, 4, 12]) {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok()
}
