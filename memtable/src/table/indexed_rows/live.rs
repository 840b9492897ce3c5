use super::row_id::WINDOW;

/// The slots of a window that have a row, as bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Live(pub(super) u32);

impl Live {
    pub(super) const ALL: Live = Live::range(0, WINDOW);

    /// The slots from one to before another.
    pub(super) const fn range(start: usize, end: usize) -> Live {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a window has at most 32 slots"
        )]
        Live(((1_u64 << end) - (1 << start)) as u32)
    }

    pub(super) fn has(self, slot: usize) -> bool {
        self.0 & (1 << slot) != 0
    }

    pub(super) fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// How many slots there are up to the last of these.
    pub(super) fn span(self) -> usize {
        (u32::BITS - self.0.leading_zeros()) as usize
    }

    /// How many lie before this slot.
    pub(super) fn before(self, slot: usize) -> usize {
        Live(self.0 & Live::range(0, slot).0).count()
    }

    /// These slots, one by one.
    pub(super) fn slots(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let slot = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            Some(slot as usize)
        })
    }

    pub(super) fn without(self, others: Live) -> Live {
        Live(self.0 & !others.0)
    }

    /// The first slots that follow one another: from, to before.
    pub(super) fn first_run(self) -> Option<(usize, usize)> {
        let start = self.0.trailing_zeros();
        let n_slots = self.0.checked_shr(start)?.trailing_ones();
        Some((start as usize, (start + n_slots) as usize))
    }

    /// The last ones.
    pub(super) fn last_run(self) -> Option<(usize, usize)> {
        let end = u32::BITS - self.0.leading_zeros();
        let n_slots = self.0.checked_shl(u32::BITS - end)?.leading_ones();
        Some(((end - n_slots) as usize, end as usize))
    }
}
