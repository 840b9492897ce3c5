use uuid::Uuid;

use crate::record::mem_value::{MemValue, Misfit};
use crate::schema::{DataType, Value};

impl MemValue for Uuid {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::Uuid;

    fn to_value(&self) -> Value {
        Value::Uuid(self.as_u128())
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Uuid(bits) => Ok(Uuid::from_u128(bits)),
            value => Misfit::of(value),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
