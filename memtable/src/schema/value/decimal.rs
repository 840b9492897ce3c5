use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A decimal number: `digits / 10^scale`.
///
/// Two decimals are equal where their numbers are, `1.0` and `1.00` among them; `Display` keeps the zeros.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    /// The digits, with the sign.
    pub digits: i128,
    /// How many of the digits stand after the point.
    pub scale: u32,
}

impl Decimal {
    /// The same number without zeros at its end.
    pub(crate) fn reduced(mut self) -> Self {
        if self.digits == 0 {
            self.scale = 0;
        }
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The nearest 64-bit float.
    pub(crate) fn to_f64(self) -> f64 {
        // An exponent, so that a scale of millions does not become millions of zeros.
        format!("{}e-{}", self.digits, self.scale)
            .parse()
            .unwrap_or(f64::NAN)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale > other.scale {
            return other.cmp(self).reverse();
        }
        let raised = 10_i128
            .checked_pow(other.scale - self.scale)
            .and_then(|power| self.digits.checked_mul(power));
        match raised {
            Some(digits) => digits.cmp(&other.digits),
            None if self.digits == 0 => 0.cmp(&other.digits),
            // Past every i128, on its own side of zero.
            None => self.digits.cmp(&0),
        }
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let reduced = self.reduced();
        reduced.digits.hash(state);
        reduced.scale.hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // More zeros than that are no longer read, and a scale may be anything.
        if self.scale > 64 {
            return write!(f, "{}e-{}", self.digits, self.scale);
        }
        let scale = self.scale as usize;
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", self.digits.unsigned_abs(), scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if scale > 0 { "." } else { "" };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

/// The text is no decimal number, or has more digits than 38.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseDecimalError;

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a decimal number such as `1.50`, with at most 38 digits")
    }
}

impl Error for ParseDecimalError {}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mantissa, exponent) = text.split_once("e-").unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_whole = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        if unsigned.is_empty() || !is_whole(unsigned) || !is_whole(fraction) || !is_whole(exponent)
        {
            return Err(ParseDecimalError);
        }
        let digits = format!("{whole}{fraction}").parse();
        let scale = exponent.parse::<u32>().ok().and_then(|exponent| {
            let places = u32::try_from(fraction.len()).ok()?;
            exponent.checked_add(places)
        });
        match (digits, scale) {
            (Ok(digits), Some(scale)) => Ok(Decimal { digits, scale }),
            _ => Err(ParseDecimalError),
        }
    }
}
