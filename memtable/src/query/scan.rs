use std::slice;

use crate::query::Predicate;
use crate::table::{IndexedRows, Runs};

/// The rows for which a condition is true, by a look at all of them, run by run.
pub(super) struct Scan<'t, R> {
    runs: Runs<'t, R>,
    /// What is left of a run.
    rows: slice::Iter<'t, R>,
}

impl<'t, R> Scan<'t, R> {
    pub(super) fn new(rows: &'t IndexedRows<R>) -> Self {
        Scan {
            runs: rows.runs(),
            rows: [].iter(),
        }
    }

    #[inline]
    pub(super) fn next(&mut self, predicate: &impl Predicate<R>) -> Option<&'t R> {
        loop {
            let found = self.rows.find(|row| predicate.holds(row));
            if found.is_some() {
                return found;
            }
            self.rows = self.runs.next()?.1.iter();
        }
    }

    /// Runs as a loop over slices does.
    #[inline]
    pub(super) fn fold<B>(
        mut self,
        predicate: &impl Predicate<R>,
        init: B,
        mut step: impl FnMut(B, &'t R) -> B,
    ) -> B {
        let mut folded = init;
        loop {
            for row in self.rows {
                if predicate.holds(row) {
                    folded = step(folded, row);
                }
            }
            match self.runs.next() {
                Some((_, rows)) => self.rows = rows.iter(),
                None => return folded,
            }
        }
    }
}
