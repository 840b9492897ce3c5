use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::{
    Bound, Range, RangeBounds, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive,
};
use std::sync::Arc;

/// A range of the values of a column of type `V`: any range of Rust's (`10..20`, `..=20`, `..`), or a pair of
/// [`Bound`]s. Its limits are [`RangeLimit`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no range of values of type `{V}` [MT0329]",
    label = "the column holds `{V}`",
    note = "limits have the column's own type, or are references to it; of text they may be `&str`"
)]
pub trait KeyRange<V> {
    /// Whether the value lies before the range.
    fn starts_after(&self, value: &V) -> bool;
    /// Whether the value lies after the range.
    fn ends_before(&self, value: &V) -> bool;
}

impl<V> KeyRange<V> for RangeFull {
    fn starts_after(&self, _value: &V) -> bool {
        false
    }

    fn ends_before(&self, _value: &V) -> bool {
        false
    }
}

macro_rules! ranges {
    ($($Range:ty),+) => {$(
        impl<V, L: RangeLimit<V>> KeyRange<V> for $Range {
            fn starts_after(&self, value: &V) -> bool {
                match self.start_bound() {
                    Bound::Included(start) => start.order(value) == Ordering::Greater,
                    Bound::Excluded(start) => start.order(value) != Ordering::Less,
                    Bound::Unbounded => false,
                }
            }

            fn ends_before(&self, value: &V) -> bool {
                match self.end_bound() {
                    Bound::Included(end) => end.order(value) == Ordering::Less,
                    Bound::Excluded(end) => end.order(value) != Ordering::Greater,
                    Bound::Unbounded => false,
                }
            }
        }
    )+};
}

ranges! {
    Range<L>, RangeInclusive<L>, RangeFrom<L>, RangeTo<L>, RangeToInclusive<L>, (Bound<L>, Bound<L>)
}

/// What can limit a range of values of type `V`: such a value, a reference to one, or, where these are text or bytes,
/// what they are borrowed as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not limit values of type `{V}` [MT0329]",
    label = "the column holds `{V}`"
)]
pub trait RangeLimit<V> {
    /// The order of the limit and a value.
    fn order(&self, value: &V) -> Ordering;
}

impl<V: Ord> RangeLimit<V> for V {
    fn order(&self, value: &V) -> Ordering {
        self.cmp(value)
    }
}

impl<V: Ord> RangeLimit<V> for &V {
    fn order(&self, value: &V) -> Ordering {
        (*self).cmp(value)
    }
}

macro_rules! borrowed_limits {
    ($($Borrowed:ty: $($V:ty),+;)+) => {$($(
        impl RangeLimit<$V> for &$Borrowed {
            fn order(&self, value: &$V) -> Ordering {
                (*self).cmp(&**value)
            }
        }
    )+)+};
}

borrowed_limits! {
    str: String, Box<str>, Arc<str>, Cow<'static, str>;
    [u8]: Vec<u8>;
}
