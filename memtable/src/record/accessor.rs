use std::marker::PhantomData;

use crate::record::{ColumnOf, MemValue, Misfit};
use crate::schema::Value;
use crate::validate::RowCheck;

/// How to reach one column of a row when the column is known at run time only.
#[derive(Debug)]
pub struct Accessor<R> {
    /// The Rust type of the field.
    pub type_name: fn() -> &'static str,
    /// The value, as a [`Value`].
    pub value: fn(&R) -> Value,
    /// Whether both rows have the same value.
    pub same: fn(&R, &R) -> bool,
    /// Puts a value there.
    pub set: fn(&mut R, Value) -> Result<(), Misfit>,
    /// Copies the value of the second row into the first.
    pub copy: fn(&mut R, &R),
    /// The bytes that the value holds on the heap.
    pub heap_bytes: fn(&R) -> usize,
    /// Tells the check of the rules that the structs inside the column break.
    pub check_nested: fn(&R, &mut RowCheck<'_>),
}

impl<R> Accessor<R> {
    /// The accessor of a typed column.
    pub fn of<C: ColumnOf<R, Value: Clone>>() -> Self {
        Accessor {
            copy: |row, from| C::get_mut(row).clone_from(C::get(from)),
            ..Self::without_clone::<C>()
        }
    }

    /// The accessor of a typed column whose values are not `Clone`: they are copied as data. Where the struct derives `Clone`, the
    /// compiler refuses it there, and once.
    fn without_clone<C: ColumnOf<R>>() -> Self {
        Accessor {
            type_name: std::any::type_name::<C::Value>,
            value: |row| C::get(row).to_value(),
            same: |left, right| C::get(left).same(C::get(right)),
            set: |row, value| {
                *C::get_mut(row) = C::Value::from_value(value)?;
                Ok(())
            },
            copy: |row, from| {
                if let Ok(value) = C::Value::from_value(C::get(from).to_value()) {
                    *C::get_mut(row) = value;
                }
            },
            heap_bytes: |row| C::get(row).heap_bytes(),
            check_nested: |row, check| C::get(row).check_nested(check),
        }
    }
}

/// A typed column on its way to its accessor.
#[derive(Debug)]
pub struct Reach<R, C>(PhantomData<fn() -> (R, C)>);

impl<R, C> Reach<R, C> {
    /// The column.
    pub const OF: Self = Reach(PhantomData);
}

impl<R, C: ColumnOf<R, Value: Clone>> Reach<R, C> {
    /// Its accessor.
    #[inline]
    pub fn accessor(self) -> Accessor<R> {
        Accessor::of::<C>()
    }
}

/// What a method call finds where the values are not `Clone`.
pub trait NotCloned<R> {
    /// The accessor.
    fn accessor(&self) -> Accessor<R>;
}

impl<R, C: ColumnOf<R>> NotCloned<R> for Reach<R, C> {
    fn accessor(&self) -> Accessor<R> {
        Accessor::without_clone::<C>()
    }
}
