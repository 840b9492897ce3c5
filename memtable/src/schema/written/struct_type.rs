use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{Check, Column, StructType};

/// A list of columns where these are all; else a map of both.
impl Serialize for StructType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.checks.is_empty() {
            return self.columns.serialize(serializer);
        }
        let StructType { columns, checks } = self.clone();
        Checked { columns, checks }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for StructType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StructVisitor)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Checked {
    columns: Cow<'static, [Column]>,
    #[serde(default)]
    checks: Cow<'static, [Check]>,
}

struct StructVisitor;

impl<'de> Visitor<'de> for StructVisitor {
    type Value = StructType;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of columns, or a map of `columns` and `checks`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<StructType, A::Error> {
        let columns = Vec::<Column>::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(StructType::from(columns))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StructType, A::Error> {
        let Checked { columns, checks } = Checked::deserialize(MapAccessDeserializer::new(map))?;
        Ok(StructType { columns, checks })
    }
}
