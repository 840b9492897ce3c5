/// A number that can be a multiple of another.
#[diagnostic::on_unimplemented(
    message = "`multiple_of` needs a number, and this column holds `{Self}`",
    label = "`multiple_of` does not fit this type"
)]
pub trait Multiple: Copy {
    /// Whether it is a multiple of the other.
    fn is_multiple(self, of: Self) -> bool;
}

macro_rules! multiples {
    ($($int:ty)+) => { $(
        impl Multiple for $int {
            #[inline]
            fn is_multiple(self, of: Self) -> bool {
                self.checked_rem(of) == Some(0)
            }
        }
    )+ };
}

multiples! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 }

/// Whether the number is a multiple of the other.
#[inline]
pub fn multiple_of<T: Multiple>(value: T, of: T) -> bool {
    value.is_multiple(of)
}
