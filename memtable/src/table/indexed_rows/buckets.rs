use triomphe::Arc;

use super::lanes::{self, LANES, Lanes};
use super::pages::cast;
use super::row_id::RowId;
use super::shards::{Hashed, Part};

/// The slots of a bucket: as many as fill a cache line.
const ROOM: usize = LANES;

/// The rows in as many buckets at most, on average, so that nearly all are in the bucket where they are looked for first.
const FILL: usize = 7;

/// A hash table of rows, by 32 bits of their hashes. A row that finds its bucket full is in the next one that has room, so that a
/// lookup reads one cache line, nearly always. A clone shares the buckets, which are copied when either is written.
#[derive(Clone)]
pub(super) struct Buckets {
    /// A power of two of them, or none; at least one has room. They are aligned to cache lines of their own: so whoever takes a
    /// snapshot, and counts in the `Arc`, disturbs nobody who reads.
    lines: Arc<[Bucket]>,
    /// One less than there are buckets, or 0.
    mask: u32,
    len: u32,
}

/// Rows with their hashes, from the first slot on; the slots after them have no row.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Bucket {
    hashes: [u32; ROOM],
    ids: [RowId; ROOM],
}

/// A row, and as much of its hash as is needed to find it and to grow without asking the row again.
#[derive(Clone, Copy, Default)]
pub(super) struct Entry {
    pub(super) hash: u32,
    pub(super) id: RowId,
}

/// Half of the bits of a hash are enough, and all that is used.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "half of the bits")]
pub(super) fn short_of(hash: u64) -> u32 {
    hash as u32
}

impl Entry {
    #[inline]
    pub(super) fn new(hash: u64, id: RowId) -> Self {
        Entry {
            hash: short_of(hash),
            id,
        }
    }
}

impl Hashed for Entry {
    /// The bits of the hash that are used.
    #[inline]
    fn hash(&self) -> u64 {
        u64::from(self.hash)
    }
}

impl Bucket {
    const EMPTY: Bucket = Bucket {
        hashes: [0; ROOM],
        ids: [RowId::NONE; ROOM],
    };

    #[inline]
    fn has_room(&self) -> bool {
        self.ids[ROOM - 1] == RowId::NONE
    }

    #[inline]
    fn len(&self) -> usize {
        self.ids.iter().filter(|id| **id != RowId::NONE).count()
    }

    /// The slots with this hash. Those without a row may be among them.
    #[inline]
    fn matches(&self, hash: u32) -> Lanes {
        lanes::equal(&self.hashes, hash)
    }

    /// A row with this hash, if there is one, or [`RowId::NONE`] from a slot without a row.
    #[inline]
    fn first(&self, hash: u32) -> Option<RowId> {
        let slot = self.matches(hash).first()?;
        Some(self.ids[slot])
    }

    fn entry(&self, slot: usize) -> Entry {
        Entry {
            hash: self.hashes[slot],
            id: self.ids[slot],
        }
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.len()).map(|slot| self.entry(slot))
    }

    fn put(&mut self, slot: usize, entry: Entry) {
        self.hashes[slot] = entry.hash;
        self.ids[slot] = entry.id;
    }
}

impl Default for Buckets {
    fn default() -> Self {
        Buckets::empty(0)
    }
}

impl Buckets {
    /// No rows, and room for as many.
    pub(super) fn with_room_for(n_rows: usize) -> Self {
        Buckets::empty(match n_rows {
            0 => 0,
            _ => n_rows.div_ceil(FILL).next_power_of_two(),
        })
    }

    fn empty(n_buckets: usize) -> Self {
        Buckets {
            lines: vec![Bucket::EMPTY; n_buckets].into(),
            mask: cast(n_buckets.saturating_sub(1)),
            len: 0,
        }
    }

    /// The buckets, to be written.
    #[inline]
    fn own(&mut self) -> &mut [Bucket] {
        if !Arc::is_unique(&self.lines) {
            self.lines = Arc::from(&self.lines[..]);
        }
        Arc::get_mut(&mut self.lines).expect("nobody shares what was made here")
    }

    /// A row with this hash in the bucket for it, or [`RowId::NONE`] where it may have none. The fastest question to the index.
    #[inline]
    pub(super) fn first(&self, hash: u32) -> Option<RowId> {
        self.lines.get(self.home(hash))?.first(hash)
    }

    /// The row with this hash that `is_it`.
    #[inline]
    pub(super) fn find(&self, hash: u32, mut is_it: impl FnMut(RowId) -> bool) -> Option<RowId> {
        self.find_map(hash, |id| is_it(id).then_some(id))
    }

    /// What is made of the first row with this hash of which something is made.
    #[inline]
    pub(super) fn find_map<T>(
        &self,
        hash: u32,
        mut make: impl FnMut(RowId) -> Option<T>,
    ) -> Option<T> {
        let mut place = self.home(hash);
        loop {
            let bucket = self.lines.get(place)?;
            for slot in bucket.matches(hash) {
                let id = *bucket.ids.get(slot)?;
                if id != RowId::NONE
                    && let Some(made) = make(id)
                {
                    return Some(made);
                }
            }
            if bucket.has_room() {
                return None;
            }
            place = self.after(place);
        }
    }

