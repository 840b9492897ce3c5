//! Conditions in JSON, YAML and their like: their text, `"joined <= last_seen"`; as data where the text would be read as
//! another condition, which happens to parts that stand alone in an `and` and to values without a literal.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::Expr;

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_string();
        match text.parse::<Expr>() {
            Ok(read) if read == *self => serializer.serialize_str(&text),
            // The derived form: see the `remote` on `Expr`.
            _ => Expr::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExprVisitor)
    }
}

struct ExprVisitor;

impl<'de> Visitor<'de> for ExprVisitor {
    type Value = Expr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition such as `age >= 18`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Expr, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Expr, A::Error> {
        Expr::deserialize(MapAccessDeserializer::new(map))
    }
}
