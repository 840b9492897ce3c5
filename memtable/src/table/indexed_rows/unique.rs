use super::pages::Page;
use super::row_id::RowId;
use super::shards::{Hashed, Parts, Spread};

/// The rows per page, on average; a single one has from half to twice as many. Few in tests, so that short tables have many
/// pages.
const LOAD: usize = if cfg!(test) { 6 } else { 1024 };

/// The rows of a key that no two rows share; the keys are in the rows.
///
/// A hash table in pages, each of which is shared with snapshots until it is written. It grows by linear hashing: a page is
/// split when the average is above [`LOAD`], so that no write pays for all of them.
#[derive(Clone)]
pub(super) struct Unique {
    pub(super) pages: Vec<Page>,
    spread: Spread,
    pub(super) len: usize,
}

/// A row, and as much of its hash as is needed to find it, and to grow without asking the row again.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) short: u32,
    pub(super) id: RowId,
}

impl Entry {
    #[inline]
    pub(super) fn new(hash: u64, id: RowId) -> Self {
        let short = short_of(hash);
        Entry { short, id }
    }
}

impl Hashed for Entry {
    fn hash(&self) -> u64 {
        self.short.into()
    }

    fn bits(&self) -> u32 {
        self.short
    }
}

/// Half of the bits of a hash: the page is found by the lowest, the bucket by the upper ones, and the tag is of those between.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "half of the bits are enough"
)]
pub(super) fn short_of(hash: u64) -> u32 {
    hash as u32
}

impl Unique {
    pub(super) fn new() -> Self {
        Unique {
            pages: vec![Page::for_rows(0)],
            spread: Spread::over(1),
            len: 0,
        }
    }

    /// The row with this hash that `matches`.
    #[inline]
    pub(super) fn find(&self, hash: u64, matches: impl FnMut(RowId) -> bool) -> Option<RowId> {
        let short = short_of(hash);
        self.pages[self.spread.part(short)].find(short, matches)
    }

    /// The first row that this hash may be of, without a look at it.
    #[inline]
    pub(super) fn guess(&self, hash: u64) -> Option<RowId> {
        self.find(hash, |_| true)
    }

    #[inline]
    pub(super) fn insert(&mut self, hash: u64, id: RowId) {
        self.len += 1;
        while self.len > LOAD * self.pages.len() {
            self.split();
        }
        let entry = Entry::new(hash, id);
        self.pages[self.spread.part(entry.short)].insert(entry);
    }

    pub(super) fn remove(&mut self, hash: u64, id: RowId) {
        let entry = Entry::new(hash, id);
        if self.pages[self.spread.part(entry.short)].remove(entry) {
            self.len -= 1;
        }
    }

    #[cold]
    fn split(&mut self) {
        let n_pages = self.pages.len();
        self.spread = Spread::over(n_pages + 1);
        let place = n_pages - (1 << n_pages.ilog2());
        let (stay, move_on) = self.pages[place].split(|short| self.spread.part(short) == place);
        self.pages[place] = stay;
        self.pages.push(move_on);
    }

    /// An index of these rows; `None` where two of them are the same.
    pub(super) fn build(entries: &[Entry], same: impl Fn(RowId, RowId) -> bool) -> Option<Self> {
        let n_pages = entries.len().div_ceil(LOAD).max(1);
        let parts = Parts::new(entries, n_pages);
        let page = |part: &[Entry]| {
            let mut page = Page::for_rows(part.len());
            for entry in part {
                if page
                    .find(entry.short, |other| same(other, entry.id))
                    .is_some()
                {
                    return None;
                }
                page.insert(*entry);
            }
            Some(page)
        };
        Some(Unique {
            pages: parts.iter().map(page).collect::<Option<_>>()?,
            spread: Spread::over(n_pages),
            len: entries.len(),
        })
    }

    /// The rows, with what is known of their hashes.
    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        self.pages.iter().flat_map(Page::iter)
    }

    /// Names the rows anew.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for page in &mut self.pages {
            page.rename(&rename);
        }
    }

    /// The position of the page for a hash.
    pub(super) fn page_of(&self, short: u32) -> usize {
        self.spread.part(short)
    }
}
