use std::ops::Bound;

use serde_json::{Value as Json, json};

use crate::schema::json_schema::Keywords;
use crate::schema::json_schema::value::{json, limit};
use crate::schema::{DataType, LengthUnit, Rule, Value};

/// What JavaScript's regular expressions have not, or read as something else.
const FOREIGN: [&str; 8] = ["(?P", "(?i", "(?s", "(?m", "(?x", r"\A", r"\z", "[:"];

/// The rule in keywords; `None` where it cannot be said.
pub(super) fn keywords(rule: &Rule, data_type: &DataType) -> Option<Keywords> {
    let keywords = match rule {
        Rule::Range { min, max } if data_type.is_number() => return range(min, max, data_type),
        Rule::Length { min, max, unit } => return length(*min, *max, *unit, data_type),
        Rule::Pattern(regex) if FOREIGN.iter().any(|foreign| regex.contains(foreign)) => {
            return None;
        }
        Rule::Pattern(regex) => json!({ "pattern": regex }),
        Rule::OneOf(values) => {
            let values = values.iter().map(json).collect::<Option<Vec<_>>>()?;
            json!({ "enum": values })
        }
        Rule::Email => json!({ "format": "email" }),
        Rule::Url => json!({ "format": "uri" }),
        Rule::Ip => json!({ "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }),
        Rule::MultipleOf(of) if !matches!(data_type, DataType::Decimal) => {
            json!({ "multipleOf": positive(of)? })
        }
        // JSON has no other floats.
        Rule::Finite => json!({}),
        Rule::NonBlank => json!({ "pattern": r"\S" }),
        Rule::Range { .. }
        | Rule::MultipleOf(_)
        | Rule::Custom(_)
        | Rule::Inner(_)
        | Rule::NotNull
        | Rule::Type(_)
        | Rule::Columns
        | Rule::PrimaryKey(_)
        | Rule::Unique(_)
        | Rule::MergeKey(_)
        | Rule::Check { .. }
        | Rule::TableCheck(_)
        | Rule::Capacity(_)
        | Rule::References(_) => return None,
    };
    match keywords {
        Json::Object(keywords) => Some(keywords),
        _ => None,
    }
}

/// Adds keywords; one that is there already stands beside it.
pub(super) fn merge(keywords: &mut Keywords, said: Keywords) {
    for (name, value) in said {
        if !keywords.contains_key(&name) {
            keywords.insert(name, value);
            continue;
        }
        let all = keywords.entry("allOf").or_insert_with(|| json!([]));
        if let Json::Array(all) = all {
            all.push(json!({ name: value }));
        }
    }
}

/// A decimal may stand in a string, which no bound reaches.
fn range(min: &Bound<Value>, max: &Bound<Value>, data_type: &DataType) -> Option<Keywords> {
    if matches!(data_type, DataType::Decimal) {
        return None;
    }
    let mut keywords = Keywords::new();
    let mut bound = |name: &str, limit: Option<Json>| {
        limit.map(|limit| drop(keywords.insert(name.to_owned(), limit)))
    };
    match min {
        Bound::Included(min) => bound("minimum", limit(min, f64::min))?,
        Bound::Excluded(min) => bound("exclusiveMinimum", limit(min, f64::max))?,
        Bound::Unbounded => {}
    }
    match max {
        Bound::Included(max) => bound("maximum", limit(max, f64::max))?,
        Bound::Excluded(max) => bound("exclusiveMaximum", limit(max, f64::min))?,
        Bound::Unbounded => {}
    }
    Some(keywords)
}

/// The length of a text in bytes cannot be said.
fn length(min: u64, max: Option<u64>, unit: LengthUnit, data_type: &DataType) -> Option<Keywords> {
    let (least, greatest) = match (unit, data_type) {
        (LengthUnit::Bytes, DataType::Text) => return None,
        (_, DataType::Text) => ("minLength", "maxLength"),
        _ => ("minItems", "maxItems"),
    };
    let mut keywords = Keywords::new();
    if min > 0 {
        keywords.insert(least.into(), json!(min));
    }
    if let Some(max) = max {
        keywords.insert(greatest.into(), json!(max));
    }
    Some(keywords)
}

/// A multiple of -5 is one of 5, and JSON Schema knows the latter only.
fn positive(of: &Value) -> Option<Json> {
    match of {
        Value::Int(int) => json(&Value::Int(int.checked_abs()?)),
        _ => None,
    }
}
