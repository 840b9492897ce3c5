use std::cmp::Ordering;

use crate::schema::{Decimal, Value};

impl Value {
    /// The order of two values as rules and checks see it: numbers of any width as numbers, other values with their own
    /// kind alone.
    ///
    /// `None` where there is no order: `NaN` with anything, a null with anything, text with a number. A decimal meets
    /// a float as the nearest 64-bit float; integers meet floats exactly.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use memtable::Value;
    ///
    /// assert_eq!(Value::from(1).compare(&Value::from(1.5)), Some(Ordering::Less));
    /// assert_eq!(Value::from(f64::NAN).compare(&Value::from(1)), None);
    /// ```
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (Number::of(self), Number::of(other)) {
            (Some(left), Some(right)) => left.compare(right),
            (None, None) if self.kind() == other.kind() && !self.is_null() => Some(self.cmp(other)),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Number {
    Int(i128),
    /// Past `i128::MAX`.
    UInt(u128),
    Decimal(Decimal),
    Float(f64),
}

impl Number {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(int) => Some(Number::Int(*int)),
            Value::UInt(uint) => {
                Some(i128::try_from(*uint).map_or(Number::UInt(*uint), Number::Int))
            }
            Value::Decimal(decimal) => Some(Number::Decimal(*decimal)),
            Value::Float32(float) => Some(Number::Float(f64::from(*float))),
            Value::Float64(float) => Some(Number::Float(*float)),
            _ => None,
        }
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        use Number::{Decimal as Dec, Float, Int, UInt};
        let whole = |digits| Decimal { digits, scale: 0 };
        match (self, other) {
            (Float(left), Float(right)) => left.partial_cmp(&right),
            (Int(left), Int(right)) => Some(left.cmp(&right)),
            (UInt(left), UInt(right)) => Some(left.cmp(&right)),
            (UInt(_), Int(_) | Dec(_)) => Some(Ordering::Greater),
            (Dec(left), Dec(right)) => Some(left.cmp(&right)),
            (Int(left), Dec(right)) => Some(whole(left).cmp(&right)),
            (Dec(left), Float(right)) => left.to_f64().partial_cmp(&right),
            (Int(left), Float(right)) => int_with_float(left, right),
            (UInt(left), Float(right)) => uint_with_float(left, right),
            (Float(_) | Dec(_), _) | (Int(_), UInt(_)) => {
                other.compare(self).map(Ordering::reverse)
            }
        }
    }
}

/// 2^127: the first float past every `i128`.
const INT_END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;

fn int_with_float(int: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        None
    } else if float >= INT_END {
        Some(Ordering::Less)
    } else if float < -INT_END {
        Some(Ordering::Greater)
    } else {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number within i128"
        )]
        let whole = float.trunc() as i128;
        Some(int.cmp(&whole).then(0.0_f64.partial_cmp(&float.fract())?))
    }
}

/// An integer past every `i128` with a float; of those, every float is whole.
fn uint_with_float(uint: u128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        None
    } else if float < INT_END {
        Some(Ordering::Greater)
    } else if float >= INT_END * 2.0 {
        Some(Ordering::Less)
    } else {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number within u128"
        )]
        let whole = float as u128;
        Some(uint.cmp(&whole))
    }
}
