use crate::record::{Accessor, MemTable};
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
