//! Entity-relationship diagrams.

use crate::schema::{Column, DataType, Reference, Schema};

/// A Mermaid `erDiagram` of these tables: their columns with types and keys, and a line for each reference.
///
/// A reference to a table that is not among them is drawn too. A column whose name Mermaid could not read has a like one
/// (`first name` becomes `first_name`), with its own beside it.
///
/// ```
/// use memtable::schema::{Column, DataType, Schema, mermaid};
///
/// let teams = Schema::new("teams")
///     .with_column(Column::new("id", DataType::UInt32))
///     .with_primary_key(["id"]);
/// assert_eq!(mermaid(&[&teams]), "erDiagram\n    \"teams\" {\n        uint32 id PK\n    }\n");
/// ```
pub fn mermaid(schemas: &[&Schema]) -> String {
    let mut lines = vec!["erDiagram".to_owned()];
    for schema in schemas {
        lines.push(format!("    {} {{", entity(&schema.name)));
        let columns = schema.columns.iter();
        lines.extend(columns.map(|column| format!("        {}", attribute(schema, column))));
        lines.push("    }".to_owned());
    }
    for schema in schemas {
        let references = schema.references.iter();
        lines.extend(references.map(|reference| format!("    {}", relation(schema, reference))));
    }
    lines.join("\n") + "\n"
}

/// In quotes, a name may be a word of Mermaid's own and have spaces; what quotes cannot hold is replaced.
fn entity(name: &str) -> String {
    let is_foreign = |char: char| char.is_control() || matches!(char, '"' | '%' | '\\');
    match name {
        "" => "\"_\"".to_owned(),
        name => format!("\"{}\"", name.replace(is_foreign, "_")),
    }
}

/// `uint32 team_id FK "nullable"`
fn attribute(schema: &Schema, column: &Column) -> String {
    let name = word(&column.name);
    let mut parts = vec![type_word(&column.data_type), name.clone()];
    let keys = keys(schema, &column.name);
    if !keys.is_empty() {
        parts.push(keys.join(", "));
    }
    let own_name = (name != column.name).then(|| comment(&column.name));
    let nullable = column.nullable.then(|| "nullable".to_owned());
    let comments: Vec<String> = own_name.into_iter().chain(nullable).collect();
    if !comments.is_empty() {
        parts.push(format!("\"{}\"", comments.join(", ")));
    }
    parts.join(" ")
}

fn keys(schema: &Schema, name: &str) -> Vec<&'static str> {
    let has = |columns: &[_]| columns.iter().any(|column| column == name);
    let is_alone = |columns: &[_]| matches!(columns, [only] if only == name);
    let marks = [
        (has(&schema.primary_key), "PK"),
        (
            schema
                .references
                .iter()
                .any(|reference| has(&reference.columns)),
            "FK",
        ),
        (schema.unique.iter().any(|group| is_alone(group)), "UK"),
    ];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so);
    marks.map(|(_, mark)| mark).collect()
}

/// A word that Mermaid takes as a column: letters, digits and underscores, and none of its own.
fn word(name: &str) -> String {
    let is_letter = |char: char| {
        char.is_ascii_alphabetic()
            || (('\u{c0}'..='\u{ffff}').contains(&char) && char.is_alphanumeric())
    };
    let mut word: String = name
        .chars()
        .map(|char| {
            if is_letter(char) || char.is_ascii_digit() {
                char
            } else {
                '_'
            }
        })
        .collect();
    if !word.starts_with(|char| is_letter(char) || char == '_') {
        word.insert(0, '_');
    }
    if matches!(&*word.to_ascii_uppercase(), "PK" | "FK" | "UK") {
        word.push('_');
    }
    word
}

fn comment(text: &str) -> String {
    text.replace('"', "'").replace(char::is_control, " ")
}

/// The word of a type, with brackets for a list.
fn type_word(data_type: &DataType) -> String {
    match data_type {
        DataType::List { element, .. } => format!("{}[]", type_word(element)),
        simple => simple.word().to_owned(),
    }
}

/// `"users" }o--o| "teams" : "team_id"`: any number of users, or one where the reference is unique, and one team, or none
/// where it is nullable.
fn relation(schema: &Schema, reference: &Reference) -> String {
    let names = &*reference.columns;
    // A key over some of the columns makes all of them unique.
    let is_key = |key: &[_]| !key.is_empty() && key.iter().all(|name| names.contains(name));
    let is_unique = is_key(&schema.primary_key) || schema.unique.iter().any(|group| is_key(group));
    let is_nullable = |name: &str| schema.column(name).is_some_and(|column| column.nullable);
    let many = if is_unique { "|o" } else { "}o" };
    let one = if names.iter().any(|name| is_nullable(name)) {
        "o|"
    } else {
        "||"
    };
    let (from, to) = (entity(&schema.name), entity(&reference.table));
    format!(
        "{from} {many}--{one} {to} : \"{}\"",
        comment(&names.join(", "))
    )
}
