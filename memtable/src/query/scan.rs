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
            // A copy, so that a step is not written to memory.
            let mut rows = self.rows.clone();
            let found = rows.find(|row| predicate.holds(row));
            self.rows = rows;
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
        let mut rows = self.rows.as_slice();
        loop {
            // By the fold of a slice, which counts its rows: loops over them are unrolled.
            folded = rows.iter().fold(folded, |folded, row| {
                if predicate.holds(row) {
                    step(folded, row)
                } else {
                    folded
                }
            });
            match self.runs.next() {
                Some((_, next)) => rows = next,
                None => return folded,
            }
        }
    }
}
