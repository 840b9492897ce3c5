//! Values in JSON, YAML and their like.
//!
//! What such a format has is written as itself: null, booleans, integers of 64 bits, finite floats, text, lists, and
//! structs as maps. Everything else is a map of one key, a `$` with its kind, and its text, so that it is read back as what
//! it was: `{"$date": "2026-01-31"}`, `{"$integer": "170141183460469231731687303715884105728"}`, `{"$float64": "NaN"}`,
//! `{"$float32": "0.1"}`, `{"$bytes": "00ff"}`. A struct whose first column starts with `$` is itself within `$struct`.
//!
//! What is tagged so is within a newtype of the name [`Value::TAGGED`], which formats do not write: a serializer of this library knows
//! by it a value from a map of the user's.

use std::borrow::Cow;
use std::fmt;

use chrono::SecondsFormat;
use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::Value;
use crate::schema::value::text;

impl Value {
    /// The name of the newtype that a tagged value is.
    pub(crate) const TAGGED: &'static str = "memtable::Value";

    /// The value of this kind, as a tag names it, that the text stands for.
    pub(crate) fn of_kind(kind: &str, text: &str) -> Option<Value> {
        text::parse(kind, text)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(int) => match (i64::try_from(*int), u64::try_from(*int)) {
                (Ok(int), _) => serializer.serialize_i64(int),
                (_, Ok(int)) => serializer.serialize_u64(int),
                _ => tagged(serializer, "$integer", int),
            },
            Value::Float64(float) if float.is_finite() => serializer.serialize_f64(*float),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(values) => serializer.collect_seq(values),
            Value::Struct(columns) if starts_like_a_tag(columns) => serializer
                .serialize_newtype_struct(Value::TAGGED, &Tagged("$struct", Plain(columns))),
            Value::Struct(columns) => Plain(columns).serialize(serializer),
            Value::Bytes(bytes) => tagged(serializer, "$bytes", text::to_hex(bytes)),
            // The offset as digits, so that UTC is read back like any other.
            Value::Timestamp(timestamp) => {
                let text = timestamp.to_rfc3339_opts(SecondsFormat::AutoSi, false);
                tagged(serializer, "$timestamp", text)
            }
            Value::UInt(_) => tagged(serializer, "$integer", self),
            Value::Decimal(_) => tagged(serializer, "$decimal", self),
            Value::Float32(_) => tagged(serializer, "$float32", self),
            Value::Float64(_) => tagged(serializer, "$float64", self),
            Value::Date(_) => tagged(serializer, "$date", self),
            Value::Time(_) => tagged(serializer, "$time", self),
            Value::DateTime(_) => tagged(serializer, "$datetime", self),
            Value::Duration(_) => tagged(serializer, "$duration", self),
            Value::Uuid(_) => tagged(serializer, "$uuid", self),
            Value::Json(_) => tagged(serializer, "$json", self),
        }
    }
}

fn tagged<S: Serializer>(
    serializer: S,
    tag: &str,
    text: impl fmt::Display,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(Value::TAGGED, &Tagged(tag, text.to_string()))
}

/// A map of one key.
struct Tagged<'a, V>(&'a str, V);

impl<V: Serialize> Serialize for Tagged<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

type Columns = [(Cow<'static, str>, Value)];

fn starts_like_a_tag(columns: &Columns) -> bool {
    columns
        .first()
        .is_some_and(|(name, _)| name.starts_with('$'))
}

/// Columns as a map, whatever their names.
struct Plain<C>(C);

impl Serialize for Plain<&Vec<(Cow<'static, str>, Value)>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Plain<Vec<(Cow<'static, str>, Value)>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain<Vec<(Cow<'static, str>, Value)>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut columns = Vec::new();
        while let Some(column) = map.next_entry()? {
            columns.push(column);
        }
        Ok(Plain(columns))
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, int: i64) -> Result<Value, E> {
        Ok(Value::from(int))
    }

    fn visit_u64<E: Error>(self, int: u64) -> Result<Value, E> {
        Ok(Value::from(int))
    }

    fn visit_i128<E: Error>(self, int: i128) -> Result<Value, E> {
        Ok(Value::Int(int))
    }

    fn visit_u128<E: Error>(self, int: u128) -> Result<Value, E> {
        Ok(Value::from(int))
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Value, E> {
        Ok(Value::Float64(float))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::from(bytes.to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Some(first) = map.next_key::<String>()? else {
            return Ok(Value::Struct(Vec::new()));
        };
        if let Some(kind) = first.strip_prefix('$') {
            return read_tagged(kind, map);
        }
        let mut columns = vec![(Cow::Owned(first), map.next_value()?)];
        columns.extend(PlainVisitor.visit_map(map)?.0);
        Ok(Value::Struct(columns))
    }
}

fn read_tagged<'de, A: MapAccess<'de>>(kind: &str, mut map: A) -> Result<Value, A::Error> {
    let value = if kind == "struct" {
        Value::Struct(map.next_value::<Plain<Vec<_>>>()?.0)
    } else {
        let text: String = map.next_value()?;
        let expected = format!("the text of a value of the kind `{kind}`");
        Value::of_kind(kind, &text)
            .ok_or_else(|| A::Error::invalid_value(Unexpected::Str(&text), &&*expected))?
    };
    match map.next_key::<String>()? {
        None => Ok(value),
        Some(key) => Err(A::Error::custom(format!(
            "`{key}` beside `${kind}`: a tagged value stands alone"
        ))),
    }
}
