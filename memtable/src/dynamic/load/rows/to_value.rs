//! What serde serializes, as a [`Value`]: as in JSON, but that nothing is lost of `NaN` and long integers.

use std::borrow::Cow;
use std::fmt::Display;

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::schema::Value;

/// Makes a [`Value`] of what is serialized.
pub(crate) struct ToValue;

/// Why something is no value.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NoValue(String);

impl serde::ser::Error for NoValue {
    fn custom<T: Display>(message: T) -> Self {
        NoValue(message.to_string())
    }
}

type Made = Result<Value, NoValue>;

macro_rules! plain {
    ($($method:ident($type:ty);)+) => { $(
        fn $method(self, value: $type) -> Made {
            Ok(Value::from(value))
        }
    )+ };
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = NoValue;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Columns;
    type SerializeStruct = Columns;
    type SerializeStructVariant = Columns;

    plain! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f64(f64);
        serialize_char(char);
    }

    fn serialize_f32(self, value: f32) -> Made {
        Ok(Value::Float64(f64::from(value)))
    }

    fn serialize_str(self, text: &str) -> Made {
        Ok(Value::from(text.to_owned()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Made {
        Ok(Value::List(
            bytes.iter().map(|byte| Value::from(*byte)).collect(),
        ))
    }

    fn serialize_none(self) -> Made {
        Ok(Value::Null)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        Ok(Value::from(variant))
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        value: &T,
    ) -> Made {
        let made = value.serialize(self)?;
        Ok(if name == Value::TAGGED {
            value_of(made)
        } else {
            made
        })
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made {
        Ok(of_variant(variant, value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements, NoValue> {
        Ok(Elements::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements, NoValue> {
        Ok(Elements::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements, NoValue> {
        Ok(Elements::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Elements, NoValue> {
        Ok(Elements {
            variant: Some(variant),
            values: Vec::new(),
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Columns, NoValue> {
        Ok(Columns::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Columns, NoValue> {
        Ok(Columns::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Columns, NoValue> {
        Ok(Columns {
            variant: Some(variant),
            ..Columns::default()
        })
    }
}

/// The value that a map of one key stands for.
fn value_of(tagged: Value) -> Value {
    let Value::Struct(cells) = &tagged else {
        return tagged;
    };
    let found = match cells.as_slice() {
        [(tag, inner)] if tag == "$struct" => Some(inner.clone()),
        [(tag, Value::Text(text))] => tag
            .strip_prefix('$')
            .and_then(|kind| Value::of_kind(kind, text)),
        _ => None,
    };
    found.unwrap_or(tagged)
}

/// `{"variant": value}`
fn of_variant(variant: &'static str, value: Value) -> Value {
    Value::Struct(vec![(variant.into(), value)])
}

fn named(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => of_variant(variant, value),
        None => value,
    }
}

#[derive(Default)]
pub(crate) struct Elements {
    variant: Option<&'static str>,
    values: Vec<Value>,
}

impl Elements {
    fn push<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NoValue> {
        self.values.push(value.serialize(ToValue)?);
        Ok(())
    }

    fn made(self) -> Value {
        named(self.variant, Value::List(self.values))
    }
}

macro_rules! elements {
    ($($trait:ident::$method:ident;)+) => { $(
        impl $trait for Elements {
            type Ok = Value;
            type Error = NoValue;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NoValue> {
                self.push(value)
            }

            fn end(self) -> Made {
                Ok(self.made())
            }
        }
    )+ };
}

elements! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

#[derive(Default)]
pub(crate) struct Columns {
    variant: Option<&'static str>,
    key: Option<String>,
    cells: Vec<(Cow<'static, str>, Value)>,
}

impl Columns {
    fn made(self) -> Value {
        named(self.variant, Value::Struct(self.cells))
    }
}

impl SerializeMap for Columns {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), NoValue> {
        let key = match key.serialize(ToValue)? {
            Value::Null | Value::List(_) | Value::Struct(_) => {
                return Err(NoValue::custom("a key of a map is no text"));
            }
            plain => plain.to_string(),
        };
        self.key = Some(key);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NoValue> {
        let key = self.key.take().unwrap_or_default();
        self.cells.push((key.into(), value.serialize(ToValue)?));
        Ok(())
    }

    fn end(self) -> Made {
        Ok(self.made())
    }
}

macro_rules! columns {
    ($($trait:ident),+) => { $(
        impl $trait for Columns {
            type Ok = Value;
            type Error = NoValue;

            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), NoValue> {
                self.cells.push((name.into(), value.serialize(ToValue)?));
                Ok(())
            }

            fn end(self) -> Made {
                Ok(self.made())
            }
        }
    )+ };
}

columns!(SerializeStruct, SerializeStructVariant);

/// As JSON, in which numbers that it does not know are text.
pub(crate) fn to_json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Int(int) => match (i64::try_from(*int), u64::try_from(*int)) {
            (Ok(int), _) => Json::from(int),
            (_, Ok(int)) => Json::from(int),
            _ => Json::from(int.to_string()),
        },
        Value::Float64(float) if float.is_finite() => Json::from(*float),
        Value::Bytes(bytes) => bytes.iter().map(|byte| Json::from(*byte)).collect(),
        Value::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| Json::from(&**text)),
        Value::List(values) => values.iter().map(to_json).collect(),
        Value::Struct(cells) => {
            let cells = cells
                .iter()
                .map(|(name, value)| (name.clone().into_owned(), to_json(value)));
            Json::Object(cells.collect())
        }
        other => Json::from(other.to_string()),
    }
}
