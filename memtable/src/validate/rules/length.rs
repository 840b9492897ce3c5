use crate::schema::LengthUnit;

/// A value that has a length: text (characters), bytes, a list (elements).
#[diagnostic::on_unimplemented(
    message = "`length` needs text, bytes or a list, and this column holds `{Self}`",
    label = "`length` does not fit this type"
)]
pub trait Measured: Copy {
    /// What is counted.
    const UNIT: LengthUnit;
    /// The count. Cost: the bytes of a text, nothing for bytes and lists.
    fn measure(self) -> usize;
}

impl Measured for &str {
    const UNIT: LengthUnit = LengthUnit::Chars;
    #[inline]
    fn measure(self) -> usize {
        self.chars().count()
    }
}

impl<T> Measured for &[T] {
    const UNIT: LengthUnit = LengthUnit::Items;
    #[inline]
    fn measure(self) -> usize {
        self.len()
    }
}

/// Whether the length lies between two limits, both included.
#[inline]
pub fn length<T: Measured>(value: T, min: usize, max: usize) -> bool {
    (min..=max).contains(&value.measure())
}

/// Whether the length of a text in bytes lies between two limits, both included.
#[inline]
pub fn length_bytes<T: super::Textual>(value: T, min: usize, max: usize) -> bool {
    (min..=max).contains(&value.text().len())
}
