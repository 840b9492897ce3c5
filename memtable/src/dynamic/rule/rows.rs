//! The rows of a column whose values do not keep a rule.

use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray, StringArray};

use crate::dynamic::cell::Cells;
use crate::schema::Rule;
use crate::validate::holds;

/// The rows whose value breaks the rule; nulls keep every one. `keeps` may see what stands below a null, and must be cheap: it is
/// asked of all values without a branch.
pub(super) fn of_primitives<T: ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    keeps: impl Fn(T::Native) -> bool,
) -> Vec<usize> {
    let values = array.values();
    if values.iter().fold(true, |all, value| all & keeps(*value)) {
        return Vec::new();
    }
    let rows = values.iter().enumerate();
    rows.filter(|(row, value)| !keeps(**value) && array.is_valid(*row))
        .map(|(row, _)| row)
        .collect()
}

/// The rows whose text breaks the rule.
pub(super) fn of_texts(array: &StringArray, keeps: impl Fn(&str) -> bool) -> Vec<usize> {
    let rows = array.iter().enumerate();
    rows.filter(|(_, text)| text.is_some_and(|text| !keeps(text)))
        .map(|(row, _)| row)
        .collect()
}

/// The rows whose value breaks the rule, for types that are rare or have no plain values.
pub(super) fn by_value(cells: &Cells, rule: &Rule) -> Vec<usize> {
    let breaks = |row: &usize| !cells.is_null(*row) && holds(rule, &cells.get(*row)) == Some(false);
    (0..cells.len()).filter(breaks).collect()
}
