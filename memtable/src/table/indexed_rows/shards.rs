use std::sync::Arc;

use hashbrown::HashTable;

/// The entries per shard, on average; a single one has from half to twice as many. Few in tests, so that short tables have
/// many shards.
const LOAD: usize = if cfg!(test) { 6 } else { 1600 };

/// What knows its own hash, so that a table grows without looking at rows.
pub(super) trait Hashed {
    fn hash(&self) -> u64;
}

impl<T> Hashed for (u64, T) {
    fn hash(&self) -> u64 {
        self.0
    }
}

/// A hash table in parts behind `Arc`s. A clone shares them; a part that is written after it is copied.
///
/// It grows by linear hashing: a part is split when the average is above [`LOAD`], so that no write pays for all of it.
pub(super) struct Shards<E> {
    pub(super) tables: Vec<Arc<HashTable<E>>>,
    pub(super) len: usize,
}

impl<E> Clone for Shards<E> {
    fn clone(&self) -> Self {
        Shards {
            tables: self.tables.clone(),
            len: self.len,
        }
    }
}

impl<E: Hashed + Clone> Shards<E> {
    pub(super) fn new() -> Self {
        Shards {
            tables: vec![Arc::default()],
            len: 0,
        }
    }

    /// Shards of these tables, as many as [`n_shards_for`] says.
    pub(super) fn of(tables: Vec<HashTable<E>>) -> Self {
        Shards {
            len: tables.iter().map(HashTable::len).sum(),
            tables: tables.into_iter().map(Arc::new).collect(),
        }
    }

    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl FnMut(&E) -> bool) -> Option<&E> {
        self.tables[shard_of(hash, self.tables.len())].find(hash, is_it)
    }

    pub(super) fn find_mut(&mut self, hash: u64, is_it: impl FnMut(&E) -> bool) -> Option<&mut E> {
        self.table_mut(hash).find_mut(hash, is_it)
    }

    pub(super) fn insert(&mut self, entry: E) {
        self.len += 1;
        while self.tables.len() < n_shards_for(self.len) {
            self.split();
        }
        let hash = entry.hash();
        self.table_mut(hash).insert_unique(hash, entry, E::hash);
    }

    pub(super) fn remove(&mut self, hash: u64, is_it: impl FnMut(&E) -> bool) {
        if let Ok(entry) = self.table_mut(hash).find_entry(hash, is_it) {
            entry.remove();
            self.len -= 1;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &E> {
        self.tables.iter().flat_map(|table| table.iter())
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut E> {
        self.tables
            .iter_mut()
            .flat_map(|table| Arc::make_mut(table).iter_mut())
    }

    fn table_mut(&mut self, hash: u64) -> &mut HashTable<E> {
        let shard = shard_of(hash, self.tables.len());
        Arc::make_mut(&mut self.tables[shard])
    }

    fn split(&mut self) {
        let n_after = self.tables.len() + 1;
        let shard = self.tables.len() - (1 << self.tables.len().ilog2());
        let entries = Arc::unwrap_or_clone(std::mem::take(&mut self.tables[shard]));
        let (staying, moving): (Vec<E>, Vec<E>) = entries
            .into_iter()
            .partition(|entry| shard_of(entry.hash(), n_after) == shard);
        self.tables[shard] = Arc::new(table_of(staying));
        self.tables.push(Arc::new(table_of(moving)));
    }
}

fn table_of<E: Hashed>(entries: Vec<E>) -> HashTable<E> {
    let mut table = HashTable::with_capacity(entries.len());
    for entry in entries {
        table.insert_unique(entry.hash(), entry, E::hash);
    }
    table
}

/// The parts for this many entries.
pub(super) fn n_shards_for(len: usize) -> usize {
    len.div_ceil(LOAD).max(1)
}

/// The part for a hash: by bits that the table itself does not use (those at both ends).
#[inline]
pub(super) fn shard_of(hash: u64, n_shards: usize) -> usize {
    let bits = ((hash >> 32) & 0xFF_FFFF) as usize;
    let mask = usize::MAX >> n_shards.leading_zeros();
    let shard = bits & mask;
    if shard < n_shards {
        shard
    } else {
        shard & (mask >> 1)
    }
}

/// Things sorted by the part that they belong to, in the order they came; `bounds[i]..bounds[i + 1]` is part `i`.
pub(super) struct Parts<T> {
    pub(super) things: Vec<T>,
    bounds: Vec<usize>,
}

impl<T: Hashed + Copy + Default> Parts<T> {
    pub(super) fn new(things: &[T], n_parts: usize) -> Self {
        let mut bounds = vec![0; n_parts + 1];
        for thing in things {
            bounds[shard_of(thing.hash(), n_parts) + 1] += 1;
        }
        for part in 0..n_parts {
            bounds[part + 1] += bounds[part];
        }
        let mut next = bounds.clone();
        let mut sorted = vec![T::default(); things.len()];
        for thing in things {
            let place = &mut next[shard_of(thing.hash(), n_parts)];
            sorted[*place] = *thing;
            *place += 1;
        }
        Parts {
            things: sorted,
            bounds,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (self.bounds.windows(2)).map(|bounds| &self.things[bounds[0]..bounds[1]])
    }

    /// Sorts each part.
    pub(super) fn sort(&mut self)
    where
        T: Ord,
    {
        for bounds in self.bounds.windows(2) {
            self.things[bounds[0]..bounds[1]].sort_unstable();
        }
    }
}
