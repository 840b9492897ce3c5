/// A number that can be a multiple of another.
#[diagnostic::on_unimplemented(
    message = "`multiple_of` needs a number, and this column holds `{Self}` [MT0301]",
    label = "`multiple_of` does not fit this type",
    note = "for the elements of a list use `inner(multiple_of = 5)`"
)]
pub trait Multiple: Copy {
    /// The type of the other number: the type itself.
    type Limit;
    /// Whether it is a multiple of the other.
    fn is_multiple(self, of: Self) -> bool;
}

macro_rules! integers {
    ($($int:ty)+) => { $(
        impl Multiple for $int {
            type Limit = $int;

            #[inline]
            fn is_multiple(self, of: Self) -> bool {
                of != 0 && self.wrapping_rem(of) == 0
            }
        }
    )+ };
}

integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! floats {
    ($($float:ident)+) => { $(
        impl Multiple for $float {
            type Limit = $float;

            #[inline]
            fn is_multiple(self, of: Self) -> bool {
                // Whole numbers as small as that are written with all of their digits.
                let limit = 1.0 / $float::EPSILON;
                let is_small = |float: Self| float.fract() == 0.0 && float.abs() < limit;
                if is_small(self) && is_small(of) {
                    return of != 0.0 && self % of == 0.0;
                }
                let digits = |float: Self| Digits::parse(&format!("{:e}", float.abs()));
                digits(self).zip(digits(of)).is_some_and(|(value, of)| value.is_multiple(of))
            }
        }
    )+ };
}

floats! { f32 f64 }

/// Whether the number is a multiple of the other: the other times an integer.
///
/// Floats are taken as the decimal numbers that they are written as (the shortest that reads back as the same float), so
/// that `0.3` is a multiple of `0.1`; nothing is rounded. Zero is a multiple of every number but zero. Nothing is a multiple
/// of zero, of an infinity or of `NaN`, and neither of these two is a multiple of anything. Signs do not matter. JSON
/// Schema's `multipleOf` means the same.
#[inline]
pub fn multiple_of<T: Multiple>(value: T, of: T) -> bool {
    value.is_multiple(of)
}

/// A decimal number without its sign: `digits * 10^exponent`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    pub(crate) digits: u128,
    pub(crate) exponent: i64,
}

impl Digits {
    /// A float as `{:e}` writes it; `None` for an infinity and for `NaN`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent: i64 = exponent.parse().ok()?;
        Some(Digits {
            digits: format!("{whole}{fraction}").parse().ok()?,
            exponent: exponent - i64::try_from(fraction.len()).ok()?,
        })
    }

    /// Whether the quotient, `digits / of.digits * 10^shift`, is an integer.
    pub(crate) fn is_multiple(self, of: Self) -> bool {
        if self.digits == 0 || of.digits == 0 {
            return of.digits != 0;
        }
        let shift = self.exponent - of.exponent;
        let common = greatest_common_divisor(self.digits, of.digits);
        let (above, below) = (self.digits / common, of.digits / common);
        if shift >= 0 {
            let (twos, fives, rest) = factors(below);
            rest == 1 && twos.max(fives) <= shift
        } else {
            let (twos, fives, _) = factors(above);
            below == 1 && twos.min(fives) >= -shift
        }
    }
}

fn greatest_common_divisor(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// How often two and five divide the number, which is not zero, and what is left of it then.
fn factors(number: u128) -> (i64, i64, u128) {
    let twos = number.trailing_zeros();
    let (mut fives, mut rest) = (0, number >> twos);
    while rest % 5 == 0 {
        (fives, rest) = (fives + 1, rest / 5);
    }
    (i64::from(twos), fives, rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::multiple_of;

    #[test]
    fn integers_are_multiples_by_their_remainder() {
        assert!(multiple_of(15, 5));
        assert!(!multiple_of(16, 5));
        assert!(multiple_of(0_u8, 5));
        assert!(multiple_of(-15, 5));
        assert!(multiple_of(15, -5));
        assert!(multiple_of(u128::MAX, 5));
    }

    #[test]
    fn nothing_is_a_multiple_of_zero() {
        assert!(!multiple_of(0, 0));
        assert!(!multiple_of(5_u128, 0));
        assert!(!multiple_of(0.0, 0.0));
        assert!(!multiple_of(0.5, 0.0));
        assert!(!multiple_of(0.5_f32, -0.0));
    }

    #[test]
    fn the_least_integer_is_a_multiple_of_minus_one() {
        assert!(multiple_of(i128::MIN, -1));
        assert!(multiple_of(i8::MIN, -1));
    }

    #[test]
    fn floats_are_multiples_as_they_are_written() {
        assert!(multiple_of(0.3, 0.1));
        assert!(multiple_of(0.3_f32, 0.1));
        assert!(multiple_of(1_070_468.14, 0.01));
        assert!(multiple_of(19.99, 0.01));
        assert!(multiple_of(1.0, 0.25));
        assert!(multiple_of(7.5, 2.5));
        assert!(multiple_of(4.0, 2.0));
        assert!(multiple_of(-0.3, 0.1));
        assert!(multiple_of(0.0, 0.1));
        // the sum is 0.30000000000000004
        assert!(!multiple_of(0.1 + 0.2, 0.1));
        assert!(!multiple_of(0.35, 0.1));
        assert!(!multiple_of(0.1, 0.3));
        assert!(!multiple_of(0.05, 0.1));
        assert!(!multiple_of(5.0, 2.0));
        assert!(!multiple_of(2.0, 4.0));
    }

    #[test]
    fn great_and_small_floats_are_not_rounded() {
        assert!(multiple_of(1e300, 0.1));
        assert!(multiple_of(1e300, 1e-300));
        assert!(multiple_of(f64::MAX, 1e290));
        assert!(!multiple_of(1e-300, 0.1));
        assert!(!multiple_of(1e300, 3.0));
        assert!(multiple_of(3e300, 3.0));
        assert!(multiple_of(5e-324, 5e-324));
        assert!(multiple_of(1e16, 64.0));
    }

    #[test]
    fn infinities_and_nan_are_no_multiples_and_have_none() {
        for odd in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(!multiple_of(odd, 0.1));
            assert!(!multiple_of(odd, 1.0));
            assert!(!multiple_of(odd, odd));
            assert!(!multiple_of(1.0, odd));
            assert!(!multiple_of(0.0, odd));
        }
    }

    proptest! {
        #[test]
        fn cents_are_multiples_of_a_cent(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            let price: f64 = format!("{cents}e-2").parse().unwrap();
            prop_assert!(multiple_of(price, 0.01));
            prop_assert_eq!(multiple_of(price, 0.05), cents % 5 == 0);
            prop_assert_eq!(multiple_of(price, 1.0), cents % 100 == 0);
        }

        #[test]
        fn whole_floats_are_multiples_as_integers_are(value in -(1_i64 << 40)..1 << 40, of in -40..40_i64) {
            let float = |int: i64| -> f64 { format!("{int}").parse().unwrap() };
            prop_assert_eq!(multiple_of(float(value), float(of)), multiple_of(value, of));
        }

        #[test]
        fn a_number_with_more_places_is_judged_alike(value in 0..10_000_i64, of in 1..100_i64) {
            let thousandth = |int: i64| -> f64 { format!("{int}e-3").parse().unwrap() };
            prop_assert_eq!(multiple_of(thousandth(value), thousandth(of)), value % of == 0);
        }
    }
}
