//! Ranges of decimals, as ranges of their digits at the scale of a column.

use std::ops::Bound;

use crate::dynamic::rule::range::{Counts, Limits};
use crate::schema::{Decimal, Value};

/// The least and the greatest digits; `None` where a limit is none at this scale, or too great.
pub(super) fn limits((min, max): Limits<'_>, scale: u32) -> Counts {
    let least = match min {
        Bound::Included(value) => ceil(value, scale)?,
        Bound::Excluded(value) => floor(value, scale)?.checked_add(1)?,
        Bound::Unbounded => i128::MIN,
    };
    let greatest = match max {
        Bound::Included(value) => floor(value, scale)?,
        Bound::Excluded(value) => ceil(value, scale)?.checked_sub(1)?,
        Bound::Unbounded => i128::MAX,
    };
    Some((least, greatest))
}

/// The greatest digits that are not past the limit.
fn floor(limit: &Value, scale: u32) -> Option<i128> {
    let Value::Decimal(Decimal { digits, scale: own }) = limit else {
        return None;
    };
    match own.checked_sub(scale) {
        Some(cut) => Some(digits.div_euclid(10_i128.checked_pow(cut)?)),
        None => digits.checked_mul(10_i128.checked_pow(scale - own)?),
    }
}

/// The least digits that are not below the limit.
fn ceil(limit: &Value, scale: u32) -> Option<i128> {
    let Value::Decimal(Decimal { digits, scale: own }) = limit else {
        return None;
    };
    let is_exact = match own.checked_sub(scale) {
        Some(cut) => digits.rem_euclid(10_i128.checked_pow(cut)?) == 0,
        None => true,
    };
    floor(limit, scale)?.checked_add(i128::from(!is_exact))
}
