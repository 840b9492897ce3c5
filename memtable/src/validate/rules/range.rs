use std::cmp::Ordering;
use std::ops::Bound;

/// A value that a range can hold: numbers, dates, times and spans of time.
#[diagnostic::on_unimplemented(
    message = "`range` needs a number, a date or a time, and this column holds `{Self}`",
    label = "`range` does not fit this type"
)]
pub trait Ranged: Copy + PartialOrd {}

macro_rules! ranged {
    ($($type:ty)+) => { $(impl Ranged for $type {})+ };
}

ranged! {
    i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64
    chrono::NaiveDate chrono::NaiveTime chrono::NaiveDateTime chrono::DateTime<chrono::Utc> chrono::DateTime<chrono::FixedOffset> chrono::TimeDelta
}

/// Whether the value lies between the bounds. `NaN` does not.
#[inline]
pub fn range<T: Ranged>(value: T, min: Bound<T>, max: Bound<T>) -> bool {
    let above = match min {
        Bound::Included(min) => value >= min,
        Bound::Excluded(min) => value > min,
        Bound::Unbounded => value.partial_cmp(&value) == Some(Ordering::Equal),
    };
    let below = match max {
        Bound::Included(max) => value <= max,
        Bound::Excluded(max) => value < max,
        Bound::Unbounded => true,
    };
    above && below
}
