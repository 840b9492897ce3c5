//! Dates and times in ISO 8601.

use chrono::{Datelike, NaiveDate};

/// The days from the first of January of year 1 to that of 1970.
const EPOCH: i32 = 719_163;

pub(crate) const NANOS_OF_DAY: i64 = 86_400_000_000_000;
pub(crate) const MICROS_OF_DAY: i64 = 86_400_000_000;

/// A point of a calendar, of a clock, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Days since 1970.
    Date(i32),
    /// Nanoseconds since midnight.
    Time(i64),
    /// A date with a time.
    At(Instant),
}

/// A date with a time: in UTC, where an offset is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    /// Microseconds since 1970.
    pub(crate) micros: i64,
    /// The nanoseconds beyond.
    pub(crate) nanos: i64,
    /// The minutes east of UTC.
    pub(crate) offset: Option<i16>,
}

impl Instant {
    /// Nanoseconds since 1970, where 64 bits have room for them: from 1677 to 2262.
    pub(crate) fn in_nanos(self) -> Option<i64> {
        self.micros.checked_mul(1_000)?.checked_add(self.nanos)
    }
}

/// What a text in ISO 8601 says: `2024-02-29`, `12:30`, `12:30:05.25`, `2024-02-29T12:30:05Z`, `2024-02-29 12:30+02:00`.
pub(crate) fn read(text: &[u8]) -> Option<Moment> {
    match text.split_at_checked(10) {
        Some((days, [])) => date(days).map(Moment::Date),
        Some((days, [b'T' | b' ', clock @ ..])) if days[4] == b'-' => {
            instant(days, clock).map(Moment::At)
        }
        _ => time(text).map(Moment::Time),
    }
}

/// The days since 1970 of `2024-02-29`.
#[inline]
pub(crate) fn date(text: &[u8]) -> Option<i32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), two(*m1, *m2)?, two(*d1, *d2)?)?;
    Some(days(date))
}

/// The days since 1970.
pub(crate) fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - EPOCH
}

#[inline]
fn two(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// The nanoseconds since midnight of `12:30`, `12:30:05`, `12:30:05.25`.
pub(crate) fn time(text: &[u8]) -> Option<i64> {
    let [h1, h2, b':', m1, m2, rest @ ..] = text else {
        return None;
    };
    let (hours, minutes) = (two(*h1, *h2)?, two(*m1, *m2)?);
    let (seconds, fraction) = match rest {
        [] => (0, &[][..]),
        [b':', s1, s2] => (two(*s1, *s2)?, &[][..]),
        [b':', s1, s2, b'.' | b',', fraction @ ..] if !fraction.is_empty() => {
            (two(*s1, *s2)?, fraction)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let whole = i64::from(hours * 3_600 + minutes * 60 + seconds);
    Some(whole * 1_000_000_000 + nanos(fraction)?)
}

/// Of at most nine digits after the point.
fn nanos(fraction: &[u8]) -> Option<i64> {
    if fraction.is_empty() {
        return Some(0);
    }
    if fraction.len() > 9 || !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = fraction.iter().chain([b'0'].iter().cycle()).take(9);
    Some(digits.fold(0, |nanos, digit| nanos * 10 + i64::from(digit - b'0')))
}

fn instant(days: &[u8], clock: &[u8]) -> Option<Instant> {
    let zone_at = clock
        .iter()
        .position(|byte| matches!(byte, b'Z' | b'+' | b'-'));
    let (clock, zone) = clock.split_at(zone_at.unwrap_or(clock.len()));
    let offset = match zone {
        [] => None,
        zone => Some(offset(zone)?),
    };
    Some(at(date(days)?, time(clock)?, offset))
}

/// The instant of a day and a time in a zone.
pub(crate) fn at(days: i32, nanos_of_day: i64, offset: Option<i16>) -> Instant {
    let east = i64::from(offset.unwrap_or(0)) * 60_000_000;
    Instant {
        micros: i64::from(days) * MICROS_OF_DAY + nanos_of_day / 1_000 - east,
        nanos: nanos_of_day % 1_000,
        offset,
    }
}

/// The minutes of `Z`, `+02:00`, `+0200`, `+02`.
fn offset(zone: &[u8]) -> Option<i16> {
    let (sign, hours, minutes) = match zone {
        b"Z" => return Some(0),
        [sign, h1, h2] => (*sign, two(*h1, *h2)?, 0),
        [sign, h1, h2, m1, m2] | [sign, h1, h2, b':', m1, m2] => {
            (*sign, two(*h1, *h2)?, two(*m1, *m2)?)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = i16::try_from(hours * 60 + minutes).ok()?;
    match sign {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}
