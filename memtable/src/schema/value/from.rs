use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::schema::{Decimal, Value};

macro_rules! from {
    ($($type:ty, $value:ident => $made:expr;)+) => { $(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        }
    )+ };
}

from! {
    bool, value => Value::Bool(value);
    i8, int => Value::Int(int.into());
    i16, int => Value::Int(int.into());
    i32, int => Value::Int(int.into());
    i64, int => Value::Int(int.into());
    i128, int => Value::Int(int);
    u8, int => Value::Int(int.into());
    u16, int => Value::Int(int.into());
    u32, int => Value::Int(int.into());
    u64, int => Value::Int(int.into());
    u128, int => i128::try_from(int).map_or(Value::UInt(int), Value::Int);
    f32, float => Value::Float32(float);
    f64, float => Value::Float64(float);
    Decimal, decimal => Value::Decimal(decimal);
    char, char => Value::Text(char.to_string().into());
    &'static str, text => Value::Text(Cow::Borrowed(text));
    String, text => Value::Text(Cow::Owned(text));
    Cow<'static, str>, text => Value::Text(text);
    &'static [u8], bytes => Value::Bytes(Cow::Borrowed(bytes));
    Vec<u8>, bytes => Value::Bytes(Cow::Owned(bytes));
    NaiveDate, date => Value::Date(date);
    NaiveTime, time => Value::Time(time);
    NaiveDateTime, datetime => Value::DateTime(datetime);
    DateTime<FixedOffset>, timestamp => Value::Timestamp(timestamp);
    DateTime<Utc>, timestamp => Value::Timestamp(timestamp.fixed_offset());
    TimeDelta, duration => Value::Duration(duration);
    Vec<Value>, values => Value::List(values);
}

/// `None` is [`Value::Null`].
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}
