use triomphe::Arc;

use super::IndexedRows;
use super::blocks::Blocks;
use super::buckets::Buckets;
use super::groups::{GroupTable, Groups, RowSet};
use super::index::Index;
use super::page::Page;
use super::row_id::RowId;
use super::unique::Unique;

/// Memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes {
    /// The rows themselves, with the room kept for more.
    pub(crate) rows: usize,
    /// What the rows hold on the heap.
    pub(crate) heap: usize,
    /// The indexes, and what keeps the rows in order.
    pub(crate) indexes: usize,
    /// Of `rows` and `heap`: what belongs to deleted rows that are not dropped yet.
    pub(crate) dead: usize,
}

impl<R> IndexedRows<R> {
    /// The memory in use; `heap` says what a row holds on the heap. What snapshots share is counted in each.
    pub(crate) fn bytes(&self, heap: impl Fn(&R) -> usize) -> Bytes {
        let pages = &self.pages;
        let own_rows = || pages.list.iter().flat_map(Page::all_rows);
        let all_heap: usize = pages.loaded.iter().chain(own_rows()).map(&heap).sum();
        let live_heap: usize = self.iter().map(heap).sum();
        let rooms = pages.list.iter().map(Page::room);
        let (n_room, lists) = rooms.fold(
            (pages.loaded.capacity(), pages.list.bytes()),
            |sum, room| (sum.0 + room.0, sum.1 + room.1),
        );
        Bytes {
            rows: n_room * size_of::<R>(),
            heap: all_heap,
            indexes: lists + self.indexes.iter().map(Index::bytes).sum::<usize>(),
            dead: (pages.n_slots - pages.n_live) * size_of::<R>() + all_heap - live_heap,
        }
    }
}

impl Index {
    fn bytes(&self) -> usize {
        match self {
            Index::Unique(unique) => unique.bytes(),
            Index::Groups(groups) => groups.bytes(),
            Index::Ordered(groups, blocks) => groups.bytes() + blocks.bytes(),
        }
    }
}

impl Unique {
    fn bytes(&self) -> usize {
        self.shards.bytes() + self.shards.parts().map(Buckets::bytes).sum::<usize>()
    }
}

impl Groups {
    fn bytes(&self) -> usize {
        let tables = self.shards.parts().map(GroupTable::bytes);
        let rows = self.iter().map(|group| group.rows.bytes());
        self.shards.bytes() + tables.sum::<usize>() + rows.sum::<usize>()
    }
}

impl RowSet {
    fn bytes(&self) -> usize {
        match self {
            RowSet::One(_) => 0,
            RowSet::Few(ids) => 2 * size_of::<usize>() + size_of_val(&**ids),
            RowSet::Many(blocks) => size_of::<Blocks>() + blocks.bytes(),
        }
    }
}

impl Blocks {
    fn bytes(&self) -> usize {
        let ids = self.blocks.iter().map(|ids| bytes_of(ids));
        self.blocks.capacity() * size_of::<Arc<Vec<RowId>>>() + ids.sum::<usize>()
    }
}

fn bytes_of(ids: &Vec<RowId>) -> usize {
    size_of::<Vec<RowId>>() + ids.capacity() * size_of::<RowId>()
}
