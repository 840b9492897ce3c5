use std::hint::select_unpredictable;
use std::sync::Arc;

use hashbrown::HashTable;

/// The entries per shard, on average, of a table with at most [`FEW`] shards; a single one has from half to twice as many. Few
/// in tests, so that short tables have many shards.
///
/// A write after a snapshot copies a shard: here one of 9 kB, and not much more than a snapshot of all of them costs.
const SHORT: usize = if cfg!(test) { 6 } else { 400 };

/// The same of a longer table, where a snapshot costs more by the number of shards. Twice as many just fit into the 4096 buckets
/// of a table.
const LONG: usize = if cfg!(test) { 6 } else { 1700 };

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
/// It grows by linear hashing: a part is split when there are too many for all of them, so that no write pays for all of it.
pub(super) struct Shards<E> {
    pub(super) tables: Vec<Arc<HashTable<E>>>,
    spread: Spread,
    pub(super) len: usize,
}

/// Which part a hash belongs to.
#[derive(Clone, Copy)]
pub(super) struct Spread {
    n_parts: usize,
    /// As many ones as are needed to count the parts.
    mask: usize,
}

impl<E> Clone for Shards<E> {
    fn clone(&self) -> Self {
        Shards {
            tables: self.tables.clone(),
            spread: self.spread,
            len: self.len,
        }
    }
}

impl<E: Hashed + Clone> Shards<E> {
    pub(super) fn new() -> Self {
        Shards {
            tables: vec![Arc::default()],
            spread: Spread::over(1),
            len: 0,
        }
    }

    /// Shards of these tables, as many as [`n_shards_for`] says.
    pub(super) fn of(tables: Vec<HashTable<E>>) -> Self {
        Shards {
            len: tables.iter().map(HashTable::len).sum(),
            spread: Spread::over(tables.len()),
            tables: tables.into_iter().map(Arc::new).collect(),
        }
    }

    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl FnMut(&E) -> bool) -> Option<&E> {
        self.tables[self.spread.part(hash)].find(hash, is_it)
    }

    pub(super) fn find_mut(&mut self, hash: u64, is_it: impl FnMut(&E) -> bool) -> Option<&mut E> {
        self.table_mut(hash).find_mut(hash, is_it)
    }

    #[inline]
    pub(super) fn insert(&mut self, entry: E) {
        self.len += 1;
        while self.len > most_entries_of(self.tables.len()) {
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
        Arc::make_mut(&mut self.tables[self.spread.part(hash)])
    }

    fn split(&mut self) {
        self.spread = Spread::over(self.tables.len() + 1);
        let shard = self.tables.len() - (1 << self.tables.len().ilog2());
        let spread = self.spread;
        // Those that stay are not touched. Both parts have the room that they need when they are split themselves.
        let entries = Arc::make_mut(&mut self.tables[shard]);
        let mut moved = HashTable::with_capacity(entries.capacity().min(2 * LONG));
        for entry in entries.extract_if(|entry| spread.part(entry.hash()) != shard) {
            moved.insert_unique(entry.hash(), entry, E::hash);
        }
        self.tables.push(Arc::new(moved));
    }
}

/// The entries from which on as many parts are one too few.
fn most_entries_of(n_parts: usize) -> usize {
    n_parts * if n_parts < FEW { SHORT } else { LONG }
}

/// The parts for this many entries.
pub(super) fn n_shards_for(len: usize) -> usize {
    len.div_ceil(SHORT).min(FEW).max(len.div_ceil(LONG)).max(1)
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

impl Spread {
    pub(super) fn over(n_parts: usize) -> Self {
        let mask = usize::MAX >> n_parts.leading_zeros();
        Spread { n_parts, mask }
    }

    /// The part for a hash: by bits that the table there does not use; past 2^13 parts, also by those of the tag.
    #[inline]
    pub(super) fn part(self, hash: u64) -> usize {
        let bits = short_of(hash).rotate_right(TAG + BUCKET) as usize;
        let (part, half) = (bits & self.mask, bits & (self.mask >> 1));
        // It is as good as random which it is: no branch, as it would be guessed wrong.
        select_unpredictable(part < self.n_parts, part, half)
    }
}

/// Things sorted by the part that they belong to, in the order they came; `bounds[i]..bounds[i + 1]` is part `i`.
pub(super) struct Parts<T> {
    pub(super) things: Vec<T>,
    bounds: Vec<usize>,
}

impl<T: Hashed + Copy + Default> Parts<T> {
    pub(super) fn new(things: &[T], n_parts: usize) -> Self {
        let spread = Spread::over(n_parts);
        let mut bounds = vec![0; n_parts + 1];
        for thing in things {
            bounds[spread.part(thing.hash()) + 1] += 1;
        }
        for part in 0..n_parts {
            bounds[part + 1] += bounds[part];
        }
        let mut next = bounds.clone();
        let mut sorted = vec![T::default(); things.len()];
        for thing in things {
            let place = &mut next[spread.part(thing.hash())];
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
