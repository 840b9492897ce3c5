//! Types in JSON, YAML and their like: their word (`"uint8"`, `"list<text?>"`) where it says all, a map where a struct is
//! within: `{"struct": [{"name": "city", "type": "text"}]}`, `{"struct": {"columns": [..], "checks": [..]}}`, `{"list": {"element": .., "nullable": true}}`.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{DataType, Shared, StructType};

/// A type that is made of others.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Nested {
    Enum(Cow<'static, [Cow<'static, str>]>),
    List(List),
    Struct(StructType),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    element: DataType,
    #[serde(default)]
    nullable: bool,
}

impl Serialize for DataType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            DataType::List { element, nullable } if self.has_struct() => Nested::List(List {
                element: (**element).clone(),
                nullable: *nullable,
            })
            .serialize(serializer),
            DataType::Struct(parts) => Nested::Struct(parts.clone()).serialize(serializer),
            _ => serializer.collect_str(self),
        }
    }
}

impl DataType {
    /// Whether there is a struct in it.
    fn has_struct(&self) -> bool {
        match self {
            DataType::Struct(_) => true,
            DataType::List { element, .. } => element.has_struct(),
            _ => false,
        }
    }
}

impl<'de> Deserialize<'de> for DataType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataTypeVisitor)
    }
}

struct DataTypeVisitor;

impl<'de> Visitor<'de> for DataTypeVisitor {
    type Value = DataType;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type such as `int64`, or a map of `struct`, `list` or `enum`")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<DataType, E> {
        word.parse().map_err(E::custom)
    }

    // YAML's bare `null` is the type `null`.
    fn visit_unit<E: Error>(self) -> Result<DataType, E> {
        Ok(DataType::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DataType, A::Error> {
        Ok(
            match Nested::deserialize(MapAccessDeserializer::new(map))? {
                Nested::Enum(names) => DataType::Enum(names),
                Nested::List(List { element, nullable }) => DataType::List {
                    element: Shared::from(element),
                    nullable,
                },
                Nested::Struct(parts) => DataType::Struct(parts),
            },
        )
    }
}
