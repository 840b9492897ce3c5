use rust_decimal::Decimal;

use crate::record::mem_value::{MemValue, Misfit};
use crate::schema::{self, DataType, Value};

/// Takes integers too. `1.0` is the same as `1.00`, but keeps its zeros on the way through [`Value`].
impl MemValue for Decimal {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::Decimal;

    fn to_value(&self) -> Value {
        Value::Decimal(schema::Decimal {
            digits: self.mantissa(),
            scale: self.scale(),
        })
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        let exact = match value {
            Value::Decimal(decimal) => exact(decimal),
            Value::Int(digits) => exact(schema::Decimal { digits, scale: 0 }),
            _ => None,
        };
        exact.ok_or(Misfit { value })
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// The decimal with the zeros at its end as they are, or with fewer where that makes it fit.
fn exact(decimal: schema::Decimal) -> Option<Decimal> {
    let schema::Decimal {
        mut digits,
        mut scale,
    } = decimal;
    loop {
        if let Ok(exact) = Decimal::try_from_i128_with_scale(digits, scale) {
            return Some(exact);
        }
        if scale == 0 || digits % 10 != 0 {
            return None;
        }
        digits /= 10;
        scale = if digits == 0 { 0 } else { scale - 1 };
    }
}
