//! Dates and times of ISO 8601, as chrono's own parsers read them; each as a date with a time.
//!
//! What chrono reads beside these forms (a year past 9999, a sign) is refused.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

const DAY: NaiveDate = NaiveDateTime::new(
    match NaiveDate::from_ymd_opt(1970, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    },
    NaiveTime::MIN,
)
.date();

/// `2026-01-31`, at midnight.
pub(super) const fn date(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    match (
        digits(bytes, 0, 4),
        digits(bytes, 5, 7),
        digits(bytes, 8, 10),
    ) {
        (Some(year), Some(month), Some(day)) => {
            match NaiveDate::from_ymd_opt(year.cast_signed(), month, day) {
                Some(date) => Some(NaiveDateTime::new(date, NaiveTime::MIN)),
                None => None,
            }
        }
        _ => None,
    }
}

/// `12:34:56` or `12:34:56.789`, on the first day of 1970.
pub(super) const fn of_day(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || bytes[2] != b':' || bytes[5] != b':' {
        return None;
    }
    let nanos = if bytes.len() == 8 {
        Some(0)
    } else {
        fraction(bytes)
    };
    match (
        digits(bytes, 0, 2),
        digits(bytes, 3, 5),
        digits(bytes, 6, 8),
        nanos,
    ) {
        (Some(hour), Some(minute), Some(second), Some(nanos)) => {
            DAY.and_hms_nano_opt(hour, minute, second, nanos)
        }
        _ => None,
    }
}

/// `2026-01-31T12:34:56`.
pub(super) const fn date_time(text: &str) -> Option<NaiveDateTime> {
    if text.len() < 19 || text.as_bytes()[10] != b'T' {
        return None;
    }
    let (day, rest) = text.split_at(10);
    let (_, time) = rest.split_at(1);
    match (date(day), of_day(time)) {
        (Some(day), Some(time)) => Some(NaiveDateTime::new(day.date(), time.time())),
        _ => None,
    }
}

/// `2026-01-31T12:34:56Z` or with `+02:00` at its end, in UTC.
pub(super) const fn timestamp(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    if bytes.len() > 19 && (bytes[bytes.len() - 1] == b'Z' || bytes[bytes.len() - 1] == b'z') {
        let (time, _) = text.split_at(bytes.len() - 1);
        return date_time(time);
    }
    if bytes.len() < 25 || !text.is_char_boundary(bytes.len() - 6) {
        return None;
    }
    let (time, offset) = text.split_at(bytes.len() - 6);
    match (date_time(time), seconds_of(offset.as_bytes())) {
        (Some(time), Some(offset)) => time.checked_sub_signed(TimeDelta::seconds(offset)),
        _ => None,
    }
}

/// The seconds of `+02:00`.
const fn seconds_of(offset: &[u8]) -> Option<i64> {
    let sign = match offset[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    match (digits(offset, 1, 3), digits(offset, 4, 6)) {
        (Some(hours @ ..24), Some(minutes @ ..60)) if offset[3] == b':' => {
            Some(sign * (hours as i64 * 3600 + minutes as i64 * 60))
        }
        _ => None,
    }
}

/// The nanoseconds of `.789`, from the ninth byte on.
const fn fraction(bytes: &[u8]) -> Option<u32> {
    if bytes[8] != b'.' || bytes.len() == 9 || bytes.len() > 18 {
        return None;
    }
    let Some(mut nanos) = digits(bytes, 9, bytes.len()) else {
        return None;
    };
    let mut n_digits = bytes.len() - 9;
    while n_digits < 9 {
        nanos *= 10;
        n_digits += 1;
    }
    Some(nanos)
}

const fn digits(bytes: &[u8], from: usize, to: usize) -> Option<u32> {
    let (mut number, mut at) = (0, from);
    while at < to {
        if !bytes[at].is_ascii_digit() {
            return None;
        }
        number = number * 10 + (bytes[at] - b'0') as u32;
        at += 1;
    }
    Some(number)
}
