//! Column names in JSON, YAML and their like: a list, and where there is one name the name alone.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::schema::Names;

/// Reads `"id"` as `["id"]`.
pub(in crate::schema) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Names, D::Error> {
    deserializer.deserialize_any(NamesVisitor)
}

/// Reads `["email", ["team", "no"]]` as two groups of names.
pub(in crate::schema) fn read_groups<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'static, [Names]>, D::Error> {
    let groups = Vec::<Group>::deserialize(deserializer)?;
    Ok(groups.into_iter().map(|Group(names)| names).collect())
}

#[derive(Deserialize)]
struct Group(#[serde(deserialize_with = "read")] Names);

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column name, or a list of them")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Names, E> {
        Ok(Cow::Owned(vec![Cow::Owned(name.to_owned())]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Names, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = seq.next_element::<String>()? {
            names.push(Cow::Owned(name));
        }
        Ok(names.into())
    }
}