    /// Puts an entry into the first bucket with room.
    #[inline]
    fn put(&mut self, entry: Entry) {
        let mut place = self.home(entry.hash);
        while !self.lines[place].has_room() {
            place = self.after(place);
        }
        let bucket = &mut self.own()[place];
        bucket.put(bucket.len(), entry);
        self.len += 1;
    }

    #[cold]
    fn grow(&mut self) {
        let mut larger = Buckets::with_room_for((2 * self.len()).max(1));
        for entry in self.iter() {
            larger.put(entry);
        }
        *self = larger;
    }

    /// Takes a row out, and says whether it was there.
    pub(super) fn remove(&mut self, hash: u32, id: RowId) -> bool {
        let Some((place, slot)) = self.place_of(hash, id) else {
            return false;
        };
        self.len -= 1;
        self.fill(place, slot);
        true
    }

    fn place_of(&self, hash: u32, id: RowId) -> Option<(usize, usize)> {
        let mut place = self.home(hash);
        loop {
            let bucket = self.lines.get(place)?;
            let mut slots = bucket.entries();
            if let Some(slot) = slots.position(|entry| entry.id == id) {
                return Some((place, slot));
            }
            if bucket.has_room() {
                return None;
            }
            place = self.after(place);
        }
    }

    /// Fills a slot that is free now with another row of its bucket, and room that this makes in a full bucket with a row that
    /// is behind it for want of room.
    fn fill(&mut self, mut place: usize, mut slot: usize) {
        loop {
            let bucket = &mut self.own()[place];
            let (was_full, last) = (!bucket.has_room(), bucket.len() - 1);
            bucket.put(slot, bucket.entry(last));
            bucket.put(last, Bucket::EMPTY.entry(last));
            if !was_full {
                return;
            }
            let Some((behind, its_slot)) = self.displaced_behind(place) else {
                return;
            };
            let entry = self.lines[behind].entry(its_slot);
            self.own()[place].put(last, entry);
            (place, slot) = (behind, its_slot);
        }
    }

    /// A row behind a bucket that would be in it if there had been room.
    fn displaced_behind(&self, place: usize) -> Option<(usize, usize)> {
        let mask = self.mask as usize;
        let mut behind = place;
        loop {
            behind = self.after(behind);
            let distance = behind.wrapping_sub(place) & mask;
            let bucket = &self.lines[behind];
            let is_displaced =
                |entry: Entry| behind.wrapping_sub(self.home(entry.hash)) & mask >= distance;
            if let Some(slot) = bucket.entries().position(is_displaced) {
                return Some((behind, slot));
            }
            if bucket.has_room() {
                return None;
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        self.lines.iter().flat_map(Bucket::entries)
    }

    /// Names the rows anew.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for bucket in self.own() {
            let n_rows = bucket.len();
            for id in &mut bucket.ids[..n_rows] {
                *id = rename(*id);
            }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        align_of::<Bucket>() + size_of_val(&*self.lines)
    }

    /// The bucket that a row with this hash is in, where that has room. Past all where there are none.
    #[inline]
    fn home(&self, hash: u32) -> usize {
        (hash & self.mask) as usize
    }

    #[inline]
    fn after(&self, place: usize) -> usize {
        (place + 1) & self.mask as usize
    }
}

impl Part for Buckets {
    type Entry = Entry;

    fn len(&self) -> usize {
        self.len as usize
    }

    fn hashes(&self) -> impl Iterator<Item = u64> {
        self.iter().map(|entry| entry.hash())
    }

    #[inline]
    fn insert(&mut self, entry: Entry) {
        if self.len() == FILL * self.lines.len() {
            self.grow();
        }
        self.put(entry);
    }

    fn split_off(&mut self, goes: impl Fn(u64) -> bool) -> Self {
        let mut moved = Buckets::empty(self.lines.len());
        // Most of those that stay are where they belong, and are not looked at again.
        let mut displaced = Vec::new();
        let (mask, mut n_stay) = (self.mask, 0);
        for (place, bucket) in self.own().iter_mut().enumerate() {
            let whole = std::mem::replace(bucket, Bucket::EMPTY);
            let mut n_kept = 0;
            for entry in whole.entries() {
                if goes(entry.hash()) {
                    moved.put(entry);
                } else if (entry.hash & mask) as usize == place {
                    bucket.put(n_kept, entry);
                    n_kept += 1;
                } else {
                    displaced.push(entry);
                }
            }
            n_stay += n_kept;
        }
        self.len = cast(n_stay);
        for entry in displaced {
            self.put(entry);
        }
        moved
    }

    #[cfg(test)]
    fn shares(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.lines, &other.lines)
    }
}
