/// The slots of a page; few in tests, so that short tables have many pages.
pub(super) const PAGE: usize = if cfg!(test) { 8 } else { 128 };

/// The slots that there are addresses for; few in tests, so that a table can be full.
const MOST_SLOTS: usize = if cfg!(test) {
    1 << 14
} else {
    u32::MAX as usize
};

/// The rows that a table holds at most: the address after the last is needed too, and the last page need not be full.
pub(crate) const CAPACITY: usize = MOST_SLOTS - PAGE;

/// Where a row is: it stays there until it is deleted, or all rows are moved together. Ascends in row order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct RowId(u32);

impl RowId {
    /// The id that no row has.
    pub(super) const NONE: RowId = RowId(u32::MAX);

    /// # Panics
    /// Past 2^32 slots, for which no rows are [taken in](super::IndexedRows::has_room_for).
    #[inline]
    pub(super) fn new(page: usize, slot: usize) -> Self {
        RowId(u32::try_from(page * PAGE + slot).expect("a table has at most 2^32 slots"))
    }

    /// The slot after this one.
    #[inline]
    pub(crate) fn next(self) -> Self {
        RowId(self.0.wrapping_add(1))
    }

    /// The id `n` slots further.
    #[inline]
    pub(super) fn plus(self, n: usize) -> Self {
        RowId::new(0, self.0 as usize + n)
    }

    /// How many slots this is past `first`; `None` where it is before it.
    #[inline]
    pub(super) fn since(self, first: RowId) -> Option<usize> {
        self.0.checked_sub(first.0).map(|n| n as usize)
    }

    /// How many slots there are before this one.
    #[inline]
    pub(super) fn n_before(self) -> usize {
        self.0 as usize
    }

    #[inline]
    pub(super) fn page(self) -> usize {
        self.0 as usize / PAGE
    }

    #[inline]
    pub(super) fn slot(self) -> usize {
        self.0 as usize % PAGE
    }
}
