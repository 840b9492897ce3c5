use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::record::mem_value::{MemValue, Misfit};
use crate::schema::{DataType, Value};

macro_rules! dates_and_times {
    ($($type:ident $variant:ident)+) => { $(
        impl MemValue for $type {
            is_its_own_inner!();
            is_plain!();
            const DATA_TYPE: DataType = DataType::$variant;

            fn to_value(&self) -> Value {
                Value::$variant(*self)
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                match value {
                    Value::$variant(time) => Ok(time),
                    value => Misfit::of(value),
                }
            }

            #[inline]
            fn from_cell(cell: &mut Value) -> Option<Self> {
                match cell {
                    Value::$variant(time) => Some(*time),
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

dates_and_times! {
    NaiveDate Date
    NaiveTime Time
    NaiveDateTime DateTime
    TimeDelta Duration
}

/// Takes an instant in any offset: the instant is what it holds.
impl MemValue for DateTime<Utc> {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::Timestamp { with_offset: false };

    fn to_value(&self) -> Value {
        Value::Timestamp(self.fixed_offset())
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Timestamp(instant) => Ok(instant.to_utc()),
            value => Misfit::of(value),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// The same instant in another offset is another value, though the two are equal.
impl MemValue for DateTime<FixedOffset> {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::Timestamp { with_offset: true };

    fn to_value(&self) -> Value {
        Value::Timestamp(*self)
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Timestamp(instant) => Ok(instant),
            value => Misfit::of(value),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other && self.offset() == other.offset()
    }
}
