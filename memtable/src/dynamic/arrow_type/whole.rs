//! Whole schemas, through the metadata of an Arrow schema.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{Field, Schema as ArrowSchema, SchemaRef};

use crate::dynamic::arrow_type::meaning::columns;
use crate::dynamic::arrow_type::{NoSchema, field, fits, meaning};
use crate::schema::{Column, Names, Schema};

/// The key of an Arrow schema's metadata that holds the whole [`Schema`], in JSON.
pub const SCHEMA: &str = "memtable.schema";

/// The Arrow schema of a table, with the whole schema in its metadata under [`SCHEMA`].
///
/// ```
/// use memtable::dynamic::arrow_type::{from_arrow, to_arrow};
/// use memtable::schema::{Column, DataType, Rule, Schema};
///
/// let users = Schema::new("users")
///     .with_column(Column::new("id", DataType::UInt64))
///     .with_column(Column::new("age", DataType::UInt8).nullable().with_rule(Rule::range(0..=150)))
///     .with_primary_key(["id"]);
/// assert_eq!(from_arrow(&to_arrow(&users), "other"), Ok(users));
/// ```
///
/// See also: [`from_arrow`], the way back.
pub fn to_arrow(schema: &Schema) -> SchemaRef {
    let fields: Vec<Field> = schema.columns.iter().map(field).collect();
    Arc::new(ArrowSchema::new_with_metadata(fields, metadata(schema)))
}

/// The metadata that holds the whole schema.
pub(in crate::dynamic) fn metadata(schema: &Schema) -> HashMap<String, String> {
    let written = serde_json::to_string(schema).unwrap_or_default();
    HashMap::from([(SCHEMA.to_owned(), written)])
}

/// The schema of a table from an Arrow schema: the one in its metadata where it is there, else columns by the
/// [`meaning`] of their Arrow types, in a table of this name.
///
/// Columns that came, went or changed since the metadata were written are taken as they are now; keys, references and checks over
/// columns that are no longer there as they were are left out with them.
///
/// # Errors
/// [`NoSchema`], with every column that is a union or an interval; or where the metadata are damaged.
pub fn from_arrow(arrow: &ArrowSchema, name: &str) -> Result<Schema, NoSchema> {
    let foreign = columns(arrow.fields())?;
    let written = arrow.metadata().get(SCHEMA);
    let Some(written) = written else {
        let bare = Schema::new(name.to_owned());
        return Ok(foreign.into_iter().fold(bare, Schema::with_column));
    };
    let known: Schema =
        serde_json::from_str(written).map_err(|error| NoSchema::Metadata(error.to_string()))?;
    let columns = foreign.into_iter().zip(arrow.fields());
    let columns: Vec<Column> = columns
        .map(|(column, field)| as_known(&known, field).unwrap_or(column))
        .collect();
    Ok(narrowed(known, columns))
}

/// The column as it was known, if it is still that column.
fn as_known(known: &Schema, field: &Field) -> Option<Column> {
    let column = known.column(field.name())?;
    let is_same = fits(field.data_type(), &column.data_type)
        && *field.data_type() != arrow_schema::DataType::Null;
    let is_null = meaning(field).ok()? == column.data_type;
    (is_same || is_null).then(|| column.clone())
}

/// The schema with these columns, and what of it is over columns that it had before.
fn narrowed(schema: Schema, columns: Vec<Column>) -> Schema {
    if *schema.columns == columns {
        return schema;
    }
    let is_kept = |name: &str| {
        let before = schema.column(name);
        before.is_some() && columns.iter().find(|column| column.name == name) == before
    };
    let all_kept = |names: &Names| names.iter().all(|name| is_kept(name));
    let primary_key = Some(&schema.primary_key).filter(|names| all_kept(names));
    let unique = schema.unique.iter().filter(|names| all_kept(names));
    let indexes = schema.indexes.iter();
    let references = schema.references.iter();
    let checks = schema.checks.iter();
    Schema {
        primary_key: primary_key.cloned().unwrap_or_default(),
        unique: unique.cloned().collect(),
        indexes: indexes
            .filter(|index| all_kept(&index.columns))
            .cloned()
            .collect(),
        references: references
            .filter(|reference| all_kept(&reference.columns))
            .cloned()
            .collect(),
        checks: checks
            .filter(|check| check.expr.columns().into_iter().all(is_kept))
            .cloned()
            .collect(),
        columns: columns.into(),
        ..schema.clone()
    }
}
