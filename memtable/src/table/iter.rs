use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::vec;

use crate::record::Lookup;
use crate::table::indexed_rows::{Candidates, IndexedRows, Iter, RowId};

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

/// The rows with one key, in the order they were inserted. Made by [`Snapshot::find_by`](crate::Snapshot::find_by).
///
/// It has a name, and asks nothing of the columns but how they are looked up: so a column without an index is one error.
pub struct RowsByKey<'a, R, K, Q> {
    rows: Candidates<'a, R>,
    key: Q,
    columns: PhantomData<fn() -> K>,
}

impl<'a, R, K, Q> RowsByKey<'a, R, K, Q> {
    #[inline]
    pub(super) fn new(rows: Candidates<'a, R>, key: Q) -> Self {
        RowsByKey {
            rows,
            key,
            columns: PhantomData,
        }
    }
}

impl<'a, R, K: Lookup<R, Q>, Q> Iterator for RowsByKey<'a, R, K, Q> {
    type Item = &'a R;

    #[inline]
    fn next(&mut self) -> Option<&'a R> {
        let key = &self.key;
        let found = self.rows.find(|(_, row)| K::matches(row, key));
        found.map(|(_, row)| row)
    }
}

impl<R, K: Lookup<R, Q>, Q> FusedIterator for RowsByKey<'_, R, K, Q> {}

impl<R, K, Q: Clone> Clone for RowsByKey<'_, R, K, Q> {
    fn clone(&self) -> Self {
        RowsByKey::new(self.rows.clone(), self.key.clone())
    }
}

impl<R, K, Q> fmt::Debug for RowsByKey<'_, R, K, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowsByKey").finish_non_exhaustive()
    }
}

/// The rows whose key lies in a range, in the order of their keys. Made by [`Snapshot::range_by`](crate::Snapshot::range_by).
pub struct RowsInRange<'a, R> {
    rows: &'a IndexedRows<R>,
    found: vec::IntoIter<RowId>,
}

impl<'a, R> RowsInRange<'a, R> {
    pub(super) fn new(rows: &'a IndexedRows<R>, found: Vec<RowId>) -> Self {
        RowsInRange {
            rows,
            found: found.into_iter(),
        }
    }
}

impl<R> Clone for RowsInRange<'_, R> {
    fn clone(&self) -> Self {
        RowsInRange {
            rows: self.rows,
            found: self.found.clone(),
        }
    }
}

impl<'a, R> Iterator for RowsInRange<'a, R> {
    type Item = &'a R;

    #[inline]
    fn next(&mut self) -> Option<&'a R> {
        self.found.next().map(|id| self.rows.row(id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.found.size_hint()
    }
}

impl<R> DoubleEndedIterator for RowsInRange<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.found.next_back().map(|id| self.rows.row(id))
    }
}

impl<R> ExactSizeIterator for RowsInRange<'_, R> {}

impl<R> FusedIterator for RowsInRange<'_, R> {}

impl<R> fmt::Debug for RowsInRange<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowsInRange({})", self.found.len())
    }
}
