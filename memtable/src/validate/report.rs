use std::borrow::Cow;

use crate::validate::Violation;

/// Every violation that a write, or [`MemTable::validate`](crate::MemTable::validate), found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The table's name.
    pub table: Cow<'static, str>,
    /// How many rows were looked at.
    pub n_rows: usize,
    /// The violations, by row, then in the order of the schema.
    pub violations: Vec<Violation>,
}
