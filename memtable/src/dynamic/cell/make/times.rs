//! Dates, times and spans of time.

use std::sync::Arc;

use arrow_array::types::{
    ArrowTimestampType, Date32Type, DurationMicrosecondType, DurationMillisecondType,
    DurationNanosecondType, DurationSecondType, Time64NanosecondType, TimestampMicrosecondType,
    TimestampNanosecondType,
};
use arrow_array::{Array, ArrayRef, Int16Array, Int64Array, PrimitiveArray, StructArray};
use arrow_schema::{DataType as ArrowType, TimeUnit};
use chrono::{DateTime, FixedOffset};

use crate::dynamic::arrow_type;
use crate::dynamic::cell::make::Values;
use crate::dynamic::cell::{NotHeld, unit};
use crate::schema::Value;

const LEAP_SECOND: &str = "is a leap second, which no count of time holds";

pub(super) fn dates(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    cells.primitives::<Date32Type>(|value| match value {
        Value::Date(date) => Some(date.to_epoch_days()),
        _ => None,
    })
}

pub(super) fn times(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let nanos = cells.try_map(|row, value| match value {
        Value::Time(time) => unit::of_time(*time).ok_or_else(|| cells.fault(row, LEAP_SECOND)),
        _ => Err(cells.misfit(row)),
    })?;
    let times: PrimitiveArray<Time64NanosecondType> = nanos.into_iter().collect();
    Ok(Arc::new(times))
}

pub(super) fn datetimes(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let nanos = cells.try_map(|row, value| match value {
        Value::DateTime(datetime) => {
            unit::of_datetime(*datetime).ok_or_else(|| cells.fault(row, LEAP_SECOND))
        }
        _ => Err(cells.misfit(row)),
    })?;
    let (unit, counts) = counted(cells, &nanos, &MOMENTS)?;
    Ok(moments(unit, &counts))
}

pub(super) fn timestamps(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let (unit, counts) = instants(cells)?;
    Ok(in_utc(unit, &counts))
}

pub(super) fn with_offsets(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let (unit, counts) = instants(cells)?;
    let minutes = cells.try_map(|row, value| match value {
        Value::Timestamp(instant) => minutes(instant).ok_or_else(|| {
            cells.fault(row, "has seconds in its offset, and minutes are held alone")
        }),
        _ => Err(cells.misfit(row)),
    })?;
    let nulls = Int16Array::from(minutes.clone()).nulls().cloned();
    // Below a null of the struct its parts have values.
    let counts: Int64Array = counts
        .iter()
        .map(|count| Some(count.unwrap_or(0)))
        .collect();
    let minutes: Int16Array = minutes
        .into_iter()
        .map(|minutes| Some(minutes.unwrap_or(0)))
        .collect();
    let parts: Vec<ArrayRef> = vec![in_utc(unit, &counts), Arc::new(minutes)];
    let ArrowType::Struct(fields) = arrow_type::with_offsets(unit) else {
        return Err(cells.misfit(0));
    };
    let made = StructArray::try_new(fields, parts, nulls);
    made.map(|structs| Arc::new(structs) as ArrayRef)
        .map_err(|error| cells.fault(0, error.to_string()))
}

fn minutes(instant: &DateTime<FixedOffset>) -> Option<i16> {
    let seconds = instant.offset().local_minus_utc();
    (seconds % 60 == 0)
        .then(|| i16::try_from(seconds / 60).ok())
        .flatten()
}

pub(super) fn durations(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let nanos = cells.map(|value| match value {
        Value::Duration(duration) => Some(unit::of_duration(*duration)),
        _ => None,
    })?;
    let (unit, counts) = counted(cells, &nanos, &SPANS)?;
    Ok(match unit {
        TimeUnit::Second => Arc::new(counts.reinterpret_cast::<DurationSecondType>()),
        TimeUnit::Millisecond => Arc::new(counts.reinterpret_cast::<DurationMillisecondType>()),
        TimeUnit::Microsecond => Arc::new(counts.reinterpret_cast::<DurationMicrosecondType>()),
        TimeUnit::Nanosecond => Arc::new(counts.reinterpret_cast::<DurationNanosecondType>()),
    })
}

fn instants(cells: &Values<'_>) -> Result<(TimeUnit, Int64Array), NotHeld> {
    let nanos = cells.try_map(|row, value| match value {
        Value::Timestamp(instant) => {
            unit::of_datetime(instant.naive_utc()).ok_or_else(|| cells.fault(row, LEAP_SECOND))
        }
        _ => Err(cells.misfit(row)),
    })?;
    counted(cells, &nanos, &MOMENTS)
}

/// The units to try, in order.
const MOMENTS: [TimeUnit; 2] = [TimeUnit::Microsecond, TimeUnit::Nanosecond];
const SPANS: [TimeUnit; 4] = [
    TimeUnit::Microsecond,
    TimeUnit::Nanosecond,
    TimeUnit::Millisecond,
    TimeUnit::Second,
];

/// The first unit that counts all of them exactly, with the counts.
fn counted(
    cells: &Values<'_>,
    nanos: &[Option<i128>],
    units: &[TimeUnit],
) -> Result<(TimeUnit, Int64Array), NotHeld> {
    let holds = |unit: TimeUnit| {
        let mut values = nanos.iter().flatten();
        values.all(|nanos| unit::count(*nanos, unit).is_some())
    };
    let Some(unit) = units.iter().copied().find(|unit| holds(*unit)) else {
        return Err(no_unit(cells, nanos));
    };
    let counts = nanos.iter().map(|nanos| unit::count((*nanos)?, unit));
    Ok((unit, counts.collect()))
}

/// The fault of the first value that microseconds do not count: nanoseconds do not reach to it, or to another.
fn no_unit(cells: &Values<'_>, nanos: &[Option<i128>]) -> NotHeld {
    let is_fine = |nanos: &Option<i128>| {
        nanos.is_some_and(|nanos| unit::count(nanos, TimeUnit::Microsecond).is_none())
    };
    let row = nanos.iter().position(is_fine).unwrap_or(0);
    let problem = "needs another unit of time than the rest of the column: nanoseconds reach 292 years from 1970 alone";
    cells.fault(row, problem)
}

fn moments(unit: TimeUnit, counts: &Int64Array) -> ArrayRef {
    if unit == TimeUnit::Nanosecond {
        Arc::new(counts.reinterpret_cast::<TimestampNanosecondType>())
    } else {
        Arc::new(counts.reinterpret_cast::<TimestampMicrosecondType>())
    }
}

fn in_utc(unit: TimeUnit, counts: &Int64Array) -> ArrayRef {
    if unit == TimeUnit::Nanosecond {
        zoned::<TimestampNanosecondType>(counts)
    } else {
        zoned::<TimestampMicrosecondType>(counts)
    }
}

fn zoned<T: ArrowTimestampType>(counts: &Int64Array) -> ArrayRef {
    Arc::new(counts.reinterpret_cast::<T>().with_timezone("UTC"))
}
