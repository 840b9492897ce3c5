//! What a write asks for, and what it answers.

/// What a write did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows that came in.
    pub rows_in: usize,
}

/// Rows that were refused, all of them, with the report that says why.
#[derive(Debug)]
pub struct Rejected<R> {
    /// The rows, in the order they came.
    pub rows: Vec<R>,
    /// Why.
    pub report: crate::validate::Report,
}
