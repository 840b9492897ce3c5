//! Values as those of another type, where nothing is lost by it.

use crate::schema::{DataType, Value};

/// The value as one of the type, where its text stands for exactly one: a date or a UUID that was read as text, `"1"` for a
/// number. Else the value as it is.
///
/// Numbers of one kind as those of another are the matter of [`MemValue::from_value`](crate::MemValue::from_value).
pub(super) fn lossless(value: Value, data_type: &DataType) -> Value {
    match (value, data_type) {
        (Value::Text(text), data_type) => of_text(Value::Text(text), data_type),
        (Value::List(values), DataType::List { element, .. }) => {
            let values = values.into_iter();
            Value::List(values.map(|value| lossless(value, element)).collect())
        }
        (Value::Struct(cells), DataType::Struct(columns)) => {
            let cells = cells.into_iter().map(|(name, value)| {
                let column = columns.iter().find(|column| column.name == name);
                let value = match column {
                    Some(column) => lossless(value, &column.data_type),
                    None => value,
                };
                (name, value)
            });
            Value::Struct(cells.collect())
        }
        (value, _) => value,
    }
}

fn of_text(value: Value, data_type: &DataType) -> Value {
    let Value::Text(text) = &value else {
        return value;
    };
    let parsed = match data_type {
        DataType::Bool => text.parse().ok().map(Value::Bool),
        data_type if data_type.is_integer() => text
            .parse()
            .map(Value::Int)
            .or_else(|_| text.parse::<u128>().map(Value::from))
            .ok(),
        DataType::Float32 => text.parse().ok().map(Value::Float32),
        DataType::Float64 => text.parse().ok().map(Value::Float64),
        _ => return value.fitted(data_type),
    };
    // A text that is written otherwise than its number would lose how: `007`, `+5`, `0.10`.
    match parsed {
        Some(parsed) if parsed.to_string() == **text => parsed,
        _ => value,
    }
}
