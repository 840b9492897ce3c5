use arrow_array::{Array, ArrayRef};

use crate::dynamic::cell::{self, Cells};
use crate::dynamic::table::Piece;
use crate::error::Error;
use crate::schema::{Column, Rule, Schema, Value};
use crate::validate::{Cells as NamedCells, Violation, holds};

/// The rules that rows break, each seen alone: by row, then in the order of the schema. Violations name rows by `place`.
///
/// Costs a look at each column that has rules, and nothing for the others.
pub(in crate::dynamic) fn check_piece(
    schema: &Schema,
    piece: &Piece,
    place: impl Fn(usize) -> usize,
) -> Result<Vec<Violation>, Error> {
    let mut violations = Vec::new();
    for (column, array) in schema.columns.iter().zip(&piece.columns) {
        check_column(schema, (column, array), &mut violations)?;
    }
    check_conditions(schema, piece, &mut violations)?;
    violations.sort_by_key(|violation| violation.row);
    for violation in &mut violations {
        violation.key = key_cells(schema, piece, violation.row);
        violation.row = place(violation.row);
    }
    Ok(violations)
}

fn check_column(
    schema: &Schema,
    (column, array): (&Column, &ArrayRef),
    violations: &mut Vec<Violation>,
) -> Result<(), Error> {
    let names = || vec![column.name.clone()];
    let has_nulls = array.logical_null_count() > 0;
    if !column.nullable && has_nulls {
        let nulls = array.logical_nulls();
        let is_null = |row: &usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(*row));
        let rows = (0..array.len()).filter(is_null);
        violations.extend(rows.map(|row| Violation::new(row, names(), Rule::NotNull, Value::Null)));
    }
    if column.rules.is_empty() {
        return Ok(());
    }
    for (row, value) in cells(schema, column, array)?.iter().enumerate() {
        for rule in column.rules.iter() {
            if holds(rule, &value) == Some(false) {
                violations.push(Violation::new(row, names(), rule.clone(), value.clone()));
            }
        }
    }
    Ok(())
}

/// The conditions over one row.
fn check_conditions(
    schema: &Schema,
    piece: &Piece,
    violations: &mut Vec<Violation>,
) -> Result<(), Error> {
    for check in schema.checks.iter() {
        let used = check.expr.columns();
        let columns = schema.columns.iter().zip(&piece.columns);
        let columns = columns.filter(|(column, _)| used.contains(&&*column.name));
        let columns =
            columns.map(|(column, array)| Ok((&column.name, cells(schema, column, array)?)));
        let columns: Vec<_> = columns.collect::<Result<_, Error>>()?;
        let rule = Rule::Check {
            expr: check.expr.clone(),
            message: check.message.clone(),
        };
        for row in 0..piece.n_rows {
            let cells = columns
                .iter()
                .map(|(name, cells)| ((*name).clone(), cells.get(row)));
            let value = Value::Struct(cells.collect());
            if holds(&rule, &value) == Some(false) {
                let names = columns.iter().map(|(name, _)| (*name).clone()).collect();
                let value = match columns.as_slice() {
                    [(_, only)] => only.get(row),
                    _ => value,
                };
                violations.push(Violation::new(row, names, rule.clone(), value));
            }
        }
    }
    Ok(())
}

fn cells(schema: &Schema, column: &Column, array: &ArrayRef) -> Result<Cells, Error> {
    Cells::new(array, column).map_err(|cause| Error::Arrow {
        table: schema.name.to_string(),
        cause: cause.into(),
    })
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
