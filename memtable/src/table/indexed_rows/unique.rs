use hashbrown::HashTable;

use super::row_id::RowId;
use super::shards::{Hashed, Parts, Shards, long_of, n_shards_for, short_of};

/// The rows of a key that no two rows share; the keys are in the rows.
#[derive(Clone)]
pub(super) struct Unique {
    pub(super) shards: Shards<Entry>,
}

/// A row, and as much of its hash as is needed to find it and to grow without asking the row again.
#[derive(Clone, Copy, Default)]
pub(super) struct Entry {
    short: u32,
    pub(super) id: RowId,
}

impl Entry {
    #[inline]
    pub(super) fn new(hash: u64, id: RowId) -> Self {
        Entry {
            short: short_of(hash),
            id,
        }
    }
}

impl Hashed for Entry {
    /// The bits of the hash that matter.
    #[inline]
    fn hash(&self) -> u64 {
        long_of(self.short)
    }
}

impl Unique {
    pub(super) fn new() -> Self {
        Unique {
            shards: Shards::new(),
        }
    }

    /// The row with this hash that `matches`.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let short = short_of(hash);
        let is_it = |entry: &Entry| entry.short == short && matches(entry.id);
        self.shards.find(hash, is_it).map(|entry| entry.id)
    }

    /// As [`find`](Self::find): the first row with the hash is nearly always the one, and none is more often none, so that
    /// the loop through the index holds no call.
    #[inline]
    pub(super) fn find_guessing(
        &self,
        hash: u64,
        mut matches: impl FnMut(RowId) -> bool,
    ) -> Option<RowId> {
        let (first, is_likely) = self.first(hash)?;
        if is_likely && matches(first) {
            return Some(first);
        }
        self.find_among(hash, matches)
    }

    #[cold]
    fn find_among(&self, hash: u64, matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        self.find(hash, matches)
    }

    /// The first row that this hash may be of, without a look at it.
    #[inline]
    pub(super) fn guess(&self, hash: u64) -> Option<RowId> {
        let (first, is_likely) = self.first(hash)?;
        if is_likely {
            return Some(first);
        }
        self.find_among(hash, |_| true)
    }

    /// The first row that this hash may be of, by 7 bits of it, and whether it is by 32 of them too. The fastest question to
    /// the index.
    #[inline]
    pub(super) fn first(&self, hash: u64) -> Option<(RowId, bool)> {
        let entry = self.shards.first(hash)?;
        Some((entry.id, entry.short == short_of(hash)))
    }

    #[inline]
    pub(super) fn insert(&mut self, hash: u64, id: RowId) {
        self.shards.insert(Entry::new(hash, id));
    }

    pub(super) fn remove(&mut self, hash: u64, id: RowId) {
        self.shards.remove(hash, |entry| entry.id == id);
    }

    /// An index of these rows; `None` where two of them are the same.
    pub(super) fn build(entries: &[Entry], same: impl Fn(RowId, RowId) -> bool) -> Option<Self> {
        let parts = Parts::new(entries, n_shards_for(entries.len()));
        let mut tables = Vec::new();
        for part in parts.iter() {
            let mut table: HashTable<Entry> = HashTable::with_capacity(part.len());
            for entry in part {
                let hash = entry.hash();
                let is_same =
                    |other: &Entry| other.short == entry.short && same(other.id, entry.id);
                if table.find(hash, is_same).is_some() {
                    return None;
                }
                table.insert_unique(hash, *entry, Entry::hash);
            }
            tables.push(table);
        }
        Some(Unique {
            shards: Shards::of(tables),
        })
    }

    /// Names the rows anew.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for entry in self.shards.iter_mut() {
            entry.id = rename(entry.id);
        }
    }
}
