use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use serde::de::IgnoredAny;

use crate::schema::{DataType, Decimal, Value};

/// Up to here every integer is a 64-bit float, and no two are the same one.
const EXACT: i128 = 1 << 53;

/// The value as one of this type, where nothing of it is lost: the value itself, a number of another width, a text that reads as
/// the value and that the value is written as, the value as its text.
///
/// A float is never made an integer, though it be whole: its column holds floats for a reason.
pub(in crate::dynamic) fn converted(value: &Value, to: &DataType) -> Option<Value> {
    if to.holds(value) {
        return Some(value.clone());
    }
    let made = match value {
        Value::Int(int) => of_int(*int, to),
        Value::Decimal(decimal) => of_decimal(*decimal, to),
        Value::Float32(float) => of_float(f64::from(*float), value, to),
        Value::Float64(float) => of_float(*float, value, to),
        Value::Text(text) => of_text(text, to),
        Value::List(values) => of_list(values, to),
        Value::Struct(cells) => of_struct(cells, to),
        _ => None,
    };
    let made = made.or_else(|| as_text(value, to));
    made.filter(|made| to.holds(made))
}

/// As [`converted`], of a value that nobody else needs; else the value as it is.
pub(in crate::dynamic) fn converted_or_same(value: Value, to: &DataType) -> Value {
    if to.holds(&value) {
        return value;
    }
    converted(&value, to).unwrap_or(value)
}

/// How a value becomes one of a type; none where it cannot.
pub(in crate::dynamic) type Convert = fn(&Value, &DataType) -> Option<Value>;

/// As [`converted`], with floats without a fraction as integers.
pub(in crate::dynamic) fn converted_or_whole(value: &Value, to: &DataType) -> Option<Value> {
    converted(value, to).or_else(|| whole_as_int(value, to))
}

/// A float without a fraction as an integer, where the type is one of integers.
fn whole_as_int(value: &Value, to: &DataType) -> Option<Value> {
    let float = match value {
        Value::Float32(float) => f64::from(*float),
        Value::Float64(float) => *float,
        _ => return None,
    };
    #[expect(clippy::cast_precision_loss, reason = "2^53 is exact")]
    let is_whole = float.fract() == 0.0 && float.abs() <= EXACT as f64;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and at most 2^53")]
    let int = Value::Int(float as i128);
    (is_whole && to.is_integer() && to.holds(&int)).then_some(int)
}

fn of_int(int: i128, to: &DataType) -> Option<Value> {
    match to {
        DataType::Float64 if int.abs() <= EXACT =>
        {
            #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
            Some(Value::Float64(int as f64))
        }
        DataType::Decimal => Some(Value::Decimal(Decimal {
            digits: int,
            scale: 0,
        })),
        _ => None,
    }
}

fn of_decimal(decimal: Decimal, to: &DataType) -> Option<Value> {
    let is_whole = to.is_integer() && decimal.scale == 0;
    is_whole.then_some(Value::Int(decimal.digits))
}

/// A float as a wider float, or as the decimal with the fewest digits that reads as it.
fn of_float(float: f64, value: &Value, to: &DataType) -> Option<Value> {
    match to {
        DataType::Float64 => Some(Value::Float64(float)),
        DataType::Decimal if float.is_finite() => {
            value.to_string().parse().ok().map(Value::Decimal)
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an inexact float is not taken"
        )]
        DataType::Float32 => {
            let narrow = float as f32;
            let is_same = float.is_nan() || f64::from(narrow).to_bits() == float.to_bits();
            is_same.then_some(Value::Float32(narrow))
        }
        _ => None,
    }
}

fn of_list(values: &[Value], to: &DataType) -> Option<Value> {
    let DataType::List { element, .. } = to else {
        return None;
    };
    let values = values.iter().map(|value| converted(value, element));
    values.collect::<Option<_>>().map(Value::List)
}

