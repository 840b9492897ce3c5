//! Which line of a text each row is of, and broken rules told by it.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{Error, ReadFault, Reason};
use crate::io::rows::unreadable;
use crate::validate::{Clash, Report, Violation};

/// The lines of rows, in order; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines(Rc<RefCell<Jumps>>);

/// Only those lines are kept that do not follow the one before.
#[derive(Debug, Default)]
struct Jumps {
    input: String,
    all: Vec<(usize, u64)>,
    n_rows: usize,
    next: u64,
}

impl Lines {
    /// Of a text that messages call so.
    pub(crate) fn of_input(input: &str) -> Self {
        Lines(Rc::new(RefCell::new(Jumps {
            input: input.to_owned(),
            ..Jumps::default()
        })))
    }

    /// The line of the next row; 0 where it is of none.
    #[inline]
    pub(crate) fn add(&self, line: u64) {
        let mut jumps = self.0.borrow_mut();
        if line != jumps.next {
            let n_rows = jumps.n_rows;
            jumps.all.push((n_rows, line));
        }
        jumps.n_rows += 1;
        jumps.next = if line == 0 { 0 } else { line + 1 };
    }

    /// The line of a row; none where it is of no line.
    pub(crate) fn of(&self, row: usize) -> Option<u64> {
        let jumps = self.0.borrow();
        if row >= jumps.n_rows {
            return None;
        }
        let after = jumps.all.partition_point(|(first, _)| *first <= row);
        let (first, line) = jumps.all.get(after.checked_sub(1)?)?;
        (*line > 0).then(|| line + (row - first) as u64)
    }

    /// How many rows there are until now.
    pub(crate) fn n_rows(&self) -> usize {
        self.0.borrow().n_rows
    }

    /// The broken rules as faults of the text, where they are about its rows alone.
    pub(crate) fn told(&self, reports: Vec<Report>) -> Error {
        let (n_rows, input) = (self.n_rows(), self.0.borrow().input.clone());
        let is_of_rows =
            |violation: &Violation| !violation.is_about_a_row() || self.of(violation.row).is_some();
        match reports.as_slice() {
            [report] if report.n_rows == n_rows && report.violations.iter().all(is_of_rows) => {
                let violations = report.violations.iter().cloned();
                let faults = violations.map(|violation| self.fault(violation, |row| row));
                unreadable(&input, n_rows, faults.collect())
            }
            _ => Error::Rejected(reports),
        }
    }

    /// The broken rule as a fault of the text; `number` is what a row is called among all of the text.
    pub(crate) fn fault(&self, violation: Violation, number: impl Fn(usize) -> usize) -> ReadFault {
        let row = Some(violation.row).filter(|_| violation.is_about_a_row());
        let (column, value) = (violation.place(), violation.value.clone());
        let other = match violation.clash {
            Some(Clash::InBatch(other)) => self.of(other),
            _ => None,
        };
        let violation = Box::new(violation);
        ReadFault {
            line: row.and_then(|row| self.of(row)),
            row: row.map(number),
            column,
            value,
            reason: match other {
                Some(line) => Reason::Clash { violation, line },
                None => Reason::Rule(violation),
            },
        }
    }
}
