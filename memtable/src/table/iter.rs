use std::fmt;
use std::iter::FusedIterator;

use crate::table::indexed_rows::{IndexedRows, Iter};

/// The rows of a table, in the order they were inserted. Made by [`Snapshot::iter`](crate::Snapshot::iter).
pub struct Rows<'a, R> {
    rows: Iter<'a, R>,
}

impl<'a, R> Rows<'a, R> {
    pub(super) fn new(rows: &'a IndexedRows<R>) -> Self {
        Rows {
            rows: rows.iter_ids(),
        }
    }
}

impl<R> Clone for Rows<'_, R> {
    fn clone(&self) -> Self {
        Rows {
            rows: self.rows.clone(),
        }
    }
}

impl<'a, R> Iterator for Rows<'a, R> {
    type Item = &'a R;

    #[inline]
    fn next(&mut self) -> Option<&'a R> {
        self.rows.next().map(|(_, row)| row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }

    #[inline]
    fn fold<B, F: FnMut(B, &'a R) -> B>(self, init: B, mut step: F) -> B {
        self.rows.fold(init, |folded, (_, row)| step(folded, row))
    }
}

impl<R> DoubleEndedIterator for Rows<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.rows.next_back().map(|(_, row)| row)
    }
}

impl<R> ExactSizeIterator for Rows<'_, R> {}

impl<R> FusedIterator for Rows<'_, R> {}

impl<R> fmt::Debug for Rows<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({})", self.len())
    }
}
