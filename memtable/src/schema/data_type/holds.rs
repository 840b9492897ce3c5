use std::borrow::Cow;

use crate::schema::{Column, DataType, Value};

impl DataType {
    /// Whether a column of this type can have this value. A null it can: whether it may is the column's to say.
    ///
    /// ```
    /// use memtable::{Value, schema::DataType};
    ///
    /// assert!(DataType::UInt8.holds(&Value::from(255)));
    /// assert!(!DataType::UInt8.holds(&Value::from(256)));
    /// ```
    pub fn holds(&self, value: &Value) -> bool {
        if let Some((least, greatest)) = self.int_range() {
            return value.is_null() || is_int_within(value, least, greatest);
        }
        match (self, value) {
            (_, Value::Null)
            | (DataType::Bool, Value::Bool(_))
            | (DataType::Float32, Value::Float32(_))
            | (DataType::Float64, Value::Float64(_))
            | (DataType::Decimal, Value::Decimal(_))
            | (DataType::Text, Value::Text(_))
            | (DataType::Bytes, Value::Bytes(_))
            | (DataType::Date, Value::Date(_))
            | (DataType::Time, Value::Time(_))
            | (DataType::DateTime, Value::DateTime(_))
            | (DataType::Timestamp { .. }, Value::Timestamp(_))
            | (DataType::Duration, Value::Duration(_))
            | (DataType::Uuid, Value::Uuid(_))
            | (DataType::Json, Value::Json(_)) => true,
            (DataType::Char, Value::Text(text)) => text.chars().count() == 1,
            (DataType::Enum(names), Value::Text(text)) => names.contains(text),
            (DataType::List { element, nullable }, Value::List(values)) => values
                .iter()
                .all(|value| element.holds(value) && (*nullable || !value.is_null())),
            (DataType::Struct(columns), Value::Struct(values)) => holds_struct(columns, values),
            _ => false,
        }
    }
}

fn is_int_within(value: &Value, least: i128, greatest: u128) -> bool {
    match value {
        Value::Int(int) => {
            *int >= least && u128::try_from(*int).map_or(true, |int| int <= greatest)
        }
        Value::UInt(uint) => *uint <= greatest,
        _ => false,
    }
}

/// Every column has its value, and no other value is there.
fn holds_struct(columns: &[Column], values: &[(Cow<'static, str>, Value)]) -> bool {
    let holds = |column: &Column| {
        values.iter().any(|(name, value)| {
            *name == column.name
                && column.data_type.holds(value)
                && (column.nullable || !value.is_null())
        })
    };
    columns.len() == values.len() && columns.iter().all(holds)
}
