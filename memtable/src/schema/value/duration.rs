//! Spans of time in ISO 8601: `P1DT2H3M4.5S`, `-PT30S`.

use std::fmt;

use chrono::TimeDelta;

const NANOS_PER_SECOND: i128 = 1_000_000_000;

pub(super) fn write(f: &mut fmt::Formatter<'_>, duration: TimeDelta) -> fmt::Result {
    let nanos = nanos(duration);
    let sign = if nanos < 0 { "-" } else { "" };
    let (seconds, fraction) = (
        nanos.unsigned_abs() / NANOS_PER_SECOND.unsigned_abs(),
        nanos.unsigned_abs() % NANOS_PER_SECOND.unsigned_abs(),
    );
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let seconds = seconds % 60;
    write!(f, "{sign}P")?;
    write_part(f, days, 'D')?;
    let has_time = hours + minutes + seconds + fraction > 0;
    if has_time || days == 0 {
        f.write_str("T")?;
    }
    write_part(f, hours, 'H')?;
    write_part(f, minutes, 'M')?;
    if fraction > 0 {
        let fraction = format!("{fraction:09}");
        write!(f, "{seconds}.{}S", fraction.trim_end_matches('0'))
    } else if nanos == 0 {
        f.write_str("0S")
    } else {
        write_part(f, seconds, 'S')
    }
}

fn write_part(f: &mut fmt::Formatter<'_>, count: u128, unit: char) -> fmt::Result {
    if count == 0 {
        return Ok(());
    }
    write!(f, "{count}{unit}")
}

fn nanos(duration: TimeDelta) -> i128 {
    i128::from(duration.num_seconds()) * NANOS_PER_SECOND + i128::from(duration.subsec_nanos())
}

/// Reads what [`write`] writes, and weeks; `None` for anything else, months and years among it.
pub(super) fn parse(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let date = parse_parts(date, &[('W', 604_800), ('D', 86_400)])?;
    let time = parse_parts(time, &[('H', 3600), ('M', 60), ('S', 1)])?;
    from_nanos(date.checked_add(time)?.checked_mul(sign)?)
}

/// The sum, in nanoseconds, of counts that are each followed by their unit, in the order of the units.
fn parse_parts(mut text: &str, units: &[(char, i128)]) -> Option<i128> {
    let mut sum = 0_i128;
    for (unit, seconds) in units {
        if let Some((count, rest)) = text.split_once(*unit) {
            let nanos = parse_seconds(count)?.checked_mul(*seconds)?;
            sum = sum.checked_add(nanos)?;
            text = rest;
        }
    }
    text.is_empty().then_some(sum)
}

/// A count with at most nine places, in billionths.
fn parse_seconds(count: &str) -> Option<i128> {
    let (whole, fraction) = count.split_once('.').unwrap_or((count, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) || fraction.len() > 9 {
        return None;
    }
    let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
    let whole: i128 = whole.parse().ok()?;
    whole.checked_mul(NANOS_PER_SECOND)?.checked_add(fraction)
}

fn from_nanos(nanos: i128) -> Option<TimeDelta> {
    let seconds = i64::try_from(nanos.div_euclid(NANOS_PER_SECOND)).ok()?;
    let rest = u32::try_from(nanos.rem_euclid(NANOS_PER_SECOND)).ok()?;
    TimeDelta::new(seconds, rest)
}
