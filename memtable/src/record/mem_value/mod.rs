use crate::schema::{DataType, Value};
use crate::validate::RowCheck;

/// A type that can be a column.
///
/// Implemented here for the types that the crate's page lists; for an enum without data or a newtype use
/// `#[derive(MemValue)]`, for a struct `#[derive(MemTable)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a column",
    label = "not a column type",
    note = "derive `MemValue` on an enum without data or on a newtype, `MemTable` on a struct to nest, or leave the field out with `#[memtable(skip)]`"
)]
pub trait MemValue: Sized {
    /// What the rules see of a value: `u8`, `&str`, `&[T]`, ..: through `Option`s and newtypes.
    type Plain<'a>
    where
        Self: 'a;

    /// What an `Option` holds; every other type is its own.
    type Inner: MemValue;

    /// The type in a schema.
    const DATA_TYPE: DataType;

    /// Whether the type has a null.
    const NULLABLE: bool = false;

    /// Whether values have rules of their own: a nested struct, and what holds one.
    #[doc(hidden)]
    const NESTED: bool = false;

    /// What the rules see; `None` where there is no value.
    fn plain(&self) -> Option<Self::Plain<'_>>;

    /// The value, where there is one.
    fn inner(&self) -> Option<&Self::Inner>;

    /// The value as data.
    fn to_value(&self) -> Value;

    /// The value from data, without loss.
    ///
    /// # Errors
    /// [`Misfit`], with the value as it came, where it has another type or does not fit.
    fn from_value(value: Value) -> Result<Self, Misfit>;

    /// Whether both are the same value; `NaN` is the same as `NaN`, and `0.0` as `-0.0`.
    fn same(&self, other: &Self) -> bool;

    /// The bytes that the value holds on the heap.
    fn heap_bytes(&self) -> usize {
        0
    }

    /// Tells `check` of the rules that a nested struct breaks; nothing for other types.
    #[doc(hidden)]
    fn check_nested(&self, _check: &mut RowCheck<'_>) {}
}

/// A value that a type cannot hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// The value, as it came.
    pub value: Value,
}

macro_rules! integers {
    ($($int:ty, $variant:ident;)+) => {$(
        impl MemValue for $int {
            type Plain<'a> = $int;
            type Inner = $int;
            const DATA_TYPE: DataType = DataType::$variant;

            #[inline]
            fn plain(&self) -> Option<$int> {
                Some(*self)
            }

            #[inline]
            fn inner(&self) -> Option<&$int> {
                Some(self)
            }

            fn to_value(&self) -> Value {
                Value::Int(i128::from(*self))
            }

            fn from_value(value: Value) -> Result<Self, Misfit> {
                match value {
                    Value::Int(int) => <$int>::try_from(int).map_err(|_| Misfit { value: Value::Int(int) }),
                    value => Err(Misfit { value }),
                }
            }

            #[inline]
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )+};
}

integers! {
    i8, Int8;
    i16, Int16;
    i32, Int32;
    i64, Int64;
    u8, UInt8;
    u16, UInt16;
    u32, UInt32;
    u64, UInt64;
}

impl MemValue for String {
    type Plain<'a> = &'a str;
    type Inner = String;
    const DATA_TYPE: DataType = DataType::Text;

    #[inline]
    fn plain(&self) -> Option<&str> {
        Some(self)
    }

    #[inline]
    fn inner(&self) -> Option<&String> {
        Some(self)
    }

    fn to_value(&self) -> Value {
        Value::Text(self.clone().into())
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Text(text) => Ok(text.into_owned()),
            value => Err(Misfit { value }),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn heap_bytes(&self) -> usize {
        self.capacity()
    }
}

impl<T: MemValue<Inner = T>> MemValue for Option<T> {
    type Plain<'a>
        = T::Plain<'a>
    where
        T: 'a;
    type Inner = T;
    const DATA_TYPE: DataType = T::DATA_TYPE;
    const NULLABLE: bool = true;
    const NESTED: bool = T::NESTED;

    #[inline]
    fn plain(&self) -> Option<T::Plain<'_>> {
        self.as_ref().and_then(T::plain)
    }

    #[inline]
    fn inner(&self) -> Option<&T> {
        self.as_ref()
    }

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(left), Some(right)) => left.same(right),
            (None, None) => true,
            _ => false,
        }
    }

    fn heap_bytes(&self) -> usize {
        self.as_ref().map_or(0, T::heap_bytes)
    }

    fn check_nested(&self, check: &mut RowCheck<'_>) {
        if let Some(value) = self {
            value.check_nested(check);
        }
    }
}
