use arrow_array::ArrayRef;

use crate::dynamic::cell;
use crate::dynamic::table::{DynSnapshot, Piece};
use crate::schema::{Schema, Value};
use crate::validate::{Cells as NamedCells, Violation};

/// The rules that rows break, each seen alone: by row, then in the order of the schema. Violations name rows by `place`.
///
/// Costs a pass over each column that has rules, and nothing for the others.
pub(in crate::dynamic) fn broken_rules(
    table: &DynSnapshot,
    piece: &Piece,
    place: impl Fn(usize) -> usize,
) -> Vec<Violation> {
    let mut violations = table.rules.violations(&piece.columns);
    for violation in &mut violations {
        violation.row = place(violation.row);
    }
    violations
}

/// The values of a row in these columns, by name.
pub(in crate::dynamic) fn cells_of(
    schema: &Schema,
    piece: &Piece,
    row: usize,
    columns: impl IntoIterator<Item = usize>,
) -> NamedCells {
    let cell = |idx: usize| {
        let name = schema.columns[idx].name.clone();
        (name, value_of(schema, piece, (row, idx)))
    };
    columns.into_iter().map(cell).collect()
}

/// The primary key of a row, by name; empty where there is none.
pub(in crate::dynamic) fn key_cells(schema: &Schema, piece: &Piece, row: usize) -> NamedCells {
    let key = schema.primary_key.iter();
    let key = key.filter_map(|name| schema.column_idx(name));
    cells_of(schema, piece, row, key)
}

fn value_of(schema: &Schema, piece: &Piece, (row, idx): (usize, usize)) -> Value {
    let array: &ArrayRef = &piece.columns[idx];
    // What was adopted once is adopted again.
    cell::value(array, &schema.columns[idx], row).unwrap_or(Value::Null)
}
