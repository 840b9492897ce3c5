use arrow_buffer::NullBuffer;

use crate::dynamic::cell::Cells;
use crate::dynamic::rule::layer::Found;
use crate::schema::{Rule, Value};

/// The rows that have no value; where `valid` says that there is no row, there is none to miss.
pub(super) fn check(cells: &Cells, valid: Option<&NullBuffer>) -> Vec<Found> {
    if !cells.has_nulls() {
        return Vec::new();
    }
    let is_missing =
        |row: &usize| cells.is_null(*row) && valid.is_none_or(|valid| valid.is_valid(*row));
    let rows = (0..cells.len()).filter(is_missing);
    rows.map(|row| Found::new(row, &Rule::NotNull, Value::Null))
        .collect()
}
