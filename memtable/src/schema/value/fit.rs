use std::borrow::Cow;
use std::cmp::Ordering;

use crate::schema::value::text;
use crate::schema::{Column, DataType, Value};

impl Value {
    /// The value as a column of this type holds it, where people wrote it more plainly: a date as its text, a whole
    /// number for a float. What does not fit stays as it is.
    ///
    /// This is for the limits and defaults of a schema, where `0.1` means the nearest float of the column's width; the
    /// values of rows are never rounded.
    pub(crate) fn fitted(self, data_type: &DataType) -> Value {
        match (self, data_type) {
            (Value::Int(int), DataType::Float32 | DataType::Float64) => whole_float(int, data_type),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the nearest float is meant"
            )]
            (Value::Float64(float), DataType::Float32) => Value::Float32(float as f32),
            (value @ (Value::Int(_) | Value::Float64(_)), DataType::Decimal) => {
                text::parse("decimal", &value.to_string()).unwrap_or(value)
            }
            (Value::Text(text), data_type) => fitted_text(text, data_type),
            (Value::List(values), DataType::List { element, .. }) => {
                let fitted = values.into_iter().map(|value| value.fitted(element));
                Value::List(fitted.collect())
            }
            (Value::Struct(values), DataType::Struct(columns)) => fitted_struct(values, columns),
            (value, _) => value,
        }
    }

    /// The value of this type that the text stands for, as its `Display` writes it; `None` where it stands for none, and for
    /// lists and structs.
    pub(crate) fn of_text(text: &str, data_type: &DataType) -> Option<Value> {
        let kind = match data_type {
            DataType::Text | DataType::Char | DataType::Enum(_) => "text",
            DataType::Null | DataType::List { .. } | DataType::Struct(_) => return None,
            DataType::Bool
            | DataType::Float32
            | DataType::Float64
            | DataType::Decimal
            | DataType::Bytes
            | DataType::Date
            | DataType::Time
            | DataType::DateTime
            | DataType::Duration
            | DataType::Uuid
            | DataType::Json => data_type.word(),
            DataType::Timestamp { .. } => "timestamp",
            _ => "integer",
        };
        text::parse(kind, text)
    }
}

/// The integer as a float, where it is one exactly.
fn whole_float(int: i128, data_type: &DataType) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "an inexact float is not taken")]
    let float = match data_type {
        DataType::Float32 => Value::Float32(int as f32),
        _ => Value::Float64(int as f64),
    };
    if float.compare(&Value::Int(int)) == Some(Ordering::Equal) {
        float
    } else {
        Value::Int(int)
    }
}

fn fitted_text(text: Cow<'static, str>, data_type: &DataType) -> Value {
    let kind = match data_type {
        DataType::Decimal => "decimal",
        DataType::Date => "date",
        DataType::Time => "time",
        DataType::DateTime => "datetime",
        DataType::Timestamp { .. } => "timestamp",
        DataType::Duration => "duration",
        DataType::Uuid => "uuid",
        DataType::Json => "json",
        _ => return Value::Text(text),
    };
    text::parse(kind, &text).unwrap_or(Value::Text(text))
}

fn fitted_struct(values: Vec<(Cow<'static, str>, Value)>, columns: &[Column]) -> Value {
    let fitted = values.into_iter().map(|(name, value)| {
        let column = columns.iter().find(|column| column.name == name);
        let value = match column {
            Some(column) => value.fitted(&column.data_type),
            None => value,
        };
        (name, value)
    });
    Value::Struct(fitted.collect())
}
