use std::fmt;

/// One column compared with constants, as an index sees it.
///
/// An index is asked through a row that has the values that are looked for: so it hashes and compares them as it does
/// those of its own rows, and a group of columns is asked as one column is.
pub trait Probe<R> {
    /// The position of the column in the schema.
    fn column(&self) -> usize;
    /// What is asked of the column.
    fn asks(&self) -> Asks;
    /// Puts the nth constant into the row; `false` where the column cannot hold it as it is.
    fn put(&self, nth: usize, row: &mut R) -> bool;
}

/// What a probe asks of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// To be one of so many constants.
    Values(usize),
    /// To be at least the constant, or more than it.
    Lower(Edge),
    /// To be at most the constant, or less than it.
    Upper(Edge),
}

/// Whether the limit itself lies in the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Included,
    Excluded,
}

impl<R> fmt::Debug for dyn Probe<R> + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Probe(column {}, {:?})", self.column(), self.asks())
    }
}
