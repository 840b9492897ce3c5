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

/// A hash table that can be a part of [`Shards`]. A clone shares its memory, which is copied when either is written.
pub(super) trait Part: Clone + Default {
    type Entry: Hashed;

    fn len(&self) -> usize;

    fn hashes(&self) -> impl Iterator<Item = u64>;

    /// Puts an entry in that is not there.
    fn insert(&mut self, entry: Self::Entry);

    /// Moves the entries whose hashes go to another table.
    fn split_off(&mut self, goes: impl Fn(u64) -> bool) -> Self;

    /// Whether two tables share their memory.
    #[cfg(test)]
    fn shares(&self, other: &Self) -> bool;
}

/// A hash table in parts. A clone shares them; a part that is written after it is copied.
///
/// There are a power of two of them, so that a lookup needs no more than a mask to find its part. All are split together when
/// there are too many entries for them, as a hash table doubles.
pub(super) struct Shards<T> {
    /// One `Arc` around all, as most writes change no key, and then need none of them.
    parts: Arc<[T]>,
    /// One less than there are of them.
    mask: usize,
    pub(super) len: usize,
}

impl<T> Clone for Shards<T> {
    fn clone(&self) -> Self {
        Shards {
            parts: Arc::clone(&self.parts),
            mask: self.mask,
            len: self.len,
        }
    }
}

impl<T: Part> Shards<T> {
    pub(super) fn new() -> Self {
        Shards::of(vec![T::default()])
    }

    /// Shards of these tables, as many as [`n_shards_for`] says.
    pub(super) fn of(tables: Vec<T>) -> Self {
        Shards {
            len: tables.iter().map(T::len).sum(),
            mask: tables.len() - 1,
            parts: tables.into(),
        }
    }

    /// The part for a hash.
    #[inline]
    pub(super) fn part(&self, hash: u64) -> &T {
        &self.parts[self.place(hash)]
    }

    /// The part for a hash. There always is one, but whoever must not panic takes it from here.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> Option<&T> {
        self.parts.get(self.place(hash))
    }

    /// As [`part_of`] says, from a mask that is at hand.
    #[inline]
    fn place(&self, hash: u64) -> usize {
        (hash >> PLACE) as usize & self.mask
    }

    /// The part for a hash, to be written; whoever changes the number of entries sets [`len`](Self::len).
    #[inline]
    pub(super) fn part_mut(&mut self, hash: u64) -> &mut T {
        let part = self.place(hash);
        &mut self.own()[part]
    }

    #[inline]
    pub(super) fn insert(&mut self, entry: T::Entry) {
        self.len += 1;
        if self.len > most_entries_of(self.parts.len()) {
            self.split();
        }
        self.part_mut(entry.hash()).insert(entry);
    }

    /// The parts, in order.
    pub(super) fn parts(&self) -> impl ExactSizeIterator<Item = &T> {
        self.parts.iter()
    }

    /// The parts, in order, to be written with as many entries in all.
    pub(super) fn parts_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.own().iter_mut()
    }

    /// The parts, in a list that nobody else has.
    #[inline]
    fn own(&mut self) -> &mut [T] {
        if !Arc::is_unique(&self.parts) {
            self.parts = self.parts.iter().cloned().collect();
        }
        Arc::get_mut(&mut self.parts).expect("nobody shares what was made here")
    }

    /// Makes two shards of each.
    #[cold]
    fn split(&mut self) {
        let n_parts = 2 * self.parts.len();
        let parts = self.parts_mut().enumerate();
        let moved = parts.map(|(part, table)| {
            let goes = |hash| part_of(hash, n_parts) != part;
            table.split_off(goes)
        });
        let moved: Vec<T> = moved.collect();
        self.parts = [&self.parts[..], &moved].concat().into();
        self.mask = n_parts - 1;
    }

    /// The parts that both share.
    #[cfg(test)]
    pub(super) fn n_shared(&self, other: &Self) -> usize {
        let pairs = self.parts.iter().zip(other.parts.iter());
        let are_same = pairs.filter(|(one, other)| one.shares(other));
        are_same.count()
    }

    /// The bytes that they take, but for what the tables hold.
    pub(super) fn bytes(&self) -> usize {
        size_of::<usize>() + size_of_val(&*self.parts)
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

/// The bits for the place in a part: it has at most 2^12.
const PLACE: u32 = 12;

/// The part for a hash, of a power of two of them: by bits that the table there does not use for the place.
#[inline]
pub(super) fn part_of(hash: u64, n_parts: usize) -> usize {
    (hash >> PLACE) as usize & (n_parts - 1)
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
