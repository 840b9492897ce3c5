//! Rows that were made in code, as values by name.

use std::collections::HashSet;

use serde::Serialize;

use crate::dynamic::load::{NoRow, cells_of};
use crate::dynamic::write::report;
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::{Rule, Schema, Value};
use crate::validate::{Cells, Violation};

/// The rows as values by name.
///
/// # Errors
/// [`Error::Rejected`] with all that are no rows, or have a name twice or none.
pub(in crate::dynamic) fn cells_of_rows<R: Serialize>(
    schema: &Schema,
    rows: &[R],
) -> Result<Vec<Cells>, Error> {
    let mut made = Vec::with_capacity(rows.len());
    let mut violations = Vec::new();
    for (row, value) in rows.iter().enumerate() {
        let cells = cells_of(value).and_then(|cells| match problem_of(&cells) {
            None => Ok(cells),
            Some(problem) => Err(NoRow {
                value: Value::Struct(cells),
                problem,
            }),
        });
        match cells {
            Ok(cells) => made.push(cells),
            Err(NoRow { value, problem }) => violations.push(Violation {
                message: Some(format!("is no row: {problem}")),
                ..Violation::new(row, Vec::new(), Rule::Columns, value)
            }),
        }
    }
    if violations.is_empty() {
        return Ok(made);
    }
    let report = report(schema, rows.len(), violations);
    Err(Error::Rejected(vec![report]))
}

/// What is wrong with the names of a row, or of a struct inside of it.
fn problem_of(cells: &Cells) -> Option<String> {
    let mut seen = HashSet::new();
    for (name, value) in cells {
        if name.is_empty() {
            return Some("a column has no name".to_owned());
        }
        if !seen.insert(name) {
            return Some(format!("it has `{name}` twice"));
        }
        if let Some(problem) = problem_inside(value) {
            return Some(problem);
        }
    }
    None
}

fn problem_inside(value: &Value) -> Option<String> {
    match value {
        Value::Struct(cells) => problem_of(cells),
        Value::List(values) => values.iter().find_map(problem_inside),
        _ => None,
    }
}

/// Rows in the order of the schema as values by name, without those that are absent.
pub(in crate::dynamic) fn named(schema: &Schema, rows: Vec<ValueRow>) -> Vec<Cells> {
    let row = |row: ValueRow| {
        let cells = schema.columns.iter().zip(row);
        cells
            .filter_map(|(column, cell)| Some((column.name.clone(), cell?)))
            .collect()
    };
    rows.into_iter().map(row).collect()
}
