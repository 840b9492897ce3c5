//! What a change adds to the bytes of a table, without counting all of it.

use crate::record::MemTable;
use crate::table::Snapshot;

/// What a row takes in an index, nearly.
const INDEX_SLOT: usize = 16;

impl<R: MemTable> Snapshot<R> {
    /// By how many bytes the rows grew since an older version: the rows, what they hold on the heap, and a slot in each
    /// index. Costs what the change costs.
    pub(crate) fn growth_since(&self, older: &Snapshot<R>) -> i128 {
        let diff = self.rows.diff(&older.rows);
        weight_of(diff.new.iter().map(|(_, row)| *row))
            - weight_of(diff.old.iter().map(|(_, row)| *row))
    }
}

/// The bytes of rows, with what they hold on the heap and in indexes.
pub(crate) fn weight_of<'a, R: MemTable + 'a>(rows: impl Iterator<Item = &'a R>) -> i128 {
    let accessors = R::accessors();
    let fixed = size_of::<R>() + INDEX_SLOT * R::keys().len();
    let heap = |row: &R| -> usize { accessors.iter().map(|a| (a.heap_bytes)(row)).sum() };
    rows.map(|row| (fixed + heap(row)) as i128).sum()
}
