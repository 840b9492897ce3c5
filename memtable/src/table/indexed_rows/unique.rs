use hashbrown::HashTable;

use super::row_id::RowId;
use super::shards::{Parts, Shards, insert_in_room, n_shards_for, shard_of};

/// The rows of a key that no two rows share; the keys are in the rows.
#[derive(Clone)]
pub(super) struct Unique {
    pub(super) shards: Shards<RowId>,
}

impl Unique {
    pub(super) fn new() -> Self {
        Unique {
            shards: Shards::new(),
        }
    }

    #[inline]
    pub(super) fn find(&self, hash: u64, mut matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let table = self.shards.table(hash);
        table.find(hash, |id| matches(*id)).copied()
    }

    /// Makes room for rows with these hashes. Holds the same rows at each step, also where `hash_of` panics.
    pub(super) fn reserve(
        &mut self,
        hashes: impl Iterator<Item = u64> + Clone,
        hash_of: impl Fn(RowId) -> u64,
    ) {
        let hash_of = |id: &RowId| hash_of(*id);
        let n_more = hashes.clone().count();
        self.shards.grow_for(self.shards.len + n_more, hash_of);
        let n_shards = self.shards.tables.len();
        let shards = hashes.map(|hash| shard_of(hash, n_shards));
        if n_more <= 1 {
            return shards.for_each(|shard| self.shards.reserve(shard, 1, hash_of));
        }
        let mut shards: Vec<usize> = shards.collect();
        shards.sort_unstable();
        for same in shards.chunk_by(|a, b| a == b) {
            self.shards.reserve(same[0], same.len(), hash_of);
        }
    }

    /// Puts a row in, for whose hash there is [room](Unique::reserve).
    pub(super) fn insert(&mut self, hash: u64, id: RowId) {
        insert_in_room(self.shards.table_mut(hash), hash, id);
        self.shards.len += 1;
    }

    pub(super) fn remove(&mut self, hash: u64, id: RowId) {
        let found = self
            .shards
            .table_mut(hash)
            .find_entry(hash, |other| *other == id);
        if let Ok(entry) = found {
            entry.remove();
            self.shards.len -= 1;
        }
    }

    /// An index of rows with their hashes; `None` where two of them are the same.
    pub(super) fn build(
        pairs: &[(u64, RowId)],
        same: impl Fn(RowId, RowId) -> bool,
    ) -> Option<Self> {
        let parts = Parts::new(pairs, n_shards_for(pairs.len()));
        let mut tables = Vec::new();
        for part in parts.iter() {
            let mut table = HashTable::with_capacity(part.len());
            for (hash, id) in part {
                if table.find(*hash, |other| same(*other, *id)).is_some() {
                    return None;
                }
                insert_in_room(&mut table, *hash, *id);
            }
            tables.push(table);
        }
        Some(Unique {
            shards: Shards::of(tables),
        })
    }

    /// Names the rows anew; the order of `rename` does not matter here.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for table in self.shards.tables_mut() {
            for id in table.iter_mut() {
                *id = rename(*id);
            }
        }
    }
}
