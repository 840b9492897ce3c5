//! Rows inside rows: a struct that derives `MemTable` is a value too, and its rules are checked where it stands.

use crate::record::{MemTable, Misfit, RowValues};
use crate::schema::{Check, Column, DataType, Schema, Shared, StructType, Value};
use crate::validate::RowCheck;
use std::borrow::Cow;

/// The type of a row inside a row.
pub const fn row_type<R: MemTable>() -> DataType {
    let columns: &'static [Column] = match &R::SCHEMA.columns {
        Cow::Borrowed(columns) => columns,
        Cow::Owned(_) => &[],
    };
    let checks: &'static [Check] = match &R::SCHEMA.checks {
        Cow::Borrowed(checks) => checks,
        Cow::Owned(_) => &[],
    };
    DataType::Struct(StructType {
        columns: Cow::Borrowed(columns),
        checks: Cow::Borrowed(checks),
    })
}

/// The row as a struct of cells.
pub fn row_value<R: MemTable>(row: &R) -> Value {
    let columns = R::SCHEMA.columns.iter().zip(R::accessors());
    let cells = columns.map(|(column, accessor)| (column.name.clone(), (accessor.value)(row)));
    Value::Struct(cells.collect())
}

/// The row that a struct of cells is.
///
/// # Errors
/// [`Misfit`], with the value as it came, where a cell has no column, is absent or does not fit.
pub fn row_of<R: MemTable>(value: Value) -> Result<R, Misfit> {
    let made = match &value {
        Value::Struct(cells) => of_cells(cells),
        _ => None,
    };
    made.ok_or(Misfit { value })
}

/// Whether both rows are the same.
pub fn same_row<R: MemTable>(left: &R, right: &R) -> bool {
    left.same(right)
}

/// The bytes that the columns hold on the heap.
pub fn row_heap_bytes<R: MemTable>(row: &R) -> usize {
    let accessors = R::accessors();
    let bytes = accessors.iter().map(|accessor| (accessor.heap_bytes)(row));
    bytes.sum()
}

/// Checks a row that is the value of a column.
pub fn check_row<R: MemTable>(row: &R, walk: &mut RowCheck<'_>) {
    walk.nested(R::SCHEMA, |walk| check(row, walk));
}

/// The row of these cells; `None` where a cell has no column, is absent or does not fit.
fn of_cells<R: MemTable>(cells: &[(Cow<'static, str>, Value)]) -> Option<R> {
    let columns = &R::SCHEMA.columns;
    let known = |name: &str| columns.iter().any(|column| column.name == name);
    if !cells.iter().all(|(name, _)| known(name)) {
        return None;
    }
    let cell = |column: &Column| {
        let mut named = cells.iter().filter(|(name, _)| *name == column.name);
        named.next().map(|(_, cell)| cell.clone())
    };
    R::from_values(&mut RowValues::new(columns.iter().map(cell).collect()))
}

/// Tells `walk` of every rule that the row breaks, those of the structs inside it too.
#[inline]
pub(super) fn check<R: MemTable>(row: &R, walk: &mut RowCheck<'_>) {
    if const { holds_rows(R::SCHEMA) } {
        walk.by_column(|walk| row.check(walk), |walk| check_columns(row, walk));
    } else {
        row.check(walk);
    }
}

fn check_columns<R: MemTable>(row: &R, walk: &mut RowCheck<'_>) {
    for (column, accessor) in R::accessors().iter().enumerate() {
        walk.in_column(column, |walk| (accessor.check_nested)(row, walk));
    }
}

/// Whether a column holds structs: one that does not costs nothing where rows are checked.
const fn holds_rows(schema: &Schema) -> bool {
    let Cow::Borrowed(columns) = &schema.columns else {
        return true;
    };
    let mut column = 0;
    while column < columns.len() {
        if is_nested(&columns[column].data_type) {
            return true;
        }
        column += 1;
    }
    false
}

pub(super) const fn is_nested(data_type: &DataType) -> bool {
    match data_type {
        DataType::Struct(_) => true,
        DataType::List { element, .. } => match element {
            Shared::Static(element) => is_nested(element),
            Shared::Owned(_) => true,
        },
        _ => false,
    }
}
