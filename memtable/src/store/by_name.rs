//! Writes as data become writes of a struct: columns are found by name.

use crate::error::Error;
use crate::record::{KeyKind, KeySpec, MemTable};
use crate::schema::{Column, Schema, Value};
use crate::write::{
    Keep, MergePlan, Mode, OnDuplicate, OnViolation, Winner, Write, WriteMode, WriteRequest,
};

/// The write with its columns found in `R`.
pub(crate) fn typed_write<R: MemTable>(
    table: &str,
    request: &WriteRequest,
) -> Result<Write<R>, Error> {
    let mode = match request.mode {
        WriteMode::Append => Mode::Append,
        WriteMode::Replace => Mode::Replace,
        WriteMode::Merge => Mode::Merge(MergePlan {
            key: merge_key::<R>(table, &request.merge_keys)?,
            strategy: request.strategy,
            on_duplicate: on_duplicate(table, &request.on_duplicate)?,
            columns: None,
            is_delete: None,
        }),
    };
    Ok(Write {
        mode,
        on_violation: OnViolation::Reject,
    })
}

/// The position of the key that has these columns, in any order.
fn merge_key<R: MemTable>(table: &str, names: &[String]) -> Result<usize, Error> {
    for name in names {
        column(table, R::SCHEMA, name)?;
    }
    let keys = R::keys();
    let is_primary = |key: &KeySpec<R>| key.kind == KeyKind::Primary;
    let is_unique = |key: &KeySpec<R>| is_primary(key) || key.kind == KeyKind::Unique;
    let has_columns = |key: &KeySpec<R>| {
        let columns = key_names(key);
        columns.len() == names.len() && names.iter().all(|name| columns.contains(&name.as_str()))
    };
    let found = match names {
        [] => keys.iter().position(is_primary),
        _ => keys
            .iter()
            .position(|key| is_unique(key) && has_columns(key)),
    };
    let (table, known) = (table.to_owned(), keys.iter().filter(|key| is_unique(key)));
    let keys = known.map(|key| key_names(key).join(", ")).collect();
    found.ok_or_else(|| match names {
        [] => Error::NoMergeKeys { table, keys },
        _ => Error::NoKey {
            table,
            columns: names.to_vec(),
            keys,
        },
    })
}

fn key_names<R: MemTable>(key: &KeySpec<R>) -> Vec<&'static str> {
    let columns = key.columns.iter();
    columns
        .map(|&column| &*R::SCHEMA.columns[column].name)
        .collect()
}

fn on_duplicate<R: MemTable>(table: &str, keep: &Keep) -> Result<OnDuplicate<R>, Error> {
    let winner = match keep {
        Keep::Refuse => return Ok(OnDuplicate::REFUSE),
        Keep::First => return Ok(OnDuplicate::KEEP_FIRST),
        Keep::Last => return Ok(OnDuplicate::KEEP_LAST),
        Keep::MaxBy(name) => Winner::MaxBy(value_of(table, name)?),
        Keep::MinBy(name) => Winner::MinBy(value_of(table, name)?),
    };
    Ok(OnDuplicate {
        winner: Some(winner),
    })
}

fn value_of<R: MemTable>(table: &str, name: &str) -> Result<fn(&R) -> Value, Error> {
    let column = column(table, R::SCHEMA, name)?;
    let columns = R::SCHEMA.columns.iter().zip(R::accessors());
    let found = columns.filter(|(other, _)| other.name == column.name);
    Ok(found
        .map(|(_, accessor)| accessor.value)
        .next()
        .unwrap_or(|_| Value::Null))
}

/// The column of this name.
pub(crate) fn column<'s>(table: &str, schema: &'s Schema, name: &str) -> Result<&'s Column, Error> {
    let found = schema.columns.iter().find(|column| column.name == name);
    found.ok_or_else(|| Error::NoColumn {
        table: table.to_owned(),
        column: name.to_owned(),
        columns: schema
            .columns
            .iter()
            .map(|column| column.name.to_string())
            .collect(),
    })
}
