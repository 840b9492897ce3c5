use std::error::Error;
use std::fmt;

use crate::record::{MemTable, check_row};
use crate::table::Snapshot;
use crate::table::commit::Faults;
use crate::validate::Report;

/// What [`Snapshot::verify`](crate::Snapshot::verify) found.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// Rows and indexes do not agree: a defect of this library, or a key type whose `Hash` and `Eq` do not agree.
    Index(String),
    /// Rows break a rule: a defect of this library, or a custom rule that does not always answer the same.
    Rules(Report),
}

impl<R: MemTable> Snapshot<R> {
    /// Checks everything again: each index entry by entry, and each rule on each row. For tests of what a table is built
    /// into; a table keeps both at all times. Costs several visits of every row.
    ///
    /// # Errors
    /// [`Fault`], with what is wrong.
    pub fn verify(&self) -> Result<(), Fault> {
        self.rows.verify().map_err(Fault::Index)?;
        let mut violations = Vec::new();
        for (position, row) in self.iter().enumerate() {
            check_row(row, position, &mut violations);
        }
        if !self.is_empty() {
            violations.extend(Faults::of_table(|| self.iter().collect()).into_violations());
        }
        if violations.is_empty() {
            return Ok(());
        }
        let table = R::SCHEMA.name.clone();
        Err(Fault::Rules(Report {
            table,
            n_rows: self.len(),
            violations,
        }))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Index(what) => write!(f, "rows and indexes do not agree: {what}"),
            Fault::Rules(report) => report.fmt(f),
        }
    }
}

impl Error for Fault {}
