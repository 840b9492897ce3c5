use std::fmt;
use std::marker::PhantomData;

use crate::record::MemValue;

/// A typed column of the table `R`: `User::AGE` is a constant of this type, of no size.
pub struct Col<R, C>(PhantomData<fn() -> (R, C)>);

impl<R, C> Col<R, C> {
    #[doc(hidden)]
    pub const TOKEN: Self = Col(PhantomData);
}

impl<R, C: ColumnOf<R>> Col<R, C> {
    /// The column's name.
    pub const fn name(self) -> &'static str {
        C::NAME
    }
}

impl<R, C> Clone for Col<R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, C> Copy for Col<R, C> {}

impl<R, C: ColumnOf<R>> fmt::Debug for Col<R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(C::NAME)
    }
}

/// The type of a field that is a column: of one that is none the compiler says so, in the same words wherever it is asked,
/// which it then prints once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a column [MT0311]",
    label = "not a column type",
    note = "columns are integers, floats, `bool`, `char`, `String`, `Box<str>`, `Arc<str>`, `Cow<'static, str>`, chrono's dates and times, \
            and `Option` and `Vec` of these (`Vec<u8>` is bytes); `Uuid`, `Decimal` and `serde_json::Value` with the feature of that name",
    note = "derive `MemValue` on an enum without data or on a newtype, `MemTable` on a struct to nest, or leave the field out with `#[memtable(skip)]`"
)]
#[doc(hidden)]
pub trait ColumnType {
    /// The type itself.
    type Value: MemValue;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue> ColumnType for T {
    type Value = T;
}

/// Implemented by the derive for a marker type of each column: where the column is in the row.
pub trait ColumnOf<R> {
    /// The type of the field.
    type Value: MemValue;
    /// The column's position in the schema, and its name: one constant for the compiler to check, not two.
    #[doc(hidden)]
    const PLACE: (usize, &'static str);
    /// The column's name.
    const NAME: &'static str = Self::PLACE.1;
    /// The column's position in the schema.
    const IDX: usize = Self::PLACE.0;
    /// The field.
    fn get(row: &R) -> &Self::Value;
    /// The field, to be changed.
    fn get_mut(row: &mut R) -> &mut Self::Value;
}
