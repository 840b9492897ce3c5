//! Single cells of Arrow arrays as [`Value`]s, and arrays of values.

mod adopt;
mod cells;
mod check;
mod make;
mod not_held;
mod unit;

#[cfg(test)]
mod tests;

pub use adopt::{adopt, widen};
pub use cells::Cells;
pub use make::array;
pub use not_held::NotHeld;

use arrow_array::ArrayRef;

use crate::schema::{Column, Value};

/// The value of one cell: that of `array`, which holds the values of `column`, at this position.
///
/// Costs as much as [`Cells::new`] on one row; for many cells make [`Cells`].
///
/// # Errors
/// [`NotHeld`] where a value cannot be held, or the array is of another type; its row is `row`.
///
/// # Panics
/// Past the end of the array.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, LargeStringArray};
/// use memtable::dynamic::cell;
/// use memtable::schema::{Column, DataType};
///
/// let names: ArrayRef = Arc::new(LargeStringArray::from(vec!["ann", "bob"]));
/// let name = Column::new("name", DataType::Text);
/// assert_eq!(cell::value(&names, &name, 1)?.to_string(), "bob");
/// # Ok::<(), cell::NotHeld>(())
/// ```
pub fn value(array: &ArrayRef, column: &Column, row: usize) -> Result<Value, NotHeld> {
    let cells = Cells::new(&array.slice(row, 1), column);
    Ok(cells.map_err(|fault| fault.at_row(row))?.get(0))
}
