use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{Column, DataType, Default, Value};

/// Limits and defaults are written plainly where the column's type says what they are: `"2026-01-31"` in a column of dates.
impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plain = self
            .clone()
            .map_values(|value, data_type| value.plain(data_type));
        Column::serialize(&plain, serializer)
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let column = Column::deserialize(deserializer)?;
        Ok(column.map_values(Value::fitted))
    }
}

impl Column {
    /// Its rules and default with their values passed through `map`.
    fn map_values(mut self, map: fn(Value, &DataType) -> Value) -> Self {
        let rules = self.rules.iter().cloned();
        self.rules = rules
            .map(|rule| rule.map_values(&self.data_type, map))
            .collect();
        self.default = match self.default {
            Some(Default::Value(value)) => Some(Default::Value(map(value, &self.data_type))),
            default => default,
        };
        self
    }
}

/// A [`Default`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a value, or `{\"$expr\": ..}` with a Rust expression"
)]
pub(in crate::schema) enum WrittenDefault {
    Expr {
        #[serde(rename = "$expr")]
        expr: Cow<'static, str>,
    },
    Value(Value),
}

impl From<WrittenDefault> for Default {
    fn from(written: WrittenDefault) -> Self {
        match written {
            WrittenDefault::Expr { expr } => Default::Expr(expr),
            WrittenDefault::Value(value) => Default::Value(value),
        }
    }
}

impl From<Default> for WrittenDefault {
    fn from(default: Default) -> Self {
        match default {
            Default::Expr(expr) => WrittenDefault::Expr { expr },
            Default::Value(value) => WrittenDefault::Value(value),
        }
    }
}

/// A default that is written is one, `null` too.
pub(in crate::schema) fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Default>, D::Error> {
    Default::deserialize(deserializer).map(Some)
}
