use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::schema::Value;

#[cfg(test)]
mod tests;

/// A constant of a known type, on its way into a schema: `Lit(0_u8).value()` is evaluated while compiling.
#[derive(Clone, Copy, Debug)]
pub struct Lit<T>(pub T);

macro_rules! literals {
    ($($type:ty, $value:ident => $made:expr;)+) => { $(
        impl Lit<$type> {
            /// The constant as data.
            pub const fn value(self) -> Value {
                let $value = self.0;
                $made
            }
        }
    )+ };
}

literals! {
    i8, int => Value::Int(int as i128);
    i16, int => Value::Int(int as i128);
    i32, int => Value::Int(int as i128);
    i64, int => Value::Int(int as i128);
    i128, int => Value::Int(int);
    isize, int => Value::Int(int as i128);
    u8, int => Value::Int(int as i128);
    u16, int => Value::Int(int as i128);
    u32, int => Value::Int(int as i128);
    u64, int => Value::Int(int as i128);
    usize, int => Value::Int(int as i128);
    u128, int => if int > i128::MAX.cast_unsigned() {
        Value::UInt(int)
    } else {
        Value::Int(int.cast_signed())
    };
    f32, float => Value::Float32(float);
    f64, float => Value::Float64(float);
    bool, value => Value::Bool(value);
    &'static str, text => Value::Text(Cow::Borrowed(text));
    &'static [u8], bytes => Value::Bytes(Cow::Borrowed(bytes));
    NaiveDate, date => Value::Date(date);
    NaiveTime, time => Value::Time(time);
    NaiveDateTime, datetime => Value::DateTime(datetime);
    DateTime<Utc>, timestamp => Value::Timestamp(DateTime::from_naive_utc_and_offset(timestamp.naive_utc(), UTC));
    DateTime<FixedOffset>, timestamp => Value::Timestamp(timestamp);
    TimeDelta, duration => Value::Duration(duration);
}

const UTC: FixedOffset = match FixedOffset::east_opt(0) {
    Some(utc) => utc,
    None => panic!("no offset is an offset"),
};

impl<const N: usize> Lit<&'static [u8; N]> {
    /// The constant as data.
    pub const fn value(self) -> Value {
        Value::Bytes(Cow::Borrowed(self.0))
    }
}

impl Lit<char> {
    /// The constant as data. A character past ASCII stops the compilation: a constant cannot make its text, so that
    /// `Lit("é")` has to be written.
    ///
    /// # Panics
    /// For a character past ASCII.
    pub const fn value(self) -> Value {
        assert!(self.0.is_ascii(), "write this character as a text: `\"é\"`");
        let (_, from) = ASCII.split_at(self.0 as usize);
        let (text, _) = from.split_at(1);
        Value::Text(Cow::Borrowed(text))
    }
}

const ASCII: &str = match std::str::from_utf8(&ASCII_BYTES) {
    Ok(ascii) => ascii,
    Err(_) => panic!("ASCII is UTF-8"),
};

const ASCII_BYTES: [u8; 128] = {
    let mut bytes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        bytes[byte as usize] = byte;
        byte += 1;
    }
    bytes
};
