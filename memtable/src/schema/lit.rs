use std::borrow::Cow;

use crate::schema::Value;

/// A constant of a known type, on its way into a schema: `Lit(0_u8).value()` is evaluated while compiling.
#[derive(Clone, Copy, Debug)]
pub struct Lit<T>(pub T);

macro_rules! integers {
    ($($int:ty)+) => { $(
        impl Lit<$int> {
            /// The constant as data.
            pub const fn value(self) -> Value {
                Value::Int(self.0 as i128)
            }
        }
    )+ };
}

integers! { i8 i16 i32 i64 i128 u8 u16 u32 u64 }

impl Lit<&'static str> {
    /// The constant as data.
    pub const fn value(self) -> Value {
        Value::Text(Cow::Borrowed(self.0))
    }
}
