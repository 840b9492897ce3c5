use std::error::Error;
use std::fmt;

use crate::validate::{Report, Violation};
use crate::write::Written;

/// A refused write: the rows, as they came, and the report that says why. The table is as it was.
///
/// `Display` and `Debug` both print the report, so that `unwrap` in a test shows a page to read.
pub struct Rejected<R> {
    /// All rows of the write, in the order they came.
    pub rows: Vec<R>,
    /// Every violation; its row numbers are positions in `rows`.
    pub report: Report,
}

/// What a [`Table::write`](crate::Table::write) did, with the rows that it handed back.
#[derive(Debug)]
#[must_use]
pub struct Outcome<R> {
    /// The counts.
    pub written: Written,
    /// The rows that break a rule, in the order they came; empty unless
    /// [`OnViolation::Quarantine`](crate::write::OnViolation::Quarantine) was asked for.
    pub quarantine: Vec<Quarantined<R>>,
}

/// A row that was not written, with the rules that it breaks.
#[derive(Debug)]
pub struct Quarantined<R> {
    /// Its position in the write, counted from 0.
    pub position: usize,
    /// The row.
    pub row: R,
    /// The rules that it breaks.
    pub violations: Vec<Violation>,
}

impl<R> fmt::Display for Rejected<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.fmt(f)
    }
}

impl<R> fmt::Debug for Rejected<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.report, f)
    }
}

impl<R> Error for Rejected<R> {}
