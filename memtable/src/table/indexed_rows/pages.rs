use std::iter::repeat_n;
use std::sync::Arc;

use super::row_id::RowId;
use super::unique::Entry;

/// The rows in a bucket: as many as a cache line holds, with a tag for each.
const BUCKET: usize = 7;

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
    tags: Tags,
    rows: [Entry; BUCKET],
}

/// A byte for each row, some bits of its hash, which is never 0; and how many rows there are, in the last one.
#[derive(Clone, Copy, Default)]
struct Tags(u64);

/// A byte of each that is 1.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The upper bits of the bytes of tags.
const UPPER: u64 = 0x0080_8080_8080_8080;

impl Tags {
    /// Bits that neither the page nor the bucket is found by, in the tables that fit into memory today.
    #[inline]
    fn tag(short: u32) -> u64 {
        u64::from(short >> 12) & 0x7f | 0x80
    }

    #[inline]
    fn len(self) -> usize {
        (self.0 >> 56) as usize
    }

    /// The bytes with this tag, by their upper bits. Some others may be among them, above the first.
    #[inline]
    fn with(self, tag: u64) -> u64 {
        let differing = self.0 ^ (tag * ONES);
        differing.wrapping_sub(ONES) & !differing & UPPER
    }

    #[inline]
    fn push(&mut self, tag: u64) {
        self.0 |= tag << (8 * self.len());
        self.0 += 1 << 56;
    }

    /// Takes a tag out, in whose place the last one goes.
    fn take(&mut self, place: usize) {
        let last = self.len() - 1;
        let tag = self.0 >> (8 * last) & 0xff;
        self.0 &= !(0xff << (8 * last));
        if place < last {
            self.0 &= !(0xff << (8 * place));
            self.0 |= tag << (8 * place);
        }
        self.0 -= 1 << 56;
    }
}

impl Bucket {
    #[inline]
    fn find(&self, short: u32, mut matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let mut places = self.tags.with(Tags::tag(short));
        while places != 0 {
            let entry = self.rows.get(places.trailing_zeros() as usize / 8)?;
            if entry.short == short && matches(entry.id) {
                return Some(entry.id);
            }
            places &= places - 1;
        }
        None
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.tags.len() == BUCKET
    }

    fn entries(&self) -> &[Entry] {
        &self.rows[..self.tags.len()]
    }

    /// Puts a row in; there is room.
    #[inline]
    fn push(&mut self, entry: Entry) {
        self.rows[self.tags.len()] = entry;
        self.tags.push(Tags::tag(entry.short));
    }

    /// Takes a row out, in whose place the last one goes.
    fn take(&mut self, place: usize) -> Entry {
        let last = self.tags.len() - 1;
        self.tags.take(place);
        self.rows.swap(place, last);
        self.rows[last]
    }
}

impl Page {
    /// A page with room for this many rows.
    pub(super) fn for_rows(n_rows: usize) -> Self {
        Page::of_buckets((n_rows * 4).div_ceil(BUCKET * 3).max(1))
    }

    fn of_buckets(n_buckets: usize) -> Self {
        Page {
            buckets: repeat_n(Bucket::default(), n_buckets).collect(),
            len: 0,
        }
    }

    #[inline]
    pub(super) fn find(&self, short: u32, mut matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let mut at = home(short, self.buckets.len());
        loop {
            let bucket = &self.buckets[at];
            let found = bucket.find(short, &mut matches);
            if found.is_some() || !bucket.is_full() {
                return found;
            }
            at = next(at, self.buckets.len());
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, entry: Entry) {
        // Three rows of four places: more would fill too many buckets.
        if (self.len + 1) * 4 > self.buckets.len() * (BUCKET * 3) {
            self.grow();
        }
        self.len += 1;
        put(Arc::make_mut(&mut self.buckets), entry);
    }

    #[cold]
    fn grow(&mut self) {
        let mut grown = Page::of_buckets(self.buckets.len() * 3 / 2 + 4);
        let buckets = Arc::make_mut(&mut grown.buckets);
        self.iter().for_each(|entry| put(buckets, entry));
        grown.len = self.len;
        *self = grown;
    }

    /// The rows whose hashes stay, and the others, each with room for as many more.
    pub(super) fn split(&self, stays: impl Fn(u32) -> bool) -> (Page, Page) {
        let n_staying = self.iter().filter(|entry| stays(entry.short)).count();
        let page = |n_rows| Page {
            len: n_rows,
            ..Page::for_rows(n_rows * 2)
        };
        let mut pages = [n_staying, self.len - n_staying].map(page);
        let [staying, others] = &mut pages;
        let staying = Arc::make_mut(&mut staying.buckets);
        let others = Arc::make_mut(&mut others.buckets);
        self.iter().for_each(|entry| {
            let is_staying = stays(entry.short);
            put(
                if is_staying {
                    &mut *staying
                } else {
                    &mut *others
                },
                entry,
            );
        });
        pages.into()
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
        let mut at = home(entry.short, n_buckets);
        loop {
            let bucket = &self.buckets[at];
            let mut entries = bucket.entries().iter();
            if let Some(place) = entries.position(|other| *other == entry) {
                return Some((at, place));
            }
            if !bucket.is_full() {
                return None;
            }
            at = next(at, n_buckets);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        let entries = self.buckets.iter().flat_map(Bucket::entries);
        entries.copied()
    }

    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for bucket in Arc::make_mut(&mut self.buckets) {
            let n_rows = bucket.tags.len();
            for entry in &mut bucket.rows[..n_rows] {
                entry.id = rename(entry.id);
            }
        }
    }
}

/// The bucket for a hash, by the upper bits of it.
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
fn put(buckets: &mut [Bucket], entry: Entry) {
    let mut at = home(entry.short, buckets.len());
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
        let was_full = buckets[at].is_full();
        let went_past = |entry: &Entry| steps(home(entry.short, n_buckets), at) >= steps(hole, at);
        let found = buckets[at].entries().iter().position(went_past);
        if let Some(place) = found {
            let moved = buckets[at].take(place);
            buckets[hole].push(moved);
            hole = at;
        }
        if !was_full {
            return;
        }
        at = next(at, n_buckets);
    }
}
