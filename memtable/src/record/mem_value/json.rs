use std::borrow::Cow;

use serde_json::Value as Json;

use crate::record::mem_value::{MemValue, Misfit};
use crate::schema::{DataType, Value};

/// Takes text that is a JSON document too. JSON's `null` is a value of its own, and no null of the column.
impl MemValue for Json {
    type Plain<'a> = &'a Json;
    is_its_own_inner!();
    const DATA_TYPE: DataType = DataType::Json;

    #[inline]
    fn plain(&self) -> Option<&Json> {
        Some(self)
    }

    fn to_value(&self) -> Value {
        Value::Json(Cow::Owned(self.to_string()))
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match &value {
            Value::Json(text) | Value::Text(text) => {
                serde_json::from_str(text).or(Misfit::of(value))
            }
            _ => Misfit::of(value),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// An object counts its keys and values, without the empty places of its tree.
    fn heap_bytes(&self) -> usize {
        match self {
            Json::Null | Json::Bool(_) | Json::Number(_) => 0,
            Json::String(text) => text.capacity(),
            Json::Array(items) => {
                items.capacity() * size_of::<Json>()
                    + items.iter().map(Json::heap_bytes).sum::<usize>()
            }
            Json::Object(members) => members.iter().map(member_bytes).sum(),
        }
    }
}

fn member_bytes((name, value): (&String, &Json)) -> usize {
    size_of::<(String, Json)>() + name.capacity() + value.heap_bytes()
}
