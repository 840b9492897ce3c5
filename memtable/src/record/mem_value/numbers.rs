use std::num::NonZero;

use crate::record::mem_value::{MemValue, Misfit};
use crate::schema::{DataType, Value};

macro_rules! integers {
    ($($int:ident $variant:ident)+) => { $(
        impl MemValue for $int {
            is_its_own_inner!();
            is_plain!();
            const DATA_TYPE: DataType = DataType::$variant;

            fn to_value(&self) -> Value {
                Value::Int(i128::from(*self))
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                match value {
                    Value::Int(int) => int.try_into().or_else(|_| Misfit::of(value)),
                    value => Misfit::of(value),
                }
            }

            #[inline]
            fn from_cell(cell: &mut Value) -> Option<Self> {
                match cell {
                    Value::Int(int) => (*int).try_into().ok(),
                    _ => None,
                }
            }

            #[inline]
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )+ };
}

integers! {
    i8 Int8
    i16 Int16
    i32 Int32
    i64 Int64
    i128 Int128
    u16 UInt16
    u32 UInt32
    u64 UInt64
}

impl MemValue for u8 {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::UInt8;
    const LIST_TYPE: DataType = DataType::Bytes;

    fn to_value(&self) -> Value {
        Value::Int(i128::from(*self))
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Int(int) => int.try_into().or_else(|_| Misfit::of(value)),
            value => Misfit::of(value),
        }
    }

    #[inline]
    fn from_cell(cell: &mut Value) -> Option<Self> {
        match cell {
            Value::Int(int) => (*int).try_into().ok(),
            _ => None,
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn list_to_value(list: &[Self]) -> Value {
        Value::Bytes(list.to_vec().into())
    }

    fn list_from_value(value: Value) -> Result<Vec<Self>, Misfit> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into_owned()),
            value => Misfit::of(value),
        }
    }
}

impl MemValue for u128 {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::UInt128;

    fn to_value(&self) -> Value {
        i128::try_from(*self).map_or(Value::UInt(*self), Value::Int)
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Int(int) => int.try_into().or_else(|_| Misfit::of(value)),
            Value::UInt(int) => Ok(int),
            value => Misfit::of(value),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

macro_rules! integers_of_the_platform {
    ($($int:ident as $wide:ident $variant:ident)+) => { $(
        impl MemValue for $int {
            is_its_own_inner!();
            is_plain!();
            const DATA_TYPE: DataType = DataType::$variant;

            fn to_value(&self) -> Value {
                // no platform of Rust has a wider one
                Value::Int(*self as i128)
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                match value {
                    Value::Int(int) => int.try_into().or_else(|_| Misfit::of(value)),
                    value => Misfit::of(value),
                }
            }

            #[inline]
            fn from_cell(cell: &mut Value) -> Option<Self> {
                match cell {
                    Value::Int(int) => (*int).try_into().ok(),
                    _ => None,
                }
            }

            #[inline]
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )+ };
}

integers_of_the_platform! {
    isize as i64 Int64
    usize as u64 UInt64
}

macro_rules! non_zero_integers {
    ($($int:ident)+) => { $(
        impl MemValue for NonZero<$int> {
            type Plain<'a> = $int;
            is_its_own_inner!();
            const DATA_TYPE: DataType = <$int>::DATA_TYPE;

            #[inline]
            fn plain(&self) -> Option<$int> {
                Some(self.get())
            }

            fn to_value(&self) -> Value {
                self.get().to_value()
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                let int = <$int>::from_value(value)?;
                NonZero::new(int).ok_or(Misfit { value: Value::Int(0) })
            }

            #[inline]
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )+ };
}

non_zero_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! floats {
    ($($float:ident $from_other:ident;)+) => { $(
        impl MemValue for $float {
            is_its_own_inner!();
            is_plain!();
            const DATA_TYPE: DataType = DataType::$from_other;

            fn to_value(&self) -> Value {
                Value::$from_other(*self)
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                Self::exactly(&value).ok_or(Misfit { value })
            }

            #[inline]
            fn from_cell(cell: &mut Value) -> Option<Self> {
                Self::exactly(cell)
            }

            #[inline]
            fn same(&self, other: &Self) -> bool {
                match self.partial_cmp(other) {
                    Some(order) => order.is_eq(),
                    None => self.is_nan() && other.is_nan(),
                }
            }
        }
    )+ };
}

floats! {
    f32 Float32;
    f64 Float64;
}

/// Floats made without loss.
trait Exact: Sized {
    fn exactly(value: &Value) -> Option<Self> {
        match value {
            Value::Float32(float) => Self::from_f32(*float),
            Value::Float64(float) => Self::from_f64(*float),
            Value::Int(int) => Self::from_int(*int),
            Value::UInt(int) => Self::from_uint(*int),
            _ => None,
        }
    }

    fn from_f32(float: f32) -> Option<Self>;
    fn from_f64(float: f64) -> Option<Self>;
    fn from_int(int: i128) -> Option<Self>;
    fn from_uint(int: u128) -> Option<Self>;
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what has at most the digits of the float loses none"
)]
impl Exact for f32 {
    fn from_f32(float: f32) -> Option<f32> {
        Some(float)
    }

    #[expect(clippy::cast_possible_truncation, reason = "compared on the next line")]
    fn from_f64(float: f64) -> Option<f32> {
        let narrow = float as f32;
        f64::from(narrow).same(&float).then_some(narrow)
    }

    fn from_int(int: i128) -> Option<f32> {
        (significant_bits(int.unsigned_abs()) <= f32::MANTISSA_DIGITS).then_some(int as f32)
    }

    fn from_uint(int: u128) -> Option<f32> {
        (significant_bits(int) <= f32::MANTISSA_DIGITS).then_some(int as f32)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what has at most the digits of the float loses none"
)]
impl Exact for f64 {
    fn from_f32(float: f32) -> Option<f64> {
        Some(f64::from(float))
    }

    fn from_f64(float: f64) -> Option<f64> {
        Some(float)
    }

    fn from_int(int: i128) -> Option<f64> {
        (significant_bits(int.unsigned_abs()) <= f64::MANTISSA_DIGITS).then_some(int as f64)
    }

    fn from_uint(int: u128) -> Option<f64> {
        (significant_bits(int) <= f64::MANTISSA_DIGITS).then_some(int as f64)
    }
}

/// The binary digits from the first that is set to the last that is.
fn significant_bits(int: u128) -> u32 {
    u128::BITS
        - int
            .checked_shr(int.trailing_zeros())
            .unwrap_or(0)
            .leading_zeros()
}

impl MemValue for bool {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::Bool;

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Bool(bool) => Ok(bool),
            value => Misfit::of(value),
        }
    }

    #[inline]
    fn from_cell(cell: &mut Value) -> Option<Self> {
        match cell {
            Value::Bool(bool) => Some(*bool),
            _ => None,
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
