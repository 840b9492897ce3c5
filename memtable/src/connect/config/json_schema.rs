//! The JSON Schema of a file of connectors: what editors complete it by.

use serde_json::{Map, Value as Json, json};

use crate::connect::Connectors;
use crate::connect::config::built_in::{BUILT_IN, BuiltIn};
use crate::connect::config::keys::{
    COMPARISONS, CONTRACT_KEYS, CONTRACT_WORDS, KEEPS, Key, Kind, Need, PIPELINE, SECTIONS,
};

impl Connectors {
    /// The JSON Schema (draft 2020-12) of the files that this reads, made of the very list of keys that it reads them by.
    ///
    /// Connectors of a [`Registry`](crate::connect::Registry) may have any keys.
    ///
    /// ```
    /// let schema = memtable::connect::Connectors::json_schema();
    /// assert_eq!(schema["properties"]["pipelines"]["type"][0], "object");
    /// ```
    pub fn json_schema() -> Json {
        let [sources, destinations, pipelines] = SECTIONS;
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Sources, destinations and pipelines of memtable",
            "type": "object",
            "properties": {
                sources: section("#/$defs/source"),
                destinations: section("#/$defs/destination"),
                pipelines: section("#/$defs/pipeline"),
            },
            "additionalProperties": false,
            "$defs": {
                "source": end(|connector| connector.source),
                "destination": end(|connector| connector.destination),
                "pipeline": object(&PIPELINE, None),
                "variable": { "type": "string", "pattern": r"\$\{" },
            },
        })
    }
}

fn section(of: &str) -> Json {
    json!({ "type": ["object", "null"], "additionalProperties": { "$ref": of } })
}

/// A source or a destination: the keys of its connector, where it is one that is built in.
fn end(keys: fn(&BuiltIn) -> &'static [Key]) -> Json {
    let cases = BUILT_IN.iter().map(|connector| {
        json!({
            "if": { "properties": { "connector": { "const": connector.name } } },
            "then": object(keys(connector), Some(connector.name)),
        })
    });
    let names: Vec<_> = BUILT_IN.iter().map(|connector| connector.name).collect();
    json!({
        "type": "object",
        "properties": { "connector": { "type": "string", "examples": names } },
        "required": ["connector"],
        "allOf": cases.collect::<Vec<_>>(),
    })
}

fn object(keys: &[Key], connector: Option<&str>) -> Json {
    let mut properties: Map<String, Json> = keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    if let Some(connector) = connector {
        properties.insert("connector".into(), json!({ "const": connector }));
    }
    let required = keys.iter().filter(|key| key.need == Need::Required);
    let required: Vec<_> = required.map(|key| key.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(key: &Key) -> Json {
    let mut property = values(key.kind);
    if let Json::Object(keywords) = &mut property {
        keywords.insert("description".into(), json!(key.doc));
    }
    property
}

fn values(kind: Kind) -> Json {
    let value = json!({ "type": ["string", "number", "boolean", "null"] });
    let text = json!({ "type": "string" });
    match kind {
        Kind::Text => text,
        Kind::Separator => json!({ "type": "string", "examples": [",", ";", "tab"] }),
        Kind::Count { least } => or_variable(&json!({ "type": "integer", "minimum": least })),
        Kind::Flag => or_variable(&json!({ "type": "boolean" })),
        Kind::Names => json!({ "type": "array", "items": text }),
        Kind::Renames => json!({ "type": "object", "additionalProperties": text }),
        Kind::Word(words) => or_variable(&json!({ "enum": words })),
        Kind::Filters => {
            let limits = COMPARISONS.map(|word| (word.to_owned(), value.clone()));
            let limits = json!({
                "type": "object",
                "properties": Map::from_iter(limits),
                "additionalProperties": false,
            });
            json!({ "type": "object", "additionalProperties": { "anyOf": [value, limits] } })
        }
        Kind::OnDuplicate => {
            let (alone, with_column) = KEEPS.split_at(3);
            let columns = with_column
                .iter()
                .map(|word| ((*word).to_owned(), text.clone()));
            json!({ "anyOf": [
                { "enum": alone },
                { "$ref": "#/$defs/variable" },
                {
                    "type": "object",
                    "properties": columns.collect::<Map<_, _>>(),
                    "additionalProperties": false,
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ] })
        }
        Kind::Contract => {
            let words = CONTRACT_KEYS.map(|key| {
                let words = CONTRACT_WORDS.iter();
                let words = words.filter(|word| key != "nullability" || **word != "discard_value");
                (key.to_owned(), json!({ "enum": words.collect::<Vec<_>>() }))
            });
            json!({
                "type": "object",
                "properties": Map::from_iter(words),
                "additionalProperties": false,
            })
        }
    }
}

fn or_variable(values: &Json) -> Json {
    json!({ "anyOf": [values, { "$ref": "#/$defs/variable" }] })
}
