//! Any table of a store, read as record batches.

use std::any::Any;
use std::sync::Arc;

use arrow_array::ArrayRef;

use crate::dynamic::keys::Keys;
use crate::dynamic::rule::{Functions, Rules};
use crate::dynamic::table::{DynSnapshot, DynTable, Piece, Rows, arrow_schema};
use crate::dynamic::{alike, cell};
use crate::error::Error;
use crate::schema::{Column, Value};
use crate::store::AnyTable;

/// How many rows of a typed table become arrays at a time.
const CHUNK: usize = 65_536;

/// The table as it is. Rows of a struct are copied, column by column; the keys are not looked after: it is to be read from the
/// first row to the last.
pub(crate) fn columns_of(table: &dyn AnyTable) -> Result<DynSnapshot, Error> {
    if let Some(table) = (table as &dyn Any).downcast_ref::<DynTable>() {
        return Ok(table.snapshot());
    }
    let schema = table.schema();
    let failed = |cause: cell::NotHeld| Error::Arrow {
        table: schema.name.to_string(),
        cause: cause.into(),
    };
    let mut chunks: Vec<Vec<ArrayRef>> = Vec::new();
    chunks.resize_with(table.n_rows().div_ceil(CHUNK).max(1), Vec::new);
    for (idx, column) in schema.columns.iter().enumerate() {
        let arrays = arrays(table, (idx, column)).map_err(failed)?;
        for (chunk, array) in chunks.iter_mut().zip(arrays) {
            chunk.push(array);
        }
    }
    let chunks = alike(&schema.columns, chunks).map_err(failed)?;
    let types = chunks.iter().take(1).flatten();
    let arrow = arrow_schema(schema, types.map(|array| array.data_type().clone()));
    let mut rows = Rows::default();
    for (nth, columns) in chunks.into_iter().enumerate() {
        let n_rows = table.n_rows().saturating_sub(nth * CHUNK).min(CHUNK);
        if n_rows > 0 {
            rows.append(&Piece { columns, n_rows });
        }
    }
    let schema = Arc::new(schema.clone());
    Ok(DynSnapshot {
        keys: Keys::new(&schema),
        rules: Arc::new(Rules::of_table(Arc::clone(&schema), Functions::new())),
        schema,
        arrow,
        rows,
    })
}

/// One column, as an array for each chunk; at least one.
fn arrays(
    table: &dyn AnyTable,
    (idx, column): (usize, &Column),
) -> Result<Vec<ArrayRef>, cell::NotHeld> {
    let mut values: Vec<Value> = Vec::with_capacity(table.n_rows());
    table.visit_rows(&mut |row| values.push(row.value(idx)));
    if values.is_empty() {
        return Ok(vec![cell::array(column, [])?]);
    }
    let chunks = values.chunks(CHUNK);
    chunks.map(|values| cell::array(column, values)).collect()
}
