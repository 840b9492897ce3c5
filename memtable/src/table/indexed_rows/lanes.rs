/// The numbers that are compared at once.
pub(super) const LANES: usize = 8;

/// The lanes with this number, as bits from the lowest on.
#[inline]
pub(super) fn equal(numbers: &[u32; LANES], number: u32) -> Lanes {
    Lanes(equal_bits(numbers, number))
}

/// Some of the lanes, from the first to the last.
#[derive(Debug)]
pub(super) struct Lanes(u8);

impl Lanes {
    #[inline]
    pub(super) fn first(&self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize)
    }
}

impl Iterator for Lanes {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let lane = self.first()?;
        self.0 &= self.0 - 1;
        Some(lane)
    }
}

// Of portable code, the compiler makes three times the instructions.
#[cfg(target_arch = "x86_64")]
#[inline]
fn equal_bits(numbers: &[u32; LANES], number: u32) -> u8 {
    use safe_arch::{
        cmp_eq_mask_i32_m128i, m128i, move_mask_i8_m128i, pack_i16_to_i8_m128i,
        pack_i32_to_i16_m128i, set_splat_i32_m128i,
    };

    // Eight have two halves of four.
    let (Some(low), Some(high)) = (numbers.first_chunk::<4>(), numbers.last_chunk::<4>()) else {
        return 0;
    };
    let number = set_splat_i32_m128i(number.cast_signed());
    let [low, high] = [low, high].map(|half| cmp_eq_mask_i32_m128i(m128i::from(*half), number));
    let lanes = pack_i32_to_i16_m128i(low, high);
    let bits = move_mask_i8_m128i(pack_i16_to_i8_m128i(lanes, m128i::default()));
    bits.to_le_bytes()[0]
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn equal_bits(numbers: &[u32; LANES], number: u32) -> u8 {
    portable_equal_bits(numbers, number)
}

#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline]
fn portable_equal_bits(numbers: &[u32; LANES], number: u32) -> u8 {
    let bits = numbers.iter().zip(0..);
    bits.fold(0, |bits, (other, lane)| {
        bits | (u8::from(*other == number) << lane)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_those_with_the_number() {
        for pattern in 0..=u8::MAX {
            let is_set = |lane: usize| pattern & (1 << lane) != 0;
            for (number, other) in [(0, 1), (u32::MAX, 0), (0x8000_0000, 0), (7, 0x10007)] {
                let numbers = std::array::from_fn(|lane| if is_set(lane) { number } else { other });
                let lanes = equal(&numbers, number);
                let expected: Vec<usize> = (0..LANES).filter(|lane| is_set(*lane)).collect();
                assert_eq!(lanes.first(), expected.first().copied());
                assert_eq!(portable_equal_bits(&numbers, number), lanes.0);
                assert_eq!(lanes.collect::<Vec<_>>(), expected);
            }
        }
    }
}