/// The columns that the struct has not are null.
fn of_struct(cells: &[(Cow<'static, str>, Value)], to: &DataType) -> Option<Value> {
    let DataType::Struct(columns) = to else {
        return None;
    };
    let is_known = |name: &str| columns.iter().any(|column| column.name == name);
    if !cells.iter().all(|(name, _)| is_known(name)) {
        return None;
    }
    let made = columns.iter().map(|column| {
        let cell = cells.iter().find(|(name, _)| *name == column.name);
        let value = cell.map_or(Some(Value::Null), |(_, value)| {
            converted(value, &column.data_type)
        });
        Some((column.name.clone(), value?))
    });
    made.collect::<Option<_>>().map(Value::Struct)
}

/// A text as the value that is written like it. For floats and decimals other digits of the same number will do (`1.50`), as long
/// as none is lost.
fn of_text(text: &str, to: &DataType) -> Option<Value> {
    let as_it_came = text;
    if to.int_range().is_some() {
        let int = text.parse::<i128>().ok().map(Value::Int);
        let int = int.or_else(|| text.parse::<u128>().ok().map(Value::from));
        return int.filter(|int| int.to_string() == text);
    }
    match to {
        DataType::Bool => text.parse().ok().map(Value::Bool),
        DataType::Float64 => same_float(text, text.parse().ok().map(Value::Float64)),
        DataType::Float32 => same_float(text, text.parse().ok().map(Value::Float32)),
        DataType::Decimal => text
            .parse()
            .ok()
            .filter(|_| is_plain_number(text))
            .map(Value::Decimal),
        DataType::Date => written_so(text, text.parse::<NaiveDate>().ok().map(Value::Date)),
        DataType::Time => written_so(text, text.parse::<NaiveTime>().ok().map(Value::Time)),
        DataType::DateTime => {
            let datetime = text.replacen(' ', "T", 1).parse::<NaiveDateTime>();
            written_so(text, datetime.ok().map(Value::DateTime))
        }
        DataType::Timestamp { .. } => {
            let timestamp = DateTime::parse_from_rfc3339(text).ok()?;
            let text = text.strip_suffix("+00:00").map(|naive| format!("{naive}Z"));
            let text = text.as_deref().unwrap_or(as_it_came);
            written_so(text, Some(Value::Timestamp(timestamp)))
        }
        DataType::Duration => written_so(text, Value::of_text(text, to)),
        // Upper case and missing hyphens are no part of what it says.
        DataType::Uuid => Value::of_text(text, to),
        DataType::Json => {
            let is_document = serde_json::from_str::<IgnoredAny>(text).is_ok();
            is_document.then(|| Value::Json(text.to_owned().into()))
        }
        _ => None,
    }
}

/// The float, where the text is what it is written as, or other digits of the same number.
fn same_float(text: &str, float: Option<Value>) -> Option<Value> {
    float.filter(|float| {
        float.to_string() == text || is_plain_number(text) && same_number(float, text)
    })
}

/// The value, where the text is what it is written as.
fn written_so(text: &str, value: Option<Value>) -> Option<Value> {
    value.filter(|value| value.to_string().replace(' ', "T") == text.replace(' ', "T"))
}

/// Digits with a point at most: no sign but a minus, no leading zeros, no exponent.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let has_zeros = whole.len() > 1 && whole.starts_with('0');
    all_digits(whole) && all_digits(fraction) && !has_zeros && text != "-0"
}

/// Whether the number that the float is written as is that of the text.
fn same_number(float: &Value, text: &str) -> bool {
    let decimal = |text: &str| text.parse::<Decimal>().ok();
    decimal(&float.to_string()).is_some_and(|written| decimal(text) == Some(written))
}

/// Any single value as its text.
fn as_text(value: &Value, to: &DataType) -> Option<Value> {
    let has_text = match value {
        Value::Bool(_)
        | Value::Int(_)
        | Value::UInt(_)
        | Value::Decimal(_)
        | Value::Float32(_)
        | Value::Float64(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::DateTime(_)
        | Value::Timestamp(_)
        | Value::Duration(_)
        | Value::Uuid(_)
        | Value::Json(_) => true,
        Value::Null | Value::Bytes(_) | Value::List(_) | Value::Struct(_) => false,
    };
    (has_text && *to == DataType::Text).then(|| Value::from(value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{converted, converted_or_whole};
    use crate::schema::{Column, DataType, Decimal, StructType, Value};

    fn decimal(digits: i128, scale: u32) -> Value {
        Value::Decimal(Decimal { digits, scale })
    }

    #[test]
    fn a_float_is_an_integer_only_where_that_is_asked_for_and_it_is_whole() {
        let whole = Value::from(2.0);
        assert_eq!(converted(&whole, &DataType::Int64), None);
        assert_eq!(
            converted_or_whole(&whole, &DataType::Int64),
            Some(Value::Int(2))
        );
        for float in [2.5, f64::NAN, f64::INFINITY, 9_007_199_254_740_994.0] {
            assert_eq!(
                converted_or_whole(&float.into(), &DataType::Int64),
                None,
                "{float}"
            );
        }
        assert_eq!(
            converted_or_whole(&Value::from(300.0), &DataType::UInt8),
            None
        );
    }

    #[test]
    fn a_decimal_without_places_is_an_integer() {
        assert_eq!(
            converted(&decimal(25, 0), &DataType::Int64),
            Some(Value::Int(25))
        );
        assert_eq!(converted(&decimal(25, 1), &DataType::Int64), None);
        assert_eq!(converted(&decimal(300, 0), &DataType::UInt8), None);
    }

    #[test]
    fn text_is_what_would_be_written_so() {
        let offset = DataType::Timestamp { with_offset: true };
        for (text, data_type) in [
            ("-7", DataType::Int64),
            ("1.50", DataType::Decimal),
            ("1.50", DataType::Float64),
            ("2024-02-01", DataType::Date),
            ("2024-02-01 12:00:00", DataType::DateTime),
            ("2024-02-01T12:00:00Z", offset.clone()),
            ("2024-02-01T12:00:00+00:00", offset.clone()),
            ("2024-02-01T12:00:00+02:00", offset.clone()),
            ("[1, {}]", DataType::Json),
        ] {
            let made = converted(&text.into(), &data_type);
            assert!(made.is_some(), "{text} is {data_type}");
        }
        for (text, data_type) in [
            ("+7", DataType::Int64),
            ("07", DataType::Int64),
            ("-0", DataType::Int64),
            ("-0", DataType::Decimal),
            ("-0", DataType::Float64),
            ("01.5", DataType::Decimal),
            ("1e3", DataType::Decimal),
            (".5", DataType::Float64),
            ("2024-2-1", DataType::Date),
            ("2024-02-01t12:00:00z", offset),
            ("[1, {]", DataType::Json),
            ("", DataType::Json),
        ] {
            assert_eq!(
                converted(&text.into(), &data_type),
                None,
                "{text} is no {data_type}"
            );
        }
    }

    #[test]
    fn a_struct_has_the_columns_of_its_type_and_no_others() {
        let to = DataType::Struct(StructType::from(vec![
            Column::new("a", DataType::Float64),
            Column::new("b", DataType::Text).nullable(),
        ]));
        let cells = |cells: &[(&'static str, i64)]| {
            let cells = cells
                .iter()
                .map(|(name, int)| ((*name).into(), (*int).into()));
            Value::Struct(cells.collect())
        };
        let made = Value::Struct(vec![
            ("a".into(), Value::from(1.0)),
            ("b".into(), Value::Null),
        ]);
        assert_eq!(converted(&cells(&[("a", 1)]), &to), Some(made));
        assert_eq!(converted(&cells(&[("a", 1), ("c", 2)]), &to), None);
        assert_eq!(converted(&cells(&[("b", 1)]), &to), None);
    }
}
