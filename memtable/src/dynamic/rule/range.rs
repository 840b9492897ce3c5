use std::ops::Bound;

use arrow_array::{ArrowNativeTypeOp, ArrowPrimitiveType, PrimitiveArray};

use crate::dynamic::cell::{Cells, Kind, unit};
use crate::dynamic::rule::{decimal, rows};
use crate::schema::{Rule, Value};

pub(super) type Limits<'a> = (&'a Bound<Value>, &'a Bound<Value>);

/// The rows whose value is not between the bounds. `NaN` is between none.
pub(super) fn broken(cells: &Cells, rule: &Rule, limits: Limits<'_>) -> Vec<usize> {
    let rows = match &cells.kind {
        Kind::Int8(array) => counted(array, whole(limits, int)),
        Kind::Int16(array) => counted(array, whole(limits, int)),
        Kind::Int32(array) => counted(array, whole(limits, int)),
        Kind::Int64(array) => counted(array, whole(limits, int)),
        Kind::UInt8(array) => counted(array, whole(limits, int)),
        Kind::UInt16(array) => counted(array, whole(limits, int)),
        Kind::UInt32(array) => counted(array, whole(limits, int)),
        Kind::UInt64(array) => counted(array, whole(limits, int)),
        Kind::Int128(array) => counted(array, whole(limits, int)),
        Kind::Date(array) => counted(array, whole(limits, days)),
        Kind::Time(array) => counted(array, whole(limits, time)),
        Kind::DateTime(array, unit) | Kind::Timestamp(array, unit) => {
            counted(array, in_unit(whole(limits, moment), *unit))
        }
        Kind::Duration(array, unit) => counted(array, in_unit(whole(limits, span), *unit)),
        Kind::Float32(array) => floats(array, limits, |value| match value {
            Value::Float32(float) => Some(*float),
            _ => None,
        }),
        Kind::Float64(array) => floats(array, limits, |value| match value {
            Value::Float64(float) => Some(*float),
            _ => None,
        }),
        Kind::Decimal(array, scale) => counted(array, decimal::limits(limits, *scale)),
        Kind::Null
        | Kind::Bool(_)
        | Kind::Int256(_)
        | Kind::WideDecimal(..)
        | Kind::Text(_)
        | Kind::Json(_)
        | Kind::Bytes(_)
        | Kind::WithOffset { .. }
        | Kind::Uuid(_)
        | Kind::List { .. }
        | Kind::Struct(_) => None,
    };
    rows.unwrap_or_else(|| rows::by_value(cells, rule))
}

/// The least and the greatest count, both included.
pub(super) type Counts = Option<(i128, i128)>;

/// The limits as counts; `None` where one is no count.
fn whole((min, max): Limits<'_>, count: fn(&Value) -> Option<i128>) -> Counts {
    let least = match min {
        Bound::Included(value) => count(value)?,
        Bound::Excluded(value) => count(value)?.checked_add(1)?,
        Bound::Unbounded => i128::MIN,
    };
    let greatest = match max {
        Bound::Included(value) => count(value)?,
        Bound::Excluded(value) => count(value)?.checked_sub(1)?,
        Bound::Unbounded => i128::MAX,
    };
    Some((least, greatest))
}

fn int(value: &Value) -> Option<i128> {
    match value {
        Value::Int(int) => Some(*int),
        _ => None,
    }
}

fn days(value: &Value) -> Option<i128> {
    match value {
        Value::Date(date) => Some(date.to_epoch_days().into()),
        _ => None,
    }
}

fn time(value: &Value) -> Option<i128> {
    match value {
        Value::Time(time) => unit::of_time(*time).map(i128::from),
        _ => None,
    }
}

fn moment(value: &Value) -> Option<i128> {
    match value {
        Value::DateTime(datetime) => unit::of_datetime(*datetime),
        Value::Timestamp(instant) => unit::of_datetime(instant.naive_utc()),
        _ => None,
    }
}

fn span(value: &Value) -> Option<i128> {
    match value {
        Value::Duration(duration) => Some(unit::of_duration(*duration)),
        _ => None,
    }
}

/// Limits in nanoseconds as limits in the unit.
fn in_unit(limits: Counts, unit: arrow_schema::TimeUnit) -> Counts {
    limits.map(|(least, greatest)| {
        let (least, greatest) = unit::limits(least, greatest, unit);
        (least.into(), greatest.into())
    })
}

fn counted<T>(array: &PrimitiveArray<T>, limits: Counts) -> Option<Vec<usize>>
where
    T: ArrowPrimitiveType<Native: TryFrom<i128> + Into<i128> + Ord>,
{
    let (least, greatest) = limits?;
    let (lowest, highest) = (T::Native::MIN_TOTAL_ORDER, T::Native::MAX_TOTAL_ORDER);
    if least > greatest || least > highest.into() || greatest < lowest.into() {
        return Some(rows::of_primitives(array, |_| false));
    }
    let least = T::Native::try_from(least).unwrap_or(lowest);
    let greatest = T::Native::try_from(greatest).unwrap_or(highest);
    Some(rows::of_primitives(array, |value| {
        least <= value && value <= greatest
    }))
}

/// A float with a next one.
trait Float: PartialOrd + Copy {
    const INFINITY: Self;
    const NEG_INFINITY: Self;
    fn is_finite(self) -> bool;
    fn next_up(self) -> Self;
    fn next_down(self) -> Self;
}

macro_rules! floats {
    ($($float:ident)+) => { $(
        impl Float for $float {
            const INFINITY: Self = $float::INFINITY;
            const NEG_INFINITY: Self = $float::NEG_INFINITY;

            fn is_finite(self) -> bool {
                $float::is_finite(self)
            }

            fn next_up(self) -> Self {
                $float::next_up(self)
            }

            fn next_down(self) -> Self {
                $float::next_down(self)
            }
        }
    )+ };
}

floats! { f32 f64 }

fn floats<T: ArrowPrimitiveType<Native: Float>>(
    array: &PrimitiveArray<T>,
    (min, max): Limits<'_>,
    float: fn(&Value) -> Option<T::Native>,
) -> Option<Vec<usize>> {
    let finite = |value| float(value).filter(|float| float.is_finite());
    let least = match min {
        Bound::Included(value) => finite(value)?,
        Bound::Excluded(value) => finite(value)?.next_up(),
        Bound::Unbounded => T::Native::NEG_INFINITY,
    };
    let greatest = match max {
        Bound::Included(value) => finite(value)?,
        Bound::Excluded(value) => finite(value)?.next_down(),
        Bound::Unbounded => T::Native::INFINITY,
    };
    Some(rows::of_primitives(array, |value| {
        least <= value && value <= greatest
    }))
}
