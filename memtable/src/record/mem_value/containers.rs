use crate::record::mem_value::{MemValue, Misfit};
use crate::record::nested::is_nested;
use crate::schema::{DataType, Value};
use crate::validate::RowCheck;

impl<T: MemValue<Inner = T>> MemValue for Option<T> {
    type Plain<'a>
        = T::Plain<'a>
    where
        T: 'a;
    type Inner = T;
    const DATA_TYPE: DataType = T::DATA_TYPE;
    const NULLABLE: bool = true;

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
    fn from_cell(cell: &mut Value) -> Option<Self> {
        match cell {
            Value::Null => Some(None),
            cell => T::from_cell(cell).map(Some),
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

    #[inline]
    fn check_nested(&self, check: &mut RowCheck<'_>) {
        if let Some(value) = self {
            value.check_nested(check);
        }
    }
}

/// Bytes where the elements are `u8`, else a list.
impl<T: MemValue> MemValue for Vec<T> {
    type Plain<'a>
        = &'a [T]
    where
        T: 'a;
    is_its_own_inner!();
    const DATA_TYPE: DataType = T::LIST_TYPE;

    #[inline]
    fn plain(&self) -> Option<&[T]> {
        Some(self)
    }

    fn to_value(&self) -> Value {
        T::list_to_value(self)
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        T::list_from_value(value)
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(left, right)| left.same(right))
    }

    fn heap_bytes(&self) -> usize {
        self.capacity() * size_of::<T>() + self.iter().map(T::heap_bytes).sum::<usize>()
    }

    #[inline]
    fn check_nested(&self, check: &mut RowCheck<'_>) {
        if const { is_nested(const { &T::DATA_TYPE }) } {
            for (i, element) in self.iter().enumerate() {
                check.in_element(i, |check| element.check_nested(check));
            }
        }
    }
}

/// The elements, each without loss. They are copied, so that the list can be given back as it came.
pub(super) fn list_from_value<T: MemValue>(value: Value) -> Result<Vec<T>, Misfit> {
    let Value::List(elements) = &value else {
        return Misfit::of(value);
    };
    let list: Result<_, Misfit> = elements.iter().cloned().map(T::from_value).collect();
    list.or(Misfit::of(value))
}
