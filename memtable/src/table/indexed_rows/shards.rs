use hashbrown::HashTable;
use triomphe::Arc;

/// The most entries per shard, on average, of a table with less than [`FEW`] shards. Few in tests, so that short tables have
/// many shards.
///
/// A write after a snapshot copies a shard: here one of 5 kB, and not much more than a snapshot of all of them costs.
const SHORT: usize = if cfg!(test) { 6 } else { 400 };

/// The same of a longer table, where a snapshot costs more by the number of shards. They fit into the 4096 buckets of a table,
/// and half of them into half of those.
const LONG: usize = if cfg!(test) { 6 } else { 3200 };

const FEW: usize = if cfg!(test) { 8 } else { 64 };

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
/// There are a power of two of them, so that a lookup needs no more than a mask to find its part. All are split together when
/// there are too many entries for them, as a hash table doubles.
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
        self.tables[part_of(hash, self.tables.len())].find(hash, is_it)
    }

    /// The first entry that the hash may be of, by 7 bits of it.
    #[inline]
    pub(super) fn first(&self, hash: u64) -> Option<&E> {
        let part = part_of(hash, self.tables.len());
        self.tables[part].find(hash, |_| true)
    }

    pub(super) fn find_mut(&mut self, hash: u64, is_it: impl FnMut(&E) -> bool) -> Option<&mut E> {
        self.table_mut(hash).find_mut(hash, is_it)
    }

    #[inline]
    pub(super) fn insert(&mut self, entry: E) {
        self.len += 1;
        if self.len > most_entries_of(self.tables.len()) {
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

    #[inline]
    fn table_mut(&mut self, hash: u64) -> &mut HashTable<E> {
        let part = part_of(hash, self.tables.len());
        Arc::make_mut(&mut self.tables[part])
    }

    /// Makes two shards of each.
    #[cold]
    fn split(&mut self) {
        let n_parts = 2 * self.tables.len();
        let split = |(part, table): (usize, &mut Arc<HashTable<E>>)| {
            // Those that stay are not touched. Both parts have the room that they need when they are split themselves.
            let entries = Arc::make_mut(table);
            let mut moved = HashTable::with_capacity(entries.capacity().min(LONG / 2));
            for entry in entries.extract_if(|entry| part_of(entry.hash(), n_parts) != part) {
                moved.insert_unique(entry.hash(), entry, E::hash);
            }
            Arc::new(moved)
        };
        let moved: Vec<_> = self.tables.iter_mut().enumerate().map(split).collect();
        self.tables.extend(moved);
    }
}

/// The entries from which on as many parts are too few.
fn most_entries_of(n_parts: usize) -> usize {
    n_parts * if n_parts < FEW { SHORT } else { LONG }
}

/// The parts for this many entries.
pub(super) fn n_shards_for(len: usize) -> usize {
    let n_parts = len.div_ceil(SHORT).min(FEW).max(len.div_ceil(LONG));
    n_parts.next_power_of_two()
}

/// The bits at both ends of a hash, which are all that is used of it: a hash table takes its tag from the upper 7, and the
/// bucket from the lowest.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "half of the bits are enough"
)]
pub(super) fn short_of(hash: u64) -> u32 {
    hash.rotate_left(TAG) as u32
}

/// A hash with these bits at both ends.
#[inline]
pub(super) fn long_of(short: u32) -> u64 {
    u64::from(short).rotate_right(TAG)
}

const TAG: u32 = 7;

/// The bits for the bucket in a part: it has at most 2^12.
const BUCKET: u32 = 12;

/// The part for a hash, of a power of two of them: by bits that the table there does not use; past 2^13 parts, also by those
/// of the tag.
#[inline]
pub(super) fn part_of(hash: u64, n_parts: usize) -> usize {
    short_of(hash).rotate_right(TAG + BUCKET) as usize & (n_parts - 1)
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
            bounds[part_of(thing.hash(), n_parts) + 1] += 1;
        }
        for part in 0..n_parts {
            bounds[part + 1] += bounds[part];
        }
        let mut next = bounds.clone();
        let mut sorted = vec![T::default(); things.len()];
        for thing in things {
            let place = &mut next[part_of(thing.hash(), n_parts)];
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
