//! What a method asks of its column, as traits that say their words where the column does not fit.
//!
//! `R` and `C`, the table and the marker of the column, are there to be named.

use std::hash::{Hash, Hasher};

use crate::query::Filter;
use crate::record::MemValue;
use crate::validate::rules::Textual;

/// A column whose values can be equal.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, whose values cannot be compared [MT0343]",
    label = "`{Self}` is not `PartialEq`",
    note = "put `#[derive(PartialEq)]` on `{Self}`"
)]
pub trait Equal<R, C>: MemValue {
    #[doc(hidden)]
    fn equals(&self, other: &Self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue + PartialEq, R, C> Equal<R, C> for T {
    #[inline]
    fn equals(&self, other: &T) -> bool {
        self == other
    }
}

/// A column whose values have an order.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, whose values have no order [MT0343]",
    label = "`{Self}` is not `PartialOrd`",
    note = "put `#[derive(PartialOrd)]` on `{Self}`, or compare with `eq`, `ne` and `is_in` alone"
)]
pub trait OrderFits<R, C>: MemValue + PartialOrd {}

#[diagnostic::do_not_recommend]
impl<T: MemValue + PartialOrd, R, C> OrderFits<R, C> for T {}

/// A column whose values can be in a set.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, whose values cannot be in a set [MT0343]",
    label = "`{Self}` is not `Hash + Eq`",
    note = "`is_in` looks its values up: derive `Hash` and `Eq` on a type of yours; of floats, compare with `eq` or `between`"
)]
pub trait SetFits<R, C>: MemValue + Hash + Eq {}

#[diagnostic::do_not_recommend]
impl<T: MemValue + Hash + Eq, R, C> SetFits<R, C> for T {}

/// A column by whose values rows can be put together.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, by which rows cannot be put together [MT0354]",
    label = "`{Self}` is not `Hash + Eq`",
    note = "`group_by` and `distinct` are for types that are `Hash + Eq`: derive both on a type of yours; floats are not"
)]
pub trait GroupFits<R, C>: MemValue {
    #[doc(hidden)]
    fn hash_into(&self, hasher: &mut impl Hasher);
    #[doc(hidden)]
    fn is_like(&self, other: &Self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue<Inner: Hash + Eq>, R, C> GroupFits<R, C> for T {
    #[inline]
    fn hash_into(&self, hasher: &mut impl Hasher) {
        self.inner().hash(hasher);
    }

    #[inline]
    fn is_like(&self, other: &T) -> bool {
        self.inner() == other.inner()
    }
}

/// A column whose values can be missing.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` is never missing: it holds `{Self}` [MT0344]",
    label = "not an `Option`",
    note = "`is_none` and `is_some` are for columns that are an `Option`"
)]
pub trait Optional<R, C>: MemValue {}

impl<T, R, C> Optional<R, C> for Option<T> where Option<T>: MemValue {}

/// A column of text.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, which is no text [MT0345]",
    label = "a method of text",
    note = "`starts_with`, `ends_with` and `matches` are for columns of text"
)]
pub trait TextFits<R, C>: MemValue {
    #[doc(hidden)]
    fn has_text(&self, test: impl FnOnce(&str) -> bool) -> Option<bool>;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue + 'static, R, C> TextFits<R, C> for T
where
    for<'a> T::Plain<'a>: Textual,
{
    #[inline]
    fn has_text(&self, test: impl FnOnce(&str) -> bool) -> Option<bool> {
        self.plain().map(|plain| test(plain.text()))
    }
}

/// A column of lists.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, which is no list [MT0345]",
    label = "a method of lists",
    note = "`any` and `all` are for columns of `Vec`"
)]
pub trait ListFits<R, C>: MemValue {
    /// The type of an element.
    type Element;
    #[doc(hidden)]
    fn elements(&self) -> &[Self::Element];
}

impl<T, R, C> ListFits<R, C> for Vec<T>
where
    Vec<T>: MemValue,
{
    type Element = T;

    #[inline]
    fn elements(&self) -> &[T] {
        self
    }
}

/// A column that can contain a `N`: text contains text, a list its elements.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, which does not contain this [MT0341]",
    label = "a text contains a `&str`, a list its elements"
)]
pub trait ContainsFits<N, R, C>: MemValue {
    /// The condition: what is made of it has this type, so that a column that does not fit is one error and not several.
    #[doc(hidden)]
    type Test;
    #[doc(hidden)]
    fn test(needle: N) -> Filter<R, Self::Test>;
}
