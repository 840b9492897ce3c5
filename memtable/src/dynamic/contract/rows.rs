//! Rows that were made in code, as columns of a table.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use arrow_array::ArrayRef;
use arrow_select::concat::concat;

use crate::dynamic::contract::Source;
use crate::dynamic::contract::columns::{Part, Present, failed};
use crate::dynamic::contract::conform::default_of;
use crate::dynamic::load::{Inferred, Json, to_json};
use crate::error::Error;
use crate::schema::{Column, DataType, Schema, Value};
use crate::validate::Cells;

impl Source {
    /// The columns of rows, each once, in the order of their first mention. No row names a column twice.
    ///
    /// What the table knows the type of is kept as it came; what it does not is inferred, as loading does.
    pub(in crate::dynamic) fn of_rows(
        table: &Schema,
        rows: &[Cells],
    ) -> Result<Vec<Source>, Error> {
        let of_known = |name: &str| {
            let column = &table.columns[table.column_idx(name)?];
            (column.data_type != DataType::Null).then_some(column)
        };
        let mut sources: Vec<Source> = by_name(rows)
            .into_iter()
            .map(|(name, cells)| match of_known(name) {
                Some(column) => of_known_column(column, cells),
                None => Source {
                    name: name.to_owned(),
                    parts: Vec::new(),
                    present: present(&cells),
                },
            })
            .collect();
        let unknown = sources.iter_mut().filter(|source| source.parts.is_empty());
        add_inferred(table, rows, unknown.collect())?;
        Ok(sources)
    }
}

/// The cells of each column, row by row; none where a row has not the column.
fn by_name(rows: &[Cells]) -> Vec<(&str, Vec<Option<&Value>>)> {
    let mut columns: Vec<(&str, Vec<Option<&Value>>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (row, cells) in rows.iter().enumerate() {
        for (name, value) in cells {
            let place = *places.entry(name).or_insert_with(|| {
                columns.push((name, vec![None; rows.len()]));
                columns.len() - 1
            });
            columns[place].1[row] = Some(value);
        }
    }
    columns
}

fn present(cells: &[Option<&Value>]) -> Present {
    if cells.iter().all(Option::is_some) {
        return Present::Everywhere;
    }
    Present::In(cells.iter().map(Option::is_some).collect())
}

fn of_known_column(column: &Column, cells: Vec<Option<&Value>>) -> Source {
    let present = present(&cells);
    let absent = default_of(column).unwrap_or(Value::Null);
    let values = cells.into_iter().map(|cell| match cell {
        Some(value) => meant(value, &column.data_type),
        None => absent.clone(),
    });
    Source {
        name: column.name.to_string(),
        parts: vec![Some(Part::Values(values.collect()))],
        present,
    }
}

/// The value as the type has it that serde has not: JSON as what is in it, and bytes as a list.
fn meant(value: &Value, data_type: &DataType) -> Value {
    match (data_type, value) {
        (_, Value::Null) | (DataType::Json, Value::Json(_)) => value.clone(),
        (DataType::Json, value) => Value::Json(to_json(value).to_string().into()),
        (DataType::Bytes, Value::List(values)) => bytes(values).unwrap_or_else(|| value.clone()),
        (DataType::List { element, .. }, Value::List(values)) => {
            Value::List(values.iter().map(|value| meant(value, element)).collect())
        }
        (DataType::Struct(columns), Value::Struct(cells)) => {
            let cell = |(name, value): &(Cow<'static, str>, Value)| {
                let column = columns.iter().find(|column| column.name == *name);
                let value =
                    column.map_or_else(|| value.clone(), |column| meant(value, &column.data_type));
                (name.clone(), value)
            };
            Value::Struct(cells.iter().map(cell).collect())
        }
        (_, value) => value.clone(),
    }
}

fn bytes(values: &[Value]) -> Option<Value> {
    let byte = |value: &Value| match value {
        Value::Int(int) => u8::try_from(*int).ok(),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = values.iter().map(byte).collect();
    bytes.map(Value::from)
}

/// Gives the columns whose type the table does not know the arrays that loading would make of them.
fn add_inferred(table: &Schema, rows: &[Cells], sources: Vec<&mut Source>) -> Result<(), Error> {
    if sources.is_empty() {
        return Ok(());
    }
    let names: HashSet<&str> = sources.iter().map(|source| &*source.name).collect();
    let unknown = rows.iter().map(|cells| {
        let cells = cells.iter().filter(|(name, _)| names.contains(&**name));
        cells.cloned().collect()
    });
    let unknown: Vec<Cells> = unknown.collect();
    let inferred = Json::new().infer_cells(&unknown);
    let inferred = inferred.map_err(|cause| failed(table, cause))?;
    for source in sources {
        source.parts = vec![part_of(&inferred, &source.name, table)?];
    }
    Ok(())
}

fn part_of(inferred: &Inferred, name: &str, table: &Schema) -> Result<Option<Part>, Error> {
    let Some(idx) = inferred.schema.column_idx(name) else {
        return Ok(None);
    };
    let arrays: Vec<&dyn arrow_array::Array> = inferred
        .batches
        .iter()
        .map(|batch| &**batch.column(idx))
        .collect();
    let array: ArrayRef = concat(&arrays).map_err(|cause| failed(table, cause))?;
    let column = inferred.schema.columns[idx].clone().nullable();
    Ok(Some(Part::Array(array, column)))
}
