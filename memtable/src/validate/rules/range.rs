use std::ops::Bound;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// A value that a range can hold: numbers, characters, dates, times and spans of time.
#[diagnostic::on_unimplemented(
    message = "`range` needs a number, a `char`, a date or a time, and this column holds `{Self}` [MT0301]",
    label = "`range` does not fit this type",
    note = "for the length of text, bytes or a list use `length(1..=64)`; for a range of the elements of a list `inner(range(..))`"
)]
pub trait Ranged: Copy + PartialOrd {
    /// The type of a bound: the type itself.
    type Limit;
}

macro_rules! ranged {
    ($($type:ty)+) => { $(impl Ranged for $type { type Limit = $type; })+ };
}

ranged! {
    i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 char
    NaiveDate NaiveTime NaiveDateTime DateTime<Utc> DateTime<FixedOffset> TimeDelta
}

/// Whether the value lies between the bounds.
///
/// `NaN` lies in no range, not even in one without bounds, and nothing lies beyond a bound of `NaN`. A range whose
/// bounds are reversed holds nothing. Characters are in the order of their code points, instants in that of time.
#[inline]
pub fn range<T: Ranged>(value: T, min: Bound<T>, max: Bound<T>) -> bool {
    let above = match min {
        Bound::Included(min) => value >= min,
        Bound::Excluded(min) => value > min,
        Bound::Unbounded => is_ordered(value),
    };
    let below = match max {
        Bound::Included(max) => value <= max,
        Bound::Excluded(max) => value < max,
        Bound::Unbounded => true,
    };
    above && below
}

#[inline]
fn is_ordered<T: Ranged>(value: T) -> bool {
    value.partial_cmp(&value).is_some()
}

#[cfg(test)]
mod tests {
    use std::ops::Bound::{Excluded, Included, Unbounded};

    use chrono::{DateTime, NaiveDate};

    use super::range;

    #[test]
    fn bounds_are_in_or_out_as_they_say() {
        assert!(range(1, Included(1), Included(3)));
        assert!(range(3, Included(1), Included(3)));
        assert!(!range(1, Excluded(1), Included(3)));
        assert!(!range(3, Included(1), Excluded(3)));
        assert!(range(2, Excluded(1), Excluded(3)));
        assert!(!range(0, Included(1), Unbounded));
        assert!(!range(4, Unbounded, Included(3)));
    }

    #[test]
    fn nan_lies_in_no_range() {
        let bounds = [Unbounded, Included(0.0), Excluded(0.0), Included(f64::NAN)];
        for min in bounds {
            for max in bounds {
                assert!(!range(f64::NAN, min, max), "{min:?} {max:?}");
            }
        }
        assert!(!range(f32::NAN, Unbounded, Unbounded));
    }

    #[test]
    fn nothing_lies_beyond_a_bound_of_nan() {
        assert!(!range(1.0, Included(f64::NAN), Unbounded));
        assert!(!range(1.0, Excluded(f64::NAN), Unbounded));
        assert!(!range(1.0, Unbounded, Included(f64::NAN)));
        assert!(!range(1.0, Unbounded, Excluded(f64::NAN)));
    }

    #[test]
    fn infinity_lies_in_an_open_range() {
        assert!(range(f64::INFINITY, Included(0.0), Unbounded));
        assert!(!range(f64::INFINITY, Included(0.0), Included(f64::MAX)));
        assert!(range(-0.0, Included(0.0), Unbounded));
    }

    #[test]
    fn reversed_and_empty_ranges_hold_nothing() {
        for value in 0..=5 {
            assert!(!range(value, Included(3), Included(1)));
            assert!(!range(value, Included(3), Excluded(3)));
            assert!(!range(value, Excluded(3), Excluded(3)));
        }
    }

    #[test]
    fn a_range_without_bounds_holds_all_that_is_ordered() {
        assert!(range(i128::MIN, Unbounded, Unbounded));
        assert!(range(u128::MAX, Unbounded, Unbounded));
        assert!(range('é', Unbounded, Unbounded));
        assert!(range(f64::NEG_INFINITY, Unbounded, Unbounded));
    }

    #[test]
    fn characters_and_times_have_their_order() {
        assert!(range('b', Included('a'), Included('z')));
        assert!(!range('é', Included('a'), Included('z')));
        assert!(!range(NaiveDate::MIN, Excluded(NaiveDate::MIN), Unbounded));
        let noon = DateTime::parse_from_rfc3339("2024-05-01T12:00:00+02:00").unwrap();
        let same = DateTime::parse_from_rfc3339("2024-05-01T10:00:00+00:00").unwrap();
        assert!(range(noon, Included(same), Included(same)));
    }
}
