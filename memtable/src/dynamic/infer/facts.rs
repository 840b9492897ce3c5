//! What is known of the values of a column: it only grows, and the same values tell the same in any order.

use crate::dynamic::infer::formats::{Formats, Mask};
use crate::dynamic::infer::kind::Kinds;
use crate::dynamic::infer::moment::{Instant, MICROS_OF_DAY, Moment};
use crate::dynamic::infer::number::{self, DECIMAL_DIGITS, EXACT, Number};

/// The digits that name a float; those beyond are lost.
const FLOAT_DIGITS: usize = 17;

/// What inference knows of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) kinds: Kinds,
    /// The most digits before the point of a number, up to 39. Short integers are not counted.
    pub(crate) whole: u8,
    /// The most digits after the point of a number, up to 39.
    pub(crate) places: u8,
    /// The formats that read every date, every time, every date with a time, and every one of these in a zone.
    pub(crate) masks: [Mask; 4],
}

impl Default for Facts {
    fn default() -> Self {
        Facts::of(Kinds::default())
    }
}

impl Facts {
    pub(crate) const fn of(kinds: Kinds) -> Self {
        Facts {
            kinds,
            whole: 0,
            places: 0,
            masks: [Mask::MAX; 4],
        }
    }

    /// What is known of the values of both.
    pub(crate) fn join(self, other: Facts) -> Facts {
        let mut masks = self.masks;
        for (mask, other) in masks.iter_mut().zip(other.masks) {
            *mask &= other;
        }
        Facts {
            kinds: self.kinds | other.kinds,
            whole: self.whole.max(other.whole),
            places: self.places.max(other.places),
            masks,
        }
    }

    /// What a cell of text tells.
    pub(crate) fn of_cell(text: &str, formats: &Formats) -> Facts {
        if as_bool(text).is_some() {
            return Facts::of(Kinds::BOOL);
        }
        if as_non_finite(text).is_some() {
            return Facts::of(Kinds::NON_FINITE);
        }
        // A format of the caller's comes first: `%Y%m%d` reads what is a number too.
        if !formats.is_empty()
            && let Some((moment, mask)) = formats.read(text)
        {
            return Facts::of_moment(moment, mask);
        }
        if let Some(number) = number::scan(text.as_bytes()) {
            return Facts::of_number(text, number);
        }
        Facts::of_string(text, formats)
    }

    /// What a string of JSON tells: it is no number, whatever is in it.
    pub(crate) fn of_string(text: &str, formats: &Formats) -> Facts {
        match formats.read(text) {
            Some((moment, mask)) => Facts::of_moment(moment, mask),
            None => Facts::of(Kinds::TEXT),
        }
    }

    /// What a number of JSON tells.
    pub(crate) fn of_json_number(text: &str) -> Facts {
        match number::scan(text.as_bytes()) {
            Some(number) => Facts::of_number(text, number),
            None => Facts::of(Kinds::UNFIT),
        }
    }

    fn of_number(text: &str, number: Number) -> Facts {
        let kinds = if number.is_float {
            float_kinds(text)
        } else {
            int_kinds(text, number)
        };
        let limited = |n: u32| u8::try_from(n.min(DECIMAL_DIGITS + 1)).unwrap_or(u8::MAX);
        let is_short = kinds.within(Kinds::INT | Kinds::NEGATIVE);
        Facts {
            whole: if is_short { 0 } else { limited(number.whole) },
            places: limited(number.places),
            ..Facts::of(kinds)
        }
    }

    pub(crate) fn of_moment(moment: Moment, mask: Mask) -> Facts {
        let (place, kinds) = match moment {
            Moment::Date(days) => (0, Kinds::DATE | far(midnight(days))),
            Moment::Time(_) => (1, Kinds::TIME),
            Moment::At(instant) => match instant.offset {
                None => (2, Kinds::DATETIME | instant_kinds(instant)),
                Some(0) => (3, Kinds::TIMESTAMP | instant_kinds(instant)),
                Some(_) => (3, Kinds::OFFSET | instant_kinds(instant)),
            },
        };
        let mut facts = Facts::of(kinds);
        facts.masks[place] = mask;
        facts
    }
}

fn midnight(days: i32) -> Instant {
    Instant {
        micros: i64::from(days) * MICROS_OF_DAY,
        nanos: 0,
        offset: None,
    }
}

fn far(instant: Instant) -> Kinds {
    match instant.in_nanos() {
        Some(_) => Kinds::default(),
        None => Kinds::FAR,
    }
}

fn instant_kinds(instant: Instant) -> Kinds {
    let nanos = if instant.nanos == 0 {
        Kinds::default()
    } else {
        Kinds::NANOS
    };
    nanos | far(instant)
}

/// The bool that a cell of text is: as JSON, Python and R write it.
pub(crate) fn as_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// The float without digits that a cell of text is.
pub(crate) fn as_non_finite(text: &str) -> Option<f64> {
    match text {
        "NaN" | "nan" => Some(f64::NAN),
        "inf" | "Infinity" => Some(f64::INFINITY),
        "-inf" | "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

fn int_kinds(text: &str, number: Number) -> Kinds {
    if number.whole > DECIMAL_DIGITS {
        return Kinds::UNFIT;
    }
    let Ok(int) = text.parse::<i128>() else {
        return Kinds::UNFIT;
    };
    let sign = if number.is_negative {
        Kinds::NEGATIVE
    } else {
        Kinds::default()
    };
    sign | if int.unsigned_abs() <= u128::from(EXACT) {
        Kinds::INT
    } else if i64::try_from(int).is_ok() {
        Kinds::LONG_INT
    } else if u64::try_from(int).is_ok() {
        Kinds::UINT
    } else {
        Kinds::HUGE_INT
    }
}

fn float_kinds(text: &str) -> Kinds {
    let digits = significant(text);
    match text.parse::<f64>() {
        // Past the greatest float, or below the least.
        Ok(float) if float.is_infinite() || (float == 0.0 && digits > 0) => Kinds::UNFIT,
        Ok(_) if digits > FLOAT_DIGITS => Kinds::FLOAT | Kinds::ROUNDED,
        Ok(_) => Kinds::FLOAT,
        Err(_) => Kinds::UNFIT,
    }
}

/// How many digits there are from the first that is no zero to the last.
fn significant(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    let digits: Vec<u8> = digits.skip_while(|digit| *digit == b'0').collect();
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0');
    digits.len() - zeros.count()
}
