//! The types that can be columns: one file per kind.

/// What every type shares that has no null: it is its own inner type.
macro_rules! is_its_own_inner {
    () => {
        type Inner = Self;

        #[inline]
        fn inner(&self) -> Option<&Self> {
            Some(self)
        }
    };
}

/// What every small type shares: the rules see a copy of it.
macro_rules! is_plain {
    () => {
        type Plain<'a> = Self;

        #[inline]
        fn plain(&self) -> Option<Self> {
            Some(*self)
        }
    };
}

mod containers;
mod numbers;
mod text;
mod time;

#[cfg(feature = "decimal")]
mod decimal;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(test)]
mod tests;

use crate::schema::{DataType, Shared, Value};
use crate::validate::RowCheck;

/// A type that can be a column.
///
/// Implemented here for the types that the crate's page lists; for an enum without data or a newtype use
/// `#[derive(MemValue)]`, for a struct `#[derive(MemTable)]`.
///
/// `usize` and `isize` are columns of 64 bits on every platform, so that a schema does not depend on the machine; where
/// the platform's own are narrower, [`from_value`](MemValue::from_value) refuses what does not fit.
///
/// ```
/// use memtable::{MemValue, Value};
///
/// assert_eq!(Some(7_u8).to_value(), Value::Int(7));
/// assert_eq!(u8::from_value(Value::Int(7)), Ok(7));
/// assert_eq!(u8::from_value(Value::Int(256)).unwrap_err().value, Value::Int(256));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a column [MT0311]",
    label = "not a column type",
    note = "columns are integers, floats, `bool`, `char`, `String`, `Box<str>`, `Arc<str>`, `Cow<'static, str>`, chrono's dates and times, \
            and `Option` and `Vec` of these (`Vec<u8>` is bytes); `Uuid`, `Decimal` and `serde_json::Value` with the feature of that name",
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

    /// The type of a `Vec` of these: a list, but for bytes.
    #[doc(hidden)]
    const LIST_TYPE: DataType = DataType::List {
        element: Shared::Static(&Self::DATA_TYPE),
        nullable: Self::NULLABLE,
    };

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

    /// The value out of a cell; `None` where it does not fit, and the cell is as it was.
    ///
    /// Types that are taken often look at the cell where it stands: to move one that has just been written is slow.
    #[doc(hidden)]
    fn from_cell(cell: &mut Value) -> Option<Self> {
        let value = std::mem::replace(cell, Value::Null);
        let taken = Self::from_value(value).map_err(|misfit| *cell = misfit.value);
        taken.ok()
    }

    /// Whether both are the same value; `NaN` is the same as `NaN`, and `0.0` as `-0.0`.
    fn same(&self, other: &Self) -> bool;

    /// The bytes that the value holds on the heap: what was allocated, not only what is used.
    fn heap_bytes(&self) -> usize {
        0
    }

    /// Tells `check` of the rules that a nested struct breaks; nothing for other types.
    #[doc(hidden)]
    fn check_nested(&self, _check: &mut RowCheck<'_>) {}

    /// A `Vec` of these as data.
    #[doc(hidden)]
    fn list_to_value(list: &[Self]) -> Value {
        Value::List(list.iter().map(Self::to_value).collect())
    }

    /// A `Vec` of these from data.
    #[doc(hidden)]
    fn list_from_value(value: Value) -> Result<Vec<Self>, Misfit> {
        containers::list_from_value(value)
    }
}

/// A value that a type cannot hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// The value, as it came.
    pub value: Value,
}

impl Misfit {
    fn of<T>(value: Value) -> Result<T, Self> {
        Err(Misfit { value })
    }
}
