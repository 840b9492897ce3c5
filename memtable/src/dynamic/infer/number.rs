//! Numbers as people and programs write them.

/// The greatest integer up to which every integer is a float of 64 bits: 2^53.
pub(crate) const EXACT: u64 = 1 << 53;

/// Numbers of so many digits are below [`EXACT`], whatever they are.
const EXACT_DIGITS: usize = 15;

/// The most digits of a decimal.
pub(crate) const DECIMAL_DIGITS: u32 = 38;

/// The powers of ten that are floats without a rounding.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// A number by its digits: `-12.50` has two whole digits and two places; `1e3` has four digits and no place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) is_negative: bool,
    /// Whether a point or an exponent says that it is a float.
    pub(crate) is_float: bool,
    /// The digits before the point, the exponent counted in.
    pub(crate) whole: u32,
    /// The digits after the point, the exponent counted in.
    pub(crate) places: u32,
}

/// A part of a number is at most so long in our books: what is longer fits nowhere.
const LONGEST: i64 = 100_000;

/// The number that a text is, where no digit of it says more than the number does: a leading zero or plus is text.
pub(crate) fn scan(text: &[u8]) -> Option<Number> {
    let (is_negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (whole, rest) = split_digits(unsigned);
    let (point, (fraction, rest)) = match rest {
        [b'.', rest @ ..] => (true, split_digits(rest)),
        rest => (false, (&[][..], rest)),
    };
    let exponent = exponent(rest)?;
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    let has_leading_zero = whole.len() > 1 && whole.starts_with(b"0");
    // `-0` as an integer would lose its sign.
    let is_float = point || exponent.is_some() || (is_negative && whole == b"0");
    (has_digits && !has_leading_zero).then(|| {
        let shift = exponent.unwrap_or(0);
        let significant = if whole == b"0" { 0 } else { whole.len() };
        Number {
            is_negative,
            is_float,
            whole: length(significant, shift),
            places: length(fraction.len(), -shift),
        }
    })
}

fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let n_digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at(n_digits)
}

/// The exponent that a text is; none where it is empty. What is no exponent is no number.
#[expect(
    clippy::option_option,
    reason = "no number, no exponent, and an exponent"
)]
fn exponent(text: &[u8]) -> Option<Option<i64>> {
    let (sign, digits) = match text {
        [] => return Some(None),
        [b'e' | b'E', b'-', digits @ ..] => (-1, digits),
        [b'e' | b'E', b'+', digits @ ..] | [b'e' | b'E', digits @ ..] => (1, digits),
        _ => return None,
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_i64, |size, digit| {
        (size * 10 + i64::from(digit - b'0')).min(LONGEST)
    });
    Some(Some(sign * size))
}

/// A number of digits, moved by an exponent.
fn length(n_digits: usize, shift: i64) -> u32 {
    let n_digits = i64::try_from(n_digits).unwrap_or(LONGEST).min(LONGEST);
    u32::try_from((n_digits + shift).clamp(0, LONGEST)).unwrap_or(0)
}

/// The integer, where it is short enough to be a float too, and not `-0`.
#[inline]
pub(crate) fn short_int(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let (first, n_digits) = (*digits.first()?, digits.len());
    if n_digits > EXACT_DIGITS || (first == b'0' && (n_digits > 1 || is_negative)) {
        return None;
    }
    let mut int = 0_i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        int = int * 10 + i64::from(digit);
    }
    Some(if is_negative { -int } else { int })
}

/// The float and its places, where it is short and has a point: the digits and the power of ten are then exact, and so is
/// the rounding of their quotient.
#[inline]
pub(crate) fn short_float(text: &[u8]) -> Option<(f64, u32)> {
    let (is_negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > EXACT_DIGITS + 1 || !digits.first()?.is_ascii_digit() {
        return None;
    }
    let (mut mantissa, mut point) = (0_u64, None);
    for (idx, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa * 10 + u64::from(digit);
        } else if *byte == b'.' && point.is_none() {
            point = Some(idx);
        } else {
            return None;
        }
    }
    let point = point?;
    if point > 1 && digits.first() == Some(&b'0') {
        return None;
    }
    let places = digits.len() - point - 1;
    #[expect(clippy::cast_precision_loss, reason = "at most 15 digits")]
    let float = mantissa as f64 / POWERS.get(places)?;
    let float = if is_negative { -float } else { float };
    Some((float, u32::try_from(places).ok()?))
}

/// The digits of a number times ten to the scale, where that is a whole number of at most 38 digits.
pub(crate) fn decimal(text: &str, scale: u32) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let zeros = i64::from(scale) + exponent - i64::try_from(fraction.len()).ok()?;
    let digits = match u32::try_from(zeros) {
        Ok(zeros) => {
            let int = digits.parse::<i128>().ok()?;
            int.checked_mul(10_i128.checked_pow(zeros)?)?
        }
        // More places than the scale: only zeros may go.
        Err(_) => without_zeros(&digits, zeros.unsigned_abs())?.parse().ok()?,
    };
    (digits.unsigned_abs() < 10_u128.pow(DECIMAL_DIGITS)).then_some(digits)
}

fn without_zeros(digits: &str, n: u64) -> Option<&str> {
    let n = usize::try_from(n).ok()?;
    let (kept, zeros) = digits.split_at_checked(digits.len().checked_sub(n)?)?;
    zeros.bytes().all(|byte| byte == b'0').then_some(kept)
}
