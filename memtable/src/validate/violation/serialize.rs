//! Violations for machines: flat, and the same in every version.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::schema::Value;
use crate::validate::{Cells, Clash, Violation};

/// `row`, `key`, `column`, `value`, `code`, `rule`, `limits` (the rule as it is declared), `message`, `clash`.
/// The row is null for a rule over the whole table.
impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Violation", 9)?;
        map.serialize_field("row", &self.is_about_a_row().then_some(self.row))?;
        map.serialize_field("key", &Named(&self.key))?;
        map.serialize_field("column", &self.place())?;
        map.serialize_field("value", &Plain(&self.value))?;
        map.serialize_field("code", self.code())?;
        map.serialize_field("rule", self.rule.name())?;
        map.serialize_field("limits", &self.rule.to_string())?;
        map.serialize_field("message", &self.reason())?;
        map.serialize_field("clash", &self.clash)?;
        map.end()
    }
}

/// `in` (`batch` or `table`), `row` and, in a table, `key`.
impl Serialize for Clash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Clash::InBatch(row) => {
                map.serialize_entry("in", "batch")?;
                map.serialize_entry("row", row)?;
            }
            Clash::InTable { row, key } => {
                map.serialize_entry("in", "table")?;
                map.serialize_entry("row", row)?;
                map.serialize_entry("key", &Named(key))?;
            }
        }
        map.end()
    }
}

struct Named<'a>(&'a Cells);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Plain(value))))
    }
}

/// A value as JSON has it. What JSON cannot hold is text: integers past 64 bits, `NaN`, dates and so on.
struct Plain<'a>(&'a Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(bool) => serializer.serialize_bool(*bool),
            Value::Int(int) => match (i64::try_from(*int), u64::try_from(*int)) {
                (Ok(int), _) => serializer.serialize_i64(int),
                (_, Ok(int)) => serializer.serialize_u64(int),
                _ => serializer.collect_str(int),
            },
            Value::Float32(float) if float.is_finite() => serializer.serialize_f32(*float),
            Value::Float64(float) if float.is_finite() => serializer.serialize_f64(*float),
            Value::List(values) => serializer.collect_seq(values.iter().map(Plain)),
            Value::Struct(cells) => Named(cells).serialize(serializer),
            value => serializer.collect_str(value),
        }
    }
}
