//! Values of one type as those of another, where nothing is lost.

use crate::error::Reason;
use crate::io::{Make, RowBuilder};
use crate::schema::{DataType, Value};

impl<M: Make> RowBuilder<M> {
    /// Sets the cell of the row in the making to the value as the column holds it; says so where it does not.
    pub(crate) fn convert(&mut self, idx: usize, value: Value) {
        let Some(column) = self.columns().get(idx) else {
            return;
        };
        if value.is_null() {
            if column.nullable {
                self.set(idx, value);
            } else {
                self.refuse(idx, "", value, Reason::NoValue);
            }
            return;
        }
        let data_type = column.data_type.clone();
        match held(value, &data_type) {
            Ok(value) => self.set(idx, value),
            Err(value) => self.refuse(idx, "", value, Reason::Type(data_type)),
        }
    }
}

/// The value as a column of this type holds it, where nothing is lost; else the value.
fn held(value: Value, data_type: &DataType) -> Result<Value, Value> {
    if data_type.holds(&value) {
        return Ok(value);
    }
    let made = match (&value, data_type) {
        (Value::Text(text), _) => data_type.read(text),
        (Value::Int(_), DataType::Float32 | DataType::Float64 | DataType::Decimal) => {
            Some(value.clone().fitted(data_type))
        }
        (Value::Float32(float), DataType::Float64) => Some(Value::Float64((*float).into())),
        (Value::Float64(_), DataType::Float32) => {
            Some(value.clone().fitted(data_type)).filter(|narrow| match narrow {
                Value::Float32(float) => Value::Float64((*float).into()) == value,
                _ => false,
            })
        }
        _ => None,
    };
    made.filter(|made| data_type.holds(made)).ok_or(value)
}
