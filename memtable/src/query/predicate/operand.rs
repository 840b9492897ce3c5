use std::borrow::Cow;
use std::sync::Arc;

use crate::record::{Col, ColumnOf, MemValue};
use crate::schema;

/// What a column of `T` can be compared with: a `T`, a `&T`, for text a `&str`, or another column of the same table
/// and type.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{T}`, and is compared with something else [MT0341]",
    label = "expected `{T}`, found `{Self}`",
    note = "a column is compared with a value of its own type, or with a column of the same table that holds that type",
    note = "a missing value is asked for with `is_none()`, and an `Option` is compared with what it holds"
)]
pub trait Operand<T, R, C> {
    #[doc(hidden)]
    type Side: Side<R, T>;
    #[doc(hidden)]
    fn side(self) -> Self::Side;
}

/// One side of a comparison.
#[doc(hidden)]
pub trait Side<R, T> {
    fn get<'a>(&'a self, row: &'a R) -> Option<&'a T>;
    fn constant(&self) -> Option<&T>;
    fn operand(&self) -> schema::Operand;
}

/// A value that is the same for all rows.
#[doc(hidden)]
#[derive(Debug)]
pub struct Constant<T>(pub(super) T);

impl<R, T: MemValue> Side<R, T> for Constant<T> {
    #[inline]
    fn get<'a>(&'a self, _row: &'a R) -> Option<&'a T> {
        Some(&self.0)
    }

    fn constant(&self) -> Option<&T> {
        Some(&self.0)
    }

    fn operand(&self) -> schema::Operand {
        schema::Operand::Literal(self.0.to_value())
    }
}

impl<T, R, D> Side<R, T> for Col<R, D>
where
    D: ColumnOf<R>,
    D::Value: MemValue<Inner = T>,
{
    #[inline]
    fn get<'a>(&'a self, row: &'a R) -> Option<&'a T> {
        D::get(row).inner()
    }

    fn constant(&self) -> Option<&T> {
        None
    }

    fn operand(&self) -> schema::Operand {
        schema::Operand::Column(D::NAME.into())
    }
}

impl<T: MemValue, R, C> Operand<T, R, C> for T {
    type Side = Constant<T>;

    fn side(self) -> Constant<T> {
        Constant(self)
    }
}

impl<T: MemValue + Clone, R, C> Operand<T, R, C> for &T {
    type Side = Constant<T>;

    fn side(self) -> Constant<T> {
        Constant(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<T, R, C, D> Operand<T, R, C> for Col<R, D>
where
    D: ColumnOf<R>,
    D::Value: MemValue<Inner = T>,
{
    type Side = Self;

    fn side(self) -> Self {
        self
    }
}

/// What can be put into a column of `T`: a `T`, for an `Option` also what it holds, for text a `&str`.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{T}`, and is set to something else [MT0342]",
    label = "expected `{T}`, found `{Self}`"
)]
pub trait Assign<T, R, C> {
    #[doc(hidden)]
    fn value(self) -> T;
}

impl<T, R, C> Assign<T, R, C> for T {
    fn value(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T, R, C> Assign<Option<T>, R, C> for T {
    fn value(self) -> Option<T> {
        Some(self)
    }
}

macro_rules! texts {
    ($($text:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<R, C> Operand<$text, R, C> for &str {
            type Side = Constant<$text>;

            fn side(self) -> Constant<$text> {
                Constant(self.to_owned().into())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R, C> Assign<$text, R, C> for &str {
            fn value(self) -> $text {
                self.to_owned().into()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R, C> Assign<Option<$text>, R, C> for &str {
            fn value(self) -> Option<$text> {
                Some(self.to_owned().into())
            }
        }
    )+};
}

texts! {
    String
    Box<str>
    Arc<str>
    Cow<'static, str>
}
