use super::buckets::{Buckets, Entry, short_of};
use super::row_id::RowId;
use super::shards::{Part, Parts, Shards, n_shards_for};

/// The rows of a key that no two rows share; the keys are in the rows.
#[derive(Clone)]
pub(super) struct Unique {
    pub(super) shards: Shards<Buckets>,
}

impl Unique {
    pub(super) fn new() -> Self {
        Unique {
            shards: Shards::new(),
        }
    }

    #[inline]
    fn part(&self, hash: u32) -> &Buckets {
        self.shards.part(u64::from(hash))
    }

    /// The row with this hash that `matches`.
    #[inline]
    pub(super) fn find(&self, hash: u64, matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let hash = short_of(hash);
        self.part(hash).find(hash, matches)
    }

    /// What is made of the first row with this hash of which something is made. Panics no more than that does.
    #[inline]
    pub(super) fn find_map<T>(&self, hash: u64, make: impl FnMut(RowId) -> Option<T>) -> Option<T> {
        let hash = short_of(hash);
        self.shards.get(u64::from(hash))?.find_map(hash, make)
    }

    /// A row with this hash, without a look at it: nearly always the one. None, and [`RowId::NONE`], may be that it was not looked
    /// for far enough. The fastest question to the index.
    #[inline]
    pub(super) fn first(&self, hash: u64) -> Option<RowId> {
        let hash = short_of(hash);
        self.shards.get(u64::from(hash))?.first(hash)
    }

    #[inline]
    pub(super) fn insert(&mut self, hash: u64, id: RowId) {
        self.shards.insert(Entry::new(hash, id));
    }

    pub(super) fn remove(&mut self, hash: u64, id: RowId) {
        let hash = short_of(hash);
        if self.shards.part_mut(u64::from(hash)).remove(hash, id) {
            self.shards.len -= 1;
        }
    }

    /// An index of these rows; `None` where two of them are the same.
    pub(super) fn build(entries: &[Entry], same: impl Fn(RowId, RowId) -> bool) -> Option<Self> {
        let parts = Parts::new(entries, n_shards_for(entries.len()));
        let mut tables = Vec::new();
        for part in parts.iter() {
            let mut table = Buckets::with_room_for(part.len());
            for entry in part {
                let is_same = |id| same(id, entry.id);
                if table.find(entry.hash, is_same).is_some() {
                    return None;
                }
                table.insert(*entry);
            }
            tables.push(table);
        }
        Some(Unique {
            shards: Shards::of(tables),
        })
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.shards.parts().flat_map(Buckets::iter)
    }

    /// Names the rows anew.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for part in self.shards.parts_mut() {
            part.rename(&rename);
        }
    }
}
