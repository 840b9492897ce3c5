use super::row_id::CHUNK;

/// The dead slots of a chunk.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Holes([u64; CHUNK.div_ceil(64)]);

impl Holes {
    pub(super) fn has(&self, slot: usize) -> bool {
        self.0[slot / 64] & (1 << (slot % 64)) != 0
    }

    pub(super) fn add(&mut self, slot: usize) {
        self.0[slot / 64] |= 1 << (slot % 64);
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many lie before this slot.
    pub(super) fn before(&self, slot: usize) -> usize {
        let whole: u32 = self.0[..slot / 64]
            .iter()
            .map(|word| word.count_ones())
            .sum();
        let part = self.0[slot / 64] & ((1 << (slot % 64)) - 1);
        (whole + part.count_ones()) as usize
    }

    /// The first slot from this one on that is dead, or alive: `CHUNK` where there is none.
    pub(super) fn next(&self, from: usize, wanted: Slot) -> usize {
        self.scan(from, wanted).unwrap_or(CHUNK)
    }

    fn scan(&self, from: usize, wanted: Slot) -> Option<usize> {
        let mut mask = u64::MAX << (from % 64);
        for (word, bits) in self.0.iter().enumerate().skip(from / 64) {
            let bits = mask & wanted.of(*bits);
            if bits != 0 {
                return Some(word * 64 + bits.trailing_zeros() as usize);
            }
            mask = u64::MAX;
        }
        None
    }
}

/// What to look for.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Dead,
    Live,
}

impl Slot {
    fn of(self, dead: u64) -> u64 {
        match self {
            Slot::Dead => dead,
            Slot::Live => !dead,
        }
    }
}
