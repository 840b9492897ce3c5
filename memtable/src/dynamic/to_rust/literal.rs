//! Values in Rust.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::dynamic::to_rust::names::valid_type;
use crate::dynamic::to_rust::types::Type;
use crate::schema::{DataType, Decimal, Value};

/// Whether the value is a literal.
pub(super) fn is_literal(value: &Value) -> bool {
    plain(value).is_some()
}

/// The literal that the value is.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(int) => Some(int.to_string()),
        Value::UInt(int) => Some(int.to_string()),
        Value::Float32(float) if float.is_finite() => Some(format!("{float:?}")),
        Value::Float64(float) if float.is_finite() => Some(format!("{float:?}")),
        Value::Text(text) => Some(format!("{text:?}")),
        _ => None,
    }
}

/// A constant that is no literal: its type, and the expression that makes it.
pub(super) fn constant(value: &Value, data_type: &DataType) -> Option<(&'static str, String)> {
    Some(match value {
        Value::Date(date) => ("chrono::NaiveDate", of_date(*date)),
        Value::Time(time) => ("chrono::NaiveTime", of_time(*time)),
        Value::DateTime(moment) => ("chrono::NaiveDateTime", of_moment(*moment)),
        Value::Timestamp(instant) => {
            let utc = format!("{}.and_utc()", of_moment(instant.naive_utc()));
            if *data_type == (DataType::Timestamp { with_offset: false }) {
                ("chrono::DateTime<chrono::Utc>", utc)
            } else {
                let seconds = instant.offset().local_minus_utc();
                let offset =
                    format!("chrono::FixedOffset::east_opt({seconds}).expect(\"an offset\")");
                let moment = of_moment(instant.naive_utc());
                let made =
                    format!("chrono::DateTime::from_naive_utc_and_offset({moment}, {offset})");
                ("chrono::DateTime<chrono::FixedOffset>", made)
            }
        }
        Value::Duration(span) => {
            let nanos = span.subsec_nanos().rem_euclid(1_000_000_000);
            let seconds = span.num_seconds() - i64::from(span.subsec_nanos() < 0);
            let made =
                format!("chrono::TimeDelta::new({seconds}, {nanos}).expect(\"a span of time\")");
            ("chrono::TimeDelta", made)
        }
        Value::Decimal(decimal) => ("rust_decimal::Decimal", of_decimal(*decimal)?),
        Value::Uuid(uuid) => ("uuid::Uuid", format!("uuid::Uuid::from_u128({uuid:#x})")),
        Value::Float32(_) | Value::Float64(_) => of_float(value)?,
        _ => return None,
    })
}

/// A float that is no literal.
fn of_float(value: &Value) -> Option<(&'static str, String)> {
    let (ty, float) = match value {
        Value::Float32(float) => ("f32", f64::from(*float)),
        Value::Float64(float) => ("f64", *float),
        _ => return None,
    };
    let name = if float.is_nan() {
        "NAN"
    } else if float > 0.0 {
        "INFINITY"
    } else {
        "NEG_INFINITY"
    };
    Some((ty, format!("{ty}::{name}")))
}

fn of_date(date: NaiveDate) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    format!("chrono::NaiveDate::from_ymd_opt({year}, {month}, {day}).expect(\"a date\")")
}

fn of_time(time: NaiveTime) -> String {
    let (seconds, nanos) = (time.num_seconds_from_midnight(), time.nanosecond());
    format!(
        "chrono::NaiveTime::from_num_seconds_from_midnight_opt({seconds}, {nanos}).expect(\"a time\")"
    )
}

fn of_moment(moment: NaiveDateTime) -> String {
    format!(
        "chrono::NaiveDateTime::new({}, {})",
        of_date(moment.date()),
        of_time(moment.time())
    )
}

/// `None` past the 96 bits and 28 places of `rust_decimal`.
fn of_decimal(Decimal { digits, scale }: Decimal) -> Option<String> {
    let bits = digits.unsigned_abs();
    if bits >> 96 != 0 || scale > 28 {
        return None;
    }
    let part = |shift: u32| (bits >> shift) & u128::from(u32::MAX);
    let (low, middle, high) = (part(0), part(32), part(64));
    let is_negative = digits < 0;
    Some(format!(
        "rust_decimal::Decimal::from_parts({low}, {middle}, {high}, {is_negative}, {scale})"
    ))
}

/// The expression of a default; `None` where there is none, so that the column has no default.
pub(super) fn default(value: &Value, data_type: &DataType, ty: &Type) -> Option<String> {
    let made = match (value, data_type) {
        (Value::Text(name), DataType::Enum(_)) => {
            let variant = ty.variant(name).unwrap_or_else(|| valid_type(name));
            Some(format!("{}::{variant}", ty.inner))
        }
        (Value::Text(text), DataType::Char) => text.chars().next().map(|char| format!("{char:?}")),
        (Value::Bytes(bytes), _) => Some(format!("vec!{bytes:?}")),
        (Value::Json(text), _) => Some(format!("serde_json::from_str({text:?}).expect(\"JSON\")")),
        (Value::List(values), DataType::List { element, .. }) => {
            let parts: Option<Vec<String>> = values
                .iter()
                .map(|value| element_default(value, element))
                .collect();
            parts.map(|parts| format!("vec![{}]", parts.join(", ")))
        }
        (value, data_type) => plain(value).or_else(|| Some(constant(value, data_type)?.1)),
    }?;
    let is_literal = plain(value).is_some() && !matches!(data_type, DataType::Enum(_));
    Some(if ty.is_optional && !is_literal {
        format!("Some({made})")
    } else if ty.is_optional {
        match value {
            Value::Text(text) if *data_type == DataType::Text => {
                format!("Some(String::from({text:?}))")
            }
            _ => format!("Some({made})"),
        }
    } else {
        made
    })
}

fn element_default(value: &Value, element: &DataType) -> Option<String> {
    match (value, element) {
        (Value::Text(text), DataType::Text) => Some(format!("String::from({text:?})")),
        (value, element) => plain(value).or_else(|| Some(constant(value, element)?.1)),
    }
}
