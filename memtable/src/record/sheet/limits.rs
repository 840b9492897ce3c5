//! Rules, as far as a constant decides them.

use std::ops::Bound;

use chrono::{NaiveDateTime, NaiveTime};

use super::seen::{Seen, n_chars};
use crate::record::message::is_same;
use crate::schema::{LengthUnit, Rule, Value};

/// Whether the value keeps the rule; those that only the running program decides are kept here.
pub(super) const fn keeps(seen: Seen<'_>, rule: &Rule) -> bool {
    match rule {
        Rule::Range { min, max } => is_within(seen, min, max),
        Rule::Length { min, max, unit } => has_length(seen, *min, *max, *unit),
        Rule::OneOf(std::borrow::Cow::Borrowed(values)) => is_one_of(seen, values),
        Rule::NonBlank => !is_blank(seen),
        Rule::Finite => is_finite(seen),
        Rule::MultipleOf(of) => is_multiple(seen, of),
        _ => true,
    }
}

const fn is_within(seen: Seen<'_>, min: &Bound<Value>, max: &Bound<Value>) -> bool {
    let above = match min {
        Bound::Included(min) => !matches!(order(seen, min), Order::Less | Order::None),
        Bound::Excluded(min) => matches!(order(seen, min), Order::Greater | Order::Unknown),
        Bound::Unbounded => true,
    };
    let below = match max {
        Bound::Included(max) => !matches!(order(seen, max), Order::Greater | Order::None),
        Bound::Excluded(max) => matches!(order(seen, max), Order::Less | Order::Unknown),
        Bound::Unbounded => true,
    };
    above && below
}

/// How a value stands to a limit.
#[derive(Clone, Copy)]
enum Order {
    Less,
    Equal,
    Greater,
    /// `NaN` is in no order.
    None,
    /// The compiler does not compare these.
    Unknown,
}

/// Both are of one type; a float is compared as what it is.
macro_rules! compared {
    ($left:expr, $right:expr) => {
        if $left < $right {
            Order::Less
        } else if $left > $right {
            Order::Greater
        } else if $left == $right {
            Order::Equal
        } else {
            Order::None
        }
    };
}

#[expect(
    clippy::float_cmp,
    reason = "a limit is the very float that is written"
)]
const fn order(seen: Seen<'_>, limit: &Value) -> Order {
    match (seen, limit) {
        (Seen::Int(left), Value::Int(right)) => compared!(left, *right),
        (Seen::UInt(left), Value::UInt(right)) => compared!(left, *right),
        (Seen::UInt(_), Value::Int(_)) => Order::Greater,
        (Seen::Int(_), Value::UInt(_)) => Order::Less,
        (Seen::Float32(left), Value::Float32(right)) => compared!(left, *right),
        (Seen::Float64(left), Value::Float64(right)) => compared!(left, *right),
        (Seen::Bool(left), Value::Bool(right)) => compared!(left as u8, *right as u8),
        (Seen::Date(left), Value::Date(right)) => {
            compared!(left.to_epoch_days(), right.to_epoch_days())
        }
        (Seen::Time(left), Value::Time(right)) => {
            compared!(nanos_of_day(left), nanos_of_day(*right))
        }
        (Seen::DateTime(left), Value::DateTime(right)) => compared!(nanos(left), nanos(*right)),
        (Seen::Timestamp(left), Value::Timestamp(right)) => {
            compared!(nanos(left), nanos(right.naive_utc()))
        }
        (Seen::Text(left), Value::Text(std::borrow::Cow::Borrowed(right))) => {
            text_order(left, right)
        }
        _ => Order::Unknown,
    }
}

const fn nanos_of_day(time: NaiveTime) -> i64 {
    match time.signed_duration_since(NaiveTime::MIN).num_nanoseconds() {
        Some(nanos) => nanos,
        None => 0,
    }
}

const fn nanos(time: NaiveDateTime) -> i128 {
    let utc = time.and_utc();
    utc.timestamp() as i128 * 1_000_000_000 + utc.timestamp_subsec_nanos() as i128
}

/// The order of the bytes, which is that of the characters.
const fn text_order(left: &str, right: &str) -> Order {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        match compared!(left[at], right[at]) {
            Order::Equal => at += 1,
            order => return order,
        }
    }
    compared!(left.len(), right.len())
}

const fn has_length(seen: Seen<'_>, min: u64, max: Option<u64>, unit: LengthUnit) -> bool {
    let Seen::Text(text) = seen else {
        return true;
    };
    let length = length(text, unit);
    let fits = match max {
        Some(max) => length <= max,
        None => true,
    };
    length >= min && fits
}

pub(super) const fn length(text: &str, unit: LengthUnit) -> u64 {
    match unit {
        LengthUnit::Bytes => text.len() as u64,
        LengthUnit::Chars | LengthUnit::Items => n_chars(text) as u64,
    }
}

const fn is_one_of(seen: Seen<'_>, values: &[Value]) -> bool {
    let mut at = 0;
    while at < values.len() {
        if matches!(order(seen, &values[at]), Order::Equal | Order::Unknown) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_blank(seen: Seen<'_>) -> bool {
    let Seen::Text(text) = seen else {
        return false;
    };
    // white space past ASCII is rare, and the running program knows it
    is_same(text.trim_ascii(), "")
}

const fn is_finite(seen: Seen<'_>) -> bool {
    match seen {
        Seen::Float32(float) => float.is_finite(),
        Seen::Float64(float) => float.is_finite(),
        _ => true,
    }
}

const fn is_multiple(seen: Seen<'_>, of: &Value) -> bool {
    match (seen, of) {
        (Seen::Int(int), Value::Int(of)) if *of != 0 => int.wrapping_rem(*of) == 0,
        _ => true,
    }
}
