use arrow_array::ArrayRef;

use crate::dynamic::cell::{self, Cells};
use crate::dynamic::table::Piece;
use crate::error::Error;
use crate::schema::{Rule, Schema, Value};
use crate::validate::{Cells as NamedCells, Violation, holds};

/// The rules that rows break, each seen alone. Violations name rows by `place`.
pub(in crate::dynamic) fn check_piece(
    schema: &Schema,
    piece: &Piece,
    place: impl Fn(usize) -> usize,
) -> Result<Vec<Violation>, Error> {
    let columns = schema.columns.iter().zip(&piece.columns);
    let columns = columns.map(|(column, array)| Cells::new(array, column));
    let columns: Vec<Cells> = columns
        .collect::<Result<_, _>>()
        .map_err(|cause| Error::Arrow {
            table: schema.name.to_string(),
            cause: cause.into(),
        })?;
    let mut violations = Vec::new();
    for row in 0..piece.n_rows {
        let first = violations.len();
        let values: Vec<Value> = columns.iter().map(|cells| cells.get(row)).collect();
        check_row(schema, (place(row), &values), &mut violations);
        for violation in &mut violations[first..] {
            violation.key = key_cells(schema, piece, row);
        }
    }
    Ok(violations)
}

fn check_row(schema: &Schema, (row, values): (usize, &[Value]), violations: &mut Vec<Violation>) {
    for (column, value) in schema.columns.iter().zip(values) {
        let names = || vec![column.name.clone()];
        if value.is_null() && !column.nullable {
            violations.push(Violation::new(row, names(), Rule::NotNull, Value::Null));
        }
        for rule in column
            .rules
            .iter()
            .filter(|rule| holds(rule, value) == Some(false))
        {
            violations.push(Violation::new(row, names(), rule.clone(), value.clone()));
        }
    }
    for check in schema.checks.iter() {
        let columns = schema.columns.iter().zip(values);
        let mut cells: NamedCells = columns
            .map(|(column, value)| (column.name.clone(), value.clone()))
            .collect();
        let used = check.expr.columns();
        cells.retain(|(name, _)| used.contains(&&**name));
        let rule = Rule::Check {
            expr: check.expr.clone(),
            message: check.message.clone(),
        };
        let value = Value::Struct(cells.clone());
        if holds(&rule, &value) == Some(false) {
            let names = cells.into_iter().map(|(name, _)| name).collect();
            violations.push(Violation::new(row, names, rule, value));
        }
    }
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
