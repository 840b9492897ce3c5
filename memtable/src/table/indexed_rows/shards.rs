use std::sync::Arc;

use hashbrown::HashTable;

/// The entries per shard, on average; a single one has from half to twice as many. Few in tests, so that short tables have
/// many shards.
const LOAD: usize = if cfg!(test) { 6 } else { 1600 };

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

impl<E: Clone> Shards<E> {
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

    pub(super) fn table(&self, hash: u64) -> &HashTable<E> {
        &self.tables[shard_of(hash, self.tables.len())]
    }

    pub(super) fn table_mut(&mut self, hash: u64) -> &mut HashTable<E> {
        let shard = shard_of(hash, self.tables.len());
        Arc::make_mut(&mut self.tables[shard])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &E> {
        self.tables.iter().flat_map(|table| table.iter())
    }

    pub(super) fn tables_mut(&mut self) -> impl Iterator<Item = &mut HashTable<E>> {
        self.tables.iter_mut().map(Arc::make_mut)
    }

    /// Splits parts until there are enough for this many entries. Holds the same entries at each step, also where
    /// `hash_of` panics.
    pub(super) fn grow_for(&mut self, len: usize, hash_of: impl Fn(&E) -> u64) {
        while self.tables.len() < n_shards_for(len) {
            self.split(&hash_of);
        }
    }

    /// Makes room in a part, so that inserting needs no hash of its other entries.
    pub(super) fn reserve(&mut self, shard: usize, n_more: usize, hash_of: impl Fn(&E) -> u64) {
        let table = &self.tables[shard];
        if table.capacity() - table.len() >= n_more {
            return;
        }
        // Room to spare, else a table that is emptied and filled would be built anew time and again.
        let len = table.len() + n_more;
        let mut larger = HashTable::with_capacity(len + len / 4);
        for entry in table.iter() {
            insert_in_room(&mut larger, hash_of(entry), entry.clone());
        }
        self.tables[shard] = Arc::new(larger);
    }

    fn split(&mut self, hash_of: impl Fn(&E) -> u64) {
        let n_after = self.tables.len() + 1;
        let shard = self.tables.len() - prev_power_of_two(self.tables.len());
        let entries = self.tables[shard].iter();
        let entries: Vec<(u64, &E)> = entries.map(|entry| (hash_of(entry), entry)).collect();
        let n_staying = (entries
            .iter()
            .filter(|(hash, _)| shard_of(*hash, n_after) == shard))
        .count();
        let mut staying = HashTable::with_capacity(n_staying);
        let mut moving = HashTable::with_capacity(entries.len() - n_staying);
        for (hash, entry) in entries {
            let half = if shard_of(hash, n_after) == shard {
                &mut staying
            } else {
                &mut moving
            };
            insert_in_room(half, hash, entry.clone());
        }
        self.tables[shard] = Arc::new(staying);
        self.tables.push(Arc::new(moving));
    }
}

/// Inserts where [`Shards::reserve`] made room: nothing is hashed.
pub(super) fn insert_in_room<E>(table: &mut HashTable<E>, hash: u64, entry: E) {
    table.insert_unique(hash, entry, |_| {
        debug_assert!(false, "room was made");
        hash
    });
}

/// The parts for this many entries.
pub(super) fn n_shards_for(len: usize) -> usize {
    len.div_ceil(LOAD).max(1)
}

/// The part for a hash: by bits that the table itself does not use (those at both ends).
pub(super) fn shard_of(hash: u64, n_shards: usize) -> usize {
    let bits = usize::try_from((hash >> 32) & 0xFF_FFFF).unwrap_or_default();
    let low = prev_power_of_two(n_shards);
    let shard = bits & (2 * low - 1);
    if shard < n_shards { shard } else { shard - low }
}

/// Hashes and what they belong to, sorted by part, in the order they came; `bounds[i]..bounds[i + 1]` is part `i`.
pub(super) struct Parts<T> {
    pub(super) pairs: Vec<(u64, T)>,
    bounds: Vec<usize>,
}

impl<T: Copy + Default> Parts<T> {
    pub(super) fn new(pairs: &[(u64, T)], n_shards: usize) -> Self {
        let mut bounds = vec![0; n_shards + 1];
        for (hash, _) in pairs {
            bounds[shard_of(*hash, n_shards) + 1] += 1;
        }
        for shard in 0..n_shards {
            bounds[shard + 1] += bounds[shard];
        }
        let mut next = bounds.clone();
        let mut sorted = vec![(0, T::default()); pairs.len()];
        for pair in pairs {
            let place = &mut next[shard_of(pair.0, n_shards)];
            sorted[*place] = *pair;
            *place += 1;
        }
        Parts {
            pairs: sorted,
            bounds,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[(u64, T)]> {
        (self.bounds.windows(2)).map(|bounds| &self.pairs[bounds[0]..bounds[1]])
    }

    /// Sorts each part.
    pub(super) fn sort(&mut self)
    where
        T: Ord,
    {
        for bounds in self.bounds.windows(2) {
            self.pairs[bounds[0]..bounds[1]].sort_unstable();
        }
    }
}

fn prev_power_of_two(n: usize) -> usize {
    1 << n.max(1).ilog2()
}
