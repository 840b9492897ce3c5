use std::borrow::Cow;
use std::sync::Arc;

use crate::record::mem_value::{MemValue, Misfit};
use crate::schema::{DataType, Value};

macro_rules! texts {
    ($($text:ty, $heap_bytes:expr;)+) => { $(
        impl MemValue for $text {
            type Plain<'a> = &'a str where Self: 'a;
            is_its_own_inner!();
            const DATA_TYPE: DataType = DataType::Text;

            #[inline]
            fn plain(&self) -> Option<&str> {
                Some(self)
            }

            fn to_value(&self) -> Value {
                Value::Text(Cow::Owned(String::from(&**self)))
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                match value {
                    Value::Text(text) => Ok(text.into()),
                    value => Misfit::of(value),
                }
            }

            #[inline]
            fn from_cell(cell: &mut Value) -> Option<Self> {
                match cell {
                    Value::Text(text) => Some(std::mem::take(text).into()),
                    _ => None,
                }
            }

            #[inline]
            fn same(&self, other: &Self) -> bool {
                self == other
            }

            fn heap_bytes(&self) -> usize {
                let heap_bytes: fn(&Self) -> usize = $heap_bytes;
                heap_bytes(self)
            }
        }
    )+ };
}

texts! {
    String, String::capacity;
    Box<str>, |text| text.len();
    Arc<str>, arc_bytes;
    Cow<'_, str>, |text| match text {
        Cow::Borrowed(_) => 0,
        Cow::Owned(text) => text.capacity(),
    };
}

/// The text and its two counters, in full for each handle: who else holds the text cannot be seen from here.
fn arc_bytes(text: &Arc<str>) -> usize {
    2 * size_of::<usize>() + text.len()
}

impl MemValue for char {
    is_its_own_inner!();
    is_plain!();
    const DATA_TYPE: DataType = DataType::Char;

    fn to_value(&self) -> Value {
        Value::Text(Cow::Owned(self.to_string()))
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        let Value::Text(text) = &value else {
            return Misfit::of(value);
        };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => Ok(char),
            _ => Misfit::of(value),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
