/// The slots that a chunk has at most; few in tests, so that short tables have many chunks.
pub(super) const CHUNK: usize = if cfg!(test) { 8 } else { 512 };

/// Where a row is: it stays there until it is deleted, or all rows are moved together. Ascends in row order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct RowId(u32);

impl RowId {
    /// # Panics
    /// Past 2^32 slots; nothing has been changed then, as rows are placed before they are written.
    #[inline]
    pub(super) fn new(chunk: usize, slot: usize) -> Self {
        RowId(u32::try_from(chunk * CHUNK + slot).expect("a table has at most 2^32 slots"))
    }

    /// The slot after this one, which is the last of its chunk at most.
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

    #[inline]
    pub(super) fn chunk(self) -> usize {
        self.0 as usize / CHUNK
    }

    #[inline]
    pub(super) fn slot(self) -> usize {
        self.0 as usize % CHUNK
    }
}
