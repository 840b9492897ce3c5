use crate::record::{Accessor, MemTable};
use crate::table::Snapshot;
use crate::table::indexed_rows::IndexedRows;

/// The bytes that a table takes, by what they are for. Rows shared with a snapshot are counted by each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUsage {
    /// The rows themselves, with the space kept free for more.
    pub rows: usize,
    /// What the rows hold on the heap: text, bytes, lists.
    pub heap: usize,
    /// Indexes.
    pub indexes: usize,
}

impl MemoryUsage {
    pub(super) fn of<R: MemTable>(rows: &IndexedRows<R>) -> Self {
        let accessors = R::accessors();
        let heap = |row: &R| {
            accessors
                .iter()
                .map(|Accessor { heap_bytes, .. }| heap_bytes(row))
                .sum()
        };
        let bytes = rows.bytes(heap);
        MemoryUsage {
            rows: bytes.rows,
            heap: bytes.heap,
            indexes: bytes.indexes,
        }
    }

    /// All of it, in bytes.
    pub fn total(&self) -> usize {
        self.rows + self.heap + self.indexes
    }
}

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
