//! Keys, on fields and on the struct.

use crate::dynamic::to_rust::names::Names;
use crate::schema::{self, Expr, Index, Schema};

/// The keys of one column alone.
pub(super) fn of_column(schema: &Schema, name: &str) -> Vec<String> {
    let is_it = |names: &schema::Names| matches!(&**names, [only] if *only == name);
    let mut words = Vec::new();
    if is_it(&schema.primary_key) {
        words.push("primary_key".to_owned());
    } else if schema.unique.iter().any(is_it) {
        words.push("unique".to_owned());
    } else if let Some(index) = schema.indexes.iter().find(|index| is_it(&index.columns)) {
        words.push(if index.ordered {
            "index(ordered)".to_owned()
        } else {
            "index".to_owned()
        });
    }
    words
}

/// The keys of several columns.
pub(super) fn of_groups(schema: &Schema, names: &Names) -> Vec<String> {
    let group = |columns: &schema::Names| {
        let fields: Vec<String> = columns.iter().map(|name| names.field(name)).collect();
        fields.join(", ")
    };
    let mut words = Vec::new();
    if schema.primary_key.len() > 1 {
        words.push(format!("primary_key({})", group(&schema.primary_key)));
    }
    let unique = schema.unique.iter().filter(|columns| columns.len() > 1);
    words.extend(unique.map(|columns| format!("unique({})", group(columns))));
    let indexes = schema
        .indexes
        .iter()
        .filter(|index| index.columns.len() > 1);
    words.extend(indexes.map(|Index { columns, ordered }| {
        let columns = group(columns);
        if *ordered {
            format!("index(ordered({columns}))")
        } else {
            format!("index({columns})")
        }
    }));
    words
}

/// What a check says; one that says nothing is said by its condition.
pub(super) fn message(message: &str, expr: &Expr) -> String {
    if message.is_empty() {
        format!("must keep {expr}")
    } else {
        message.to_owned()
    }
}
