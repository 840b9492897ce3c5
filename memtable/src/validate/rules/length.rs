use crate::schema::LengthUnit;

/// A value that has a length: text (characters), bytes, a list (elements).
#[diagnostic::on_unimplemented(
    message = "`length` needs text, bytes or a list, and this column holds `{Self}` [MT0301]",
    label = "`length` does not fit this type",
    note = "for the size of a number use `range(0..=150)`"
)]
pub trait Measured: Copy {
    /// What is counted.
    const UNIT: LengthUnit;
    /// The count. Cost: the bytes of a text, nothing for bytes and lists.
    fn measure(self) -> usize;
    /// The least and the greatest count that the value can have, without counting.
    #[inline]
    fn estimate(self) -> (usize, usize) {
        let n = self.measure();
        (n, n)
    }
}

impl Measured for &str {
    const UNIT: LengthUnit = LengthUnit::Chars;
    #[inline]
    fn measure(self) -> usize {
        self.chars().count()
    }
    /// A character has one to four bytes.
    #[inline]
    fn estimate(self) -> (usize, usize) {
        (self.len().div_ceil(4), self.len())
    }
}

impl<T> Measured for &[T] {
    const UNIT: LengthUnit = LengthUnit::Items;
    #[inline]
    fn measure(self) -> usize {
        self.len()
    }
}

/// A value that has a length in bytes: text and bytes.
#[diagnostic::on_unimplemented(
    message = "`length(.., bytes)` needs text or bytes, and this column holds `{Self}` [MT0301]",
    label = "`length(.., bytes)` does not fit this type",
    note = "to count the elements of a list leave `bytes` out"
)]
pub trait Weighed: Copy {
    /// The bytes.
    fn n_bytes(self) -> usize;
}

impl Weighed for &str {
    #[inline]
    fn n_bytes(self) -> usize {
        self.len()
    }
}

impl Weighed for &[u8] {
    #[inline]
    fn n_bytes(self) -> usize {
        self.len()
    }
}

/// Whether the length lies between two limits, both included. The length of a text is its number of Unicode scalar
/// values: `é` counts as one or two, as it was written.
#[inline]
pub fn length<T: Measured>(value: T, min: usize, max: usize) -> bool {
    let (least, most) = value.estimate();
    (min <= least && most <= max) || (min..=max).contains(&value.measure())
}

/// Whether the length in bytes lies between two limits, both included.
#[inline]
pub fn length_bytes<T: Weighed>(value: T, min: usize, max: usize) -> bool {
    (min..=max).contains(&value.n_bytes())
}

#[cfg(test)]
mod tests {
    use super::{length, length_bytes};

    #[test]
    fn both_limits_are_included() {
        assert!(length("a", 1, 2));
        assert!(length("ab", 1, 2));
        assert!(!length("", 1, 2));
        assert!(!length("abc", 1, 2));
    }

    #[test]
    fn text_is_counted_in_characters_or_on_request_in_bytes() {
        assert!(length("żółw", 4, 4));
        assert!(length_bytes("żółw", 7, 7));
        assert!(length("e\u{301}", 2, 2));
    }

    #[test]
    fn lists_and_bytes_are_counted_in_elements() {
        assert!(length(&[1.5, 2.5][..], 2, 2));
        assert!(length(&b"abc"[..], 3, 3));
        assert!(length_bytes(&b"abc"[..], 3, 3));
        assert!(length(&[(); 0][..], 0, 0));
    }

    #[test]
    fn characters_are_counted_where_bytes_leave_a_doubt() {
        assert!(length("ééé", 3, 3));
        assert!(!length("ééé", 4, 6));
        assert!(!length("🦀🦀", 3, 8));
        assert!(length("🦀🦀", 2, 2));
        assert!(length("🦀🦀", 0, 8));
        assert!(!length("éé", 0, 1));
        assert!(length("", 0, 0));
        assert!(!length("", 1, 5));
    }

    #[test]
    fn reversed_limits_hold_nothing() {
        assert!(!length("ab", 3, 1));
        assert!(!length("ab", usize::MAX, 0));
    }
}
