//! Functions of the user's.

use crate::dynamic::cell::Cells;
use crate::dynamic::rule::functions::Function;
use crate::dynamic::rule::layer::Found;
use crate::schema::Rule;

/// One violation for each thing that the function says of a value.
pub(super) fn check(rule: &Rule, function: &Function, cells: &Cells) -> Vec<Found> {
    let rows = (0..cells.len()).filter(|row| !cells.is_null(*row));
    let found = rows.flat_map(|row| {
        let value = cells.get(row);
        let complaints = function(&value).into_iter();
        complaints.map(move |message| Found::new(row, rule, value.clone()).saying(message))
    });
    found.collect()
}
