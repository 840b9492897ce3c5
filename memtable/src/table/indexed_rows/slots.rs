use super::row_id::PAGE;

/// Some of the slots of a page, as bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Slots(u128);

impl Slots {
    pub(super) const ALL: Slots = Slots::range(0, PAGE);

    const fn below(end: usize) -> u128 {
        if end < u128::BITS as usize {
            (1 << end) - 1
        } else {
            u128::MAX
        }
    }

    /// The slots from one to before another.
    #[inline]
    pub(super) const fn range(start: usize, end: usize) -> Slots {
        Slots(Slots::below(end) & !Slots::below(start))
    }

    #[inline]
    pub(super) fn has(self, slot: usize) -> bool {
        self.0 >> slot & 1 != 0
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[inline]
    pub(super) fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// How many slots there are up to the last of these.
    #[inline]
    pub(super) fn span(self) -> usize {
        (u128::BITS - self.0.leading_zeros()) as usize
    }

    /// How many lie before this slot.
    #[inline]
    pub(super) fn before(self, slot: usize) -> usize {
        Slots(self.0 & Slots::below(slot)).count()
    }

    /// These slots, one by one.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let slot = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            Some(slot as usize)
        })
    }

    #[inline]
    pub(super) fn insert(&mut self, slot: usize) {
        self.0 |= 1 << slot;
    }

    #[inline]
    pub(super) fn remove(&mut self, slot: usize) {
        self.0 &= !(1 << slot);
    }

    #[inline]
    pub(super) fn with(self, others: Slots) -> Slots {
        Slots(self.0 | others.0)
    }

    #[inline]
    pub(super) fn without(self, others: Slots) -> Slots {
        Slots(self.0 & !others.0)
    }

    #[inline]
    pub(super) fn and(self, others: Slots) -> Slots {
        Slots(self.0 & others.0)
    }

    /// The first slots that follow one another: from, to before.
    #[inline]
    pub(super) fn first_run(self) -> Option<(usize, usize)> {
        let start = self.0.trailing_zeros();
        let n_slots = self.0.checked_shr(start)?.trailing_ones();
        Some((start as usize, (start + n_slots) as usize))
    }

    /// The last ones.
    #[inline]
    pub(super) fn last_run(self) -> Option<(usize, usize)> {
        let end = u128::BITS - self.0.leading_zeros();
        let n_slots = self.0.checked_shl(u128::BITS - end)?.leading_ones();
        Some(((end - n_slots) as usize, end as usize))
    }
}
