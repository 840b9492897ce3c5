//! JSON Schema of a table's rows, draft 2020-12.

use serde_json::{Map, Value as Json, json};

use crate::schema::{Column, DataType, Default, Rule, Schema};

mod rule;
mod value;

/// Keywords and their values.
type Keywords = Map<String, Json>;

/// 2^127 and 2^128, which JSON has as floats alone; both are exact.
const INT128_END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
const UINT128_END: f64 = INT128_END * 2.0;

/// The keywords of a type that those of a rule replace.
const REPLACED: [&str; 3] = ["minimum", "maximum", "items"];

const TIME: &str = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?$";
const DATE_TIME: &str =
    r"^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?$";
const DURATION: &str = r"^-?P([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?$";
const DECIMAL: &str = r"^-?[0-9]+(\.[0-9]+)?$";

impl Schema {
    /// The JSON Schema (draft 2020-12) of one row as an object. A row that keeps the rules is valid; a row that is valid
    /// keeps every rule that JSON Schema can say.
    ///
    /// What it cannot say stands under `x-memtable`: keys, references and checks at the top; at a column its custom
    /// rules, lengths in bytes, ranges of dates and times, and patterns that JavaScript does not understand.
    ///
    /// Dates, times, spans of time and UUIDs are strings in ISO 8601 and their usual forms, decimals are strings or
    /// numbers, bytes are arrays of numbers. The formats (`email`, `uri`, `date`, ..) are asked for by validators that
    /// are told to assert formats.
    ///
    /// Patterns are in the dialect of the `regex` crate, and JSON Schema reads them in that of ECMA 262: there `\d`, `\w` and
    /// `\s` know ASCII (and a few more spaces), where the `regex` crate knows all of Unicode.
    ///
    /// ```
    /// use memtable::schema::{Column, DataType, Schema};
    ///
    /// let users = Schema::new("users").with_column(Column::new("age", DataType::UInt8).nullable());
    /// let json = users.to_json_schema();
    /// assert_eq!(json["properties"]["age"]["type"], serde_json::json!(["integer", "null"]));
    /// assert_eq!(json["properties"]["age"]["maximum"], 255);
    /// ```
    pub fn to_json_schema(&self) -> Json {
        let mut keywords = Keywords::new();
        keywords.insert(
            "$schema".into(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        keywords.insert("title".into(), json!(self.name));
        if !self.doc.is_empty() {
            keywords.insert("description".into(), json!(self.doc));
        }
        keywords.extend(object(&self.columns));
        let unsaid = self.unsaid();
        if !unsaid.is_empty() {
            keywords.insert("x-memtable".into(), Json::Object(unsaid));
        }
        Json::Object(keywords)
    }

    /// Keys, references and checks, as the schema itself writes them.
    fn unsaid(&self) -> Keywords {
        let written = match serde_json::to_value(self) {
            Ok(Json::Object(written)) => written,
            _ => Keywords::new(),
        };
        let is_said = |name: &str| matches!(name, "name" | "doc" | "columns");
        written
            .into_iter()
            .filter(|(name, _)| !is_said(name))
            .collect()
    }
}

/// An object with these columns and no others.
fn object(columns: &[Column]) -> Keywords {
    let properties: Keywords = columns
        .iter()
        .map(|column| (column.name.to_string(), Json::Object(property(column))))
        .collect();
    let required: Vec<&str> = columns
        .iter()
        .filter(|column| !column.nullable && column.default.is_none())
        .map(|column| &*column.name)
        .collect();
    let mut keywords = Keywords::new();
    keywords.insert("type".into(), json!("object"));
    keywords.insert("properties".into(), Json::Object(properties));
    keywords.insert("required".into(), json!(required));
    keywords.insert("additionalProperties".into(), json!(false));
    keywords
}

fn property(column: &Column) -> Keywords {
    let (mut keywords, rules) = of_values(&column.data_type, &column.rules);
    if column.nullable {
        allow_null(&mut keywords);
    }
    let mut unsaid = Keywords::new();
    if !rules.is_empty() {
        unsaid.insert("rules".into(), json!(rules));
    }
    if !column.doc.is_empty() {
        keywords.insert("description".into(), json!(column.doc));
    }
    match &column.default {
        Some(Default::Value(default)) => {
            if let Some(default) = value::json(default) {
                keywords.insert("default".into(), default);
            }
        }
        Some(Default::Expr(expr)) => {
            unsaid.insert("default".into(), json!({ "$expr": expr }));
        }
        None => {}
    }
    if !unsaid.is_empty() {
        keywords.insert("x-memtable".into(), Json::Object(unsaid));
    }
    keywords
}

/// What values of this type keep, with the rules that cannot be said.
fn of_values(data_type: &DataType, rules: &[Rule]) -> (Keywords, Vec<Rule>) {
    let mut keywords = Keywords::new();
    let mut unsaid = Vec::new();
    for rule in rules {
        match (rule, data_type) {
            (Rule::Inner(rules), DataType::List { element, nullable }) => {
                let (mut items, rest) = of_values(element, rules);
                if *nullable {
                    allow_null(&mut items);
                }
                rule::merge(
                    &mut keywords,
                    Keywords::from_iter([("items".into(), items.into())]),
                );
                if !rest.is_empty() {
                    unsaid.push(Rule::inner(rest));
                }
            }
            _ => match rule::keywords(rule, data_type) {
                Some(said) => rule::merge(&mut keywords, said),
                None => unsaid.push(
                    rule.clone()
                        .map_values(data_type, |value, of| value.plain(of)),
                ),
            },
        }
    }
    let mut of_type = of_type(data_type);
    // The rules are within the bounds of the type, and speak of its elements whole.
    of_type.retain(|name, _| !(REPLACED.contains(&&**name) && keywords.contains_key(name)));
    rule::merge(&mut keywords, of_type);
    (keywords, unsaid)
}

/// The other keywords pass over a null; these do not.
fn allow_null(keywords: &mut Keywords) {
    if let Some(kind) = keywords.get_mut("type") {
        match kind {
            Json::Array(kinds) => kinds.push(json!("null")),
            Json::String(only) if only != "null" => *kind = json!([only, "null"]),
            _ => {}
        }
    }
    if let Some(Json::Array(values)) = keywords.get_mut("enum") {
        values.push(Json::Null);
    }
    if let Some(Json::Array(all)) = keywords.get_mut("allOf") {
        for part in all.iter_mut().filter_map(Json::as_object_mut) {
            allow_null(part);
        }
    }
}

fn of_type(data_type: &DataType) -> Keywords {
    let keywords = match data_type {
        DataType::Null => json!({ "type": "null" }),
        DataType::Bool => json!({ "type": "boolean" }),
        DataType::Int128 => {
            json!({ "type": "integer", "minimum": -INT128_END, "exclusiveMaximum": INT128_END })
        }
        DataType::UInt128 => {
            json!({ "type": "integer", "minimum": 0, "exclusiveMaximum": UINT128_END })
        }
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64 => return integer(data_type),
        DataType::Float32 | DataType::Float64 => json!({ "type": "number" }),
        DataType::Decimal => json!({ "type": ["string", "number"], "pattern": DECIMAL }),
        DataType::Char => json!({ "type": "string", "minLength": 1, "maxLength": 1 }),
        DataType::Text => json!({ "type": "string" }),
        DataType::Bytes => {
            json!({ "type": "array", "items": Json::Object(integer(&DataType::UInt8)) })
        }
        DataType::Date => json!({ "type": "string", "format": "date" }),
        // The format `time`, as `date-time`, wants an offset.
        DataType::Time => json!({ "type": "string", "pattern": TIME }),
        DataType::DateTime => json!({ "type": "string", "pattern": DATE_TIME }),
        DataType::Timestamp { .. } => json!({ "type": "string", "format": "date-time" }),
        // The format `duration` has neither sign nor fraction.
        DataType::Duration => json!({ "type": "string", "pattern": DURATION }),
        DataType::Uuid => json!({ "type": "string", "format": "uuid" }),
        DataType::Json => json!({}),
        DataType::Enum(names) => json!({ "type": "string", "enum": names }),
        DataType::List { element, nullable } => {
            let mut items = of_type(element);
            if *nullable {
                allow_null(&mut items);
            }
            json!({ "type": "array", "items": items })
        }
        DataType::Struct(parts) => {
            let mut keywords = object(parts);
            if !parts.checks.is_empty() {
                let unsaid = json!({ "checks": parts.checks });
                keywords.insert("x-memtable".into(), unsaid);
            }
            return keywords;
        }
    };
    match keywords {
        Json::Object(keywords) => keywords,
        _ => Keywords::new(),
    }
}

/// An integer of at most 64 bits, with the bounds of its type.
fn integer(data_type: &DataType) -> Keywords {
    let mut keywords = Keywords::new();
    keywords.insert("type".into(), json!("integer"));
    if let Some((least, greatest)) = data_type.int_range() {
        keywords.insert("minimum".into(), json!(i64::try_from(least).ok()));
        keywords.insert("maximum".into(), json!(u64::try_from(greatest).ok()));
    }
    keywords
}
