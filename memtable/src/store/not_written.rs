use std::error::Error as StdError;
use std::fmt;

use crate::error::Error;
use crate::validate::Report;
use crate::write::Rejected;

/// A write to a table of a store that did not land: the rows, as they came, and why. The store is as it was.
///
/// `?` makes an [`Error`] of it, and drops the rows.
pub struct NotWritten<R> {
    /// All rows of the write, in the order they came.
    pub rows: Vec<R>,
    /// Why. Of an [`Error::Rejected`], the report of this table names rows by their places in `rows`; a row that was in
    /// the table already, by its place there.
    pub error: Error,
}

impl<R> NotWritten<R> {
    /// The report on the rows, where they break rules; none where the write failed for another reason. Of several
    /// reports, for several tables, the first.
    pub fn report(&self) -> Option<&Report> {
        match &self.error {
            Error::Rejected(reports) => reports.first(),
            _ => None,
        }
    }
}

impl<R> From<Rejected<R>> for NotWritten<R> {
    fn from(rejected: Rejected<R>) -> Self {
        NotWritten {
            rows: rejected.rows,
            error: Error::Rejected(vec![rejected.report]),
        }
    }
}

impl<R> From<Error> for NotWritten<R> {
    fn from(error: Error) -> Self {
        NotWritten {
            rows: Vec::new(),
            error,
        }
    }
}

impl<R> From<NotWritten<R>> for Error {
    fn from(not_written: NotWritten<R>) -> Self {
        not_written.error
    }
}

impl<R> From<Rejected<R>> for Error {
    fn from(rejected: Rejected<R>) -> Self {
        Error::Rejected(vec![rejected.report])
    }
}

impl<R> fmt::Display for NotWritten<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<R> fmt::Debug for NotWritten<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<R> StdError for NotWritten<R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}
