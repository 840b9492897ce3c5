use std::sync::Arc;

use arrow_array::{ArrayRef, new_null_array};
use arrow_schema::DataType as ArrowType;

use crate::dynamic::arrow_type;
use crate::dynamic::cell::{self, Cells, NotHeld};
use crate::dynamic::contract::columns::failed;
use crate::dynamic::contract::converted;
use crate::dynamic::keys::Key;
use crate::dynamic::table::{DynSnapshot, Piece, Rows, arrow_schema};
use crate::error::Error;
use crate::schema::{Column, Schema, Value};

/// The table with these columns, the first of which it has already, in these Arrow types; none where it has them so.
///
/// Costs a pass over each column that changes, and over the keys that it is in.
pub(in crate::dynamic) fn evolved(
    table: &DynSnapshot,
    columns: Vec<Column>,
    types: Vec<ArrowType>,
) -> Result<Option<DynSnapshot>, Error> {
    let same_types = table
        .arrow
        .fields()
        .iter()
        .map(|field| field.data_type())
        .eq(&types);
    if *table.schema.columns == columns && same_types {
        return Ok(None);
    }
    let mut schema = Schema::clone(&table.schema);
    schema.columns = columns.into();
    schema.verify()?;
    let mut rows = table.rows.clone();
    let mut types = types;
    for (idx, column) in schema.columns.iter().enumerate() {
        types[idx] = reshape(&mut rows, (table, idx), column, &types[idx])
            .map_err(|cause| failed(&schema, cause))?;
    }
    let has_moved = |idx: usize| {
        table.schema.columns[idx].data_type != schema.columns[idx].data_type
            || *table.arrow.field(idx).data_type() != types[idx]
    };
    let mut keys = table.keys.all().iter().flat_map(Key::column_idxs);
    let keys = if keys.any(has_moved) {
        let rebuilt = table.keys.rebuilt(&schema, &rows);
        rebuilt.map_err(|cause| failed(&schema, cause))?
    } else {
        table.keys.clone()
    };
    let schema = Arc::new(schema);
    Ok(Some(DynSnapshot {
        arrow: arrow_schema(&schema, types),
        rules: Arc::new(table.rules.of_schema(Arc::clone(&schema))),
        schema,
        rows,
        keys,
    }))
}

/// Gives one column of all rows another type, and tells the Arrow type that it came to.
fn reshape(
    rows: &mut Rows,
    (table, idx): (&DynSnapshot, usize),
    column: &Column,
    arrow: &ArrowType,
) -> Result<ArrowType, NotHeld> {
    let Some(before) = table.schema.columns.get(idx) else {
        *rows = rows.mapped(|piece| {
            let nulls = new_null_array(arrow, piece.n_rows);
            Ok(with_column(piece, idx, nulls))
        })?;
        return Ok(arrow.clone());
    };
    if before.data_type != column.data_type {
        *rows = rows.mapped(|piece| {
            let array = retyped(&piece.columns[idx], before, column)?;
            Ok(with_column(piece, idx, array))
        })?;
    }
    let mut common = arrow.clone();
    for piece in rows.sources() {
        let other = piece.columns[idx].data_type();
        common = arrow_type::common(&common, other).unwrap_or(common);
    }
    if rows
        .sources()
        .any(|piece| *piece.columns[idx].data_type() != common)
    {
        *rows = rows.mapped(|piece| {
            let array = cell::widen(&piece.columns[idx], column, &common)?;
            Ok(with_column(piece, idx, array))
        })?;
    }
    Ok(common)
}

fn retyped(array: &ArrayRef, from: &Column, to: &Column) -> Result<ArrayRef, NotHeld> {
    let cells = Cells::new(array, from)?;
    let values: Vec<Value> = cells
        .iter()
        .map(|value| converted(&value, &to.data_type).unwrap_or(Value::Null))
        .collect();
    cell::array(to, &values)
}

fn with_column(piece: &Piece, idx: usize, array: ArrayRef) -> Piece {
    let mut columns = piece.columns.clone();
    if idx < columns.len() {
        columns[idx] = array;
    } else {
        columns.push(array);
    }
    Piece {
        columns,
        n_rows: piece.n_rows,
    }
}
