//! Moments and spans of time as counts of a unit.

use arrow_schema::TimeUnit;
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

const NANOS_PER_SECOND: i128 = 1_000_000_000;

const fn nanos_per(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Second => NANOS_PER_SECOND,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1000,
        TimeUnit::Nanosecond => 1,
    }
}

/// Nanoseconds as a count of the unit, where they are one exactly.
pub(super) fn count(nanos: i128, unit: TimeUnit) -> Option<i64> {
    let per = nanos_per(unit);
    (nanos % per == 0)
        .then(|| i64::try_from(nanos / per).ok())
        .flatten()
}

pub(super) fn nanos(count: i64, unit: TimeUnit) -> i128 {
    i128::from(count) * nanos_per(unit)
}

/// The nanoseconds since 1970; `None` for a leap second, which no count of time has.
pub(super) fn of_datetime(datetime: NaiveDateTime) -> Option<i128> {
    let datetime = datetime.and_utc();
    let fraction = i128::from(datetime.timestamp_subsec_nanos());
    (fraction < NANOS_PER_SECOND)
        .then(|| i128::from(datetime.timestamp()) * NANOS_PER_SECOND + fraction)
}

pub(super) fn to_datetime(nanos: i128) -> Option<DateTime<Utc>> {
    let (seconds, fraction) = split(nanos)?;
    DateTime::from_timestamp(seconds, fraction)
}

/// The nanoseconds since midnight; `None` for a leap second.
pub(super) fn of_time(time: NaiveTime) -> Option<i64> {
    let fraction = i64::from(time.nanosecond());
    (fraction < 1_000_000_000)
        .then(|| i64::from(time.num_seconds_from_midnight()) * 1_000_000_000 + fraction)
}

pub(super) fn to_time(nanos: i64) -> Option<NaiveTime> {
    let (seconds, fraction) = split(nanos.into())?;
    NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, fraction)
}

pub(super) fn of_duration(duration: TimeDelta) -> i128 {
    i128::from(duration.num_seconds()) * NANOS_PER_SECOND + i128::from(duration.subsec_nanos())
}

pub(super) fn to_duration(nanos: i128) -> Option<TimeDelta> {
    let (seconds, fraction) = split(nanos)?;
    TimeDelta::new(seconds, fraction)
}

/// Whole seconds, and the nanoseconds past them.
fn split(nanos: i128) -> Option<(i64, u32)> {
    let seconds = i64::try_from(nanos.div_euclid(NANOS_PER_SECOND)).ok()?;
    let fraction = u32::try_from(nanos.rem_euclid(NANOS_PER_SECOND)).ok()?;
    Some((seconds, fraction))
}

/// The counts of the unit, from the least to the greatest, that are moments (as `to_datetime` has it) or spans.
pub(super) fn limits(least: i128, greatest: i128, unit: TimeUnit) -> (i64, i64) {
    let per = nanos_per(unit);
    let clamped =
        |count: i128| i64::try_from(count).unwrap_or(if count < 0 { i64::MIN } else { i64::MAX });
    // Rounded towards the inside.
    let first = least.div_euclid(per) + i128::from(least.rem_euclid(per) != 0);
    (clamped(first), clamped(greatest.div_euclid(per)))
}
