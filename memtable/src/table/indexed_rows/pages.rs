use std::iter::repeat_n;
use std::sync::Arc;

use super::row_id::RowId;
use super::unique::Entry;

/// The rows in a bucket: as many as a cache line holds.
const BUCKET: usize = 8;

/// A hash table of rows, by a part of their hashes, that is copied when it is written while a snapshot has it.
///
/// A row is in the bucket for its hash, or, where that is full, in the next one with room. So one line of the cache answers
/// nearly every search, and the rows that are looked at are nearly always those that are looked for.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) buckets: Arc<[Bucket]>,
    pub(super) len: usize,
}

/// Rows, those that are there first.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Bucket {
    /// 0 where there is no row.
    shorts: [u32; BUCKET],
    ids: [RowId; BUCKET],
}

impl Bucket {
    /// The places with this hash, as bits.
    #[inline]
    fn places(&self, short: u32) -> u32 {
        let mut places = 0;
        for (place, other) in self.shorts.iter().enumerate() {
            places |= u32::from(*other == short) << place;
        }
        places
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.shorts[BUCKET - 1] != 0
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        let pairs = self.shorts.iter().zip(&self.ids);
        let entries = pairs.map(|(&short, &id)| Entry { short, id });
        entries.take_while(|entry| entry.short != 0)
    }

    /// Puts a row in; there is room.
    #[inline]
    fn push(&mut self, entry: Entry) {
        let place = self.places(0).trailing_zeros() as usize % BUCKET;
        (self.shorts[place], self.ids[place]) = (entry.short, entry.id);
    }

    /// Takes a row out, in whose place the last one goes.
    fn take(&mut self, place: usize) -> Entry {
        let last = self.entries().count() - 1;
        self.shorts.swap(place, last);
        self.ids.swap(place, last);
        let short = std::mem::take(&mut self.shorts[last]);
        let id = self.ids[last];
        Entry { short, id }
    }
}

impl Page {
    /// A page that has room for this many rows without growing, and for a third more.
    pub(super) fn for_rows(n_rows: usize) -> Self {
        Page::of_buckets((n_rows * 5).div_ceil(BUCKET * 3).max(1))
    }

    fn of_buckets(n_buckets: usize) -> Self {
        Page {
            buckets: repeat_n(Bucket::default(), n_buckets).collect(),
            len: 0,
        }
    }

    /// The bucket for a hash, by the upper bits of it.
    #[inline]
    fn home(&self, short: u32) -> usize {
        home(short, self.buckets.len())
    }

    #[inline]
    pub(super) fn find(&self, short: u32, mut matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let mut at = self.home(short);
        loop {
            let bucket = &self.buckets[at];
            let mut places = bucket.places(short);
            while places != 0 {
                let id = bucket.ids[places.trailing_zeros() as usize % BUCKET];
                if matches(id) {
                    return Some(id);
                }
                places &= places - 1;
            }
            if !bucket.is_full() {
                return None;
            }
            at = next(at, self.buckets.len());
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, entry: Entry) {
        // Four rows of five places: more would fill too many buckets.
        if (self.len + 1) * 5 > self.buckets.len() * (BUCKET * 4) {
            self.grow();
        }
        self.len += 1;
        let home = self.home(entry.short);
        put(Arc::make_mut(&mut self.buckets), home, entry);
    }

    #[cold]
    fn grow(&mut self) {
        let mut grown = Page::of_buckets(self.buckets.len() * 3 / 2 + 1);
        grown.extend(self.iter());
        *self = grown;
    }

    /// The rows whose hashes stay, and the others.
    pub(super) fn split(&self, stays: impl Fn(u32) -> bool) -> (Page, Page) {
        let n_staying = self.iter().filter(|entry| stays(entry.short)).count();
        let mut staying = Page::for_rows(n_staying);
        let mut others = Page::for_rows(self.len - n_staying);
        staying.extend(self.iter().filter(|entry| stays(entry.short)));
        others.extend(self.iter().filter(|entry| !stays(entry.short)));
        (staying, others)
    }

    /// Puts rows in for which there is room.
    fn extend(&mut self, entries: impl Iterator<Item = Entry>) {
        let buckets = Arc::make_mut(&mut self.buckets);
        for entry in entries {
            put(buckets, home(entry.short, buckets.len()), entry);
            self.len += 1;
        }
    }

    /// Takes a row out, and says whether it was there.
    pub(super) fn remove(&mut self, entry: Entry) -> bool {
        let Some((at, place)) = self.place_of(entry) else {
            return false;
        };
        let buckets = Arc::make_mut(&mut self.buckets);
        let was_full = buckets[at].is_full();
        buckets[at].take(place);
        self.len -= 1;
        if was_full {
            refill(buckets, at);
        }
        true
    }

    fn place_of(&self, entry: Entry) -> Option<(usize, usize)> {
        let n_buckets = self.buckets.len();
        let mut at = self.home(entry.short);
        loop {
            let mut entries = self.buckets[at].entries();
            let is_it = |other: Entry| other.short == entry.short && other.id == entry.id;
            if let Some(place) = entries.position(is_it) {
                return Some((at, place));
            }
            if !self.buckets[at].is_full() {
                return None;
            }
            at = next(at, n_buckets);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        self.buckets.iter().flat_map(Bucket::entries)
    }

    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for bucket in Arc::make_mut(&mut self.buckets) {
            let n_rows = bucket.entries().count();
            for id in &mut bucket.ids[..n_rows] {
                *id = rename(*id);
            }
        }
    }
}

#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "less than the number of buckets"
)]
fn home(short: u32, n_buckets: usize) -> usize {
    ((u64::from(short) * n_buckets as u64) >> 32) as usize
}

#[inline]
fn next(at: usize, n_buckets: usize) -> usize {
    if at + 1 == n_buckets { 0 } else { at + 1 }
}

/// Puts a row into the first bucket with room from its home on; one has.
#[inline]
fn put(buckets: &mut [Bucket], mut at: usize, entry: Entry) {
    while buckets[at].is_full() {
        at = next(at, buckets.len());
    }
    buckets[at].push(entry);
}

/// Fills a bucket that was full with a row that had to go past it, and so on: a search ends at a bucket that is not full.
fn refill(buckets: &mut [Bucket], mut hole: usize) {
    let n_buckets = buckets.len();
    let steps = |from: usize, to: usize| (to + n_buckets - from) % n_buckets;
    let mut at = next(hole, n_buckets);
    // Once around at most.
    while at != hole {
        let is_full = buckets[at].is_full();
        let went_past = |entry: Entry| steps(home(entry.short, n_buckets), at) >= steps(hole, at);
        let found = buckets[at].entries().position(went_past);
        if let Some(place) = found {
            let moved = buckets[at].take(place);
            buckets[hole].push(moved);
            hole = at;
        }
        if !is_full {
            return;
        }
        at = next(at, n_buckets);
    }
}
