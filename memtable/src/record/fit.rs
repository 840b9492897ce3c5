//! What a rule asks of a type, as obligations of generated code: each says its words at the type of the field.
//!
//! Each is asked as `<Type as Trait>::method`, which the compiler answers with the words of the trait and nothing more.

use std::marker::PhantomData;
use std::ops::Bound;
use std::slice;

use crate::record::MemValue;
use crate::schema::CompareOp;
use crate::validate::rules::{self, Multiple, Pattern, Ranged};

/// A type that `length` fits.
#[diagnostic::on_unimplemented(
    message = "`length` needs text, bytes or a list, and this column holds `{Self}` [MT0301]",
    label = "`length` does not fit this type",
    note = "numbers, dates and times have `range(0..=150)`"
)]
pub trait LengthFits: Sized {
    /// Whether the length lies between the limits, both included.
    fn in_length(self, min: usize, max: usize) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: rules::Measured> LengthFits for T {
    #[inline]
    fn in_length(self, min: usize, max: usize) -> bool {
        rules::length(self, min, max)
    }
}

/// A type that `finite` fits.
#[diagnostic::on_unimplemented(
    message = "`finite` needs a float, and this column holds `{Self}` [MT0301]",
    label = "`finite` does not fit this type",
    note = "every other number is finite by its type: remove the rule"
)]
pub trait FiniteFits: Sized {
    /// Whether the float is finite.
    fn finite(self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: rules::Floating> FiniteFits for T {
    #[inline]
    fn finite(self) -> bool {
        rules::finite(self)
    }
}

macro_rules! text_rules {
    ($($trait:ident: $bound:ident, $method:ident($($arg:ident: $type:ty),*) = $rule:path, $message:literal, $label:literal;)+) => {$(
        #[doc = $label]
        #[diagnostic::on_unimplemented(message = $message, label = $label)]
        pub trait $trait: Sized {
            /// Whether the text keeps the rule.
            fn $method(self $(, $arg: $type)*) -> bool;
        }

        #[diagnostic::do_not_recommend]
        impl<T: rules::$bound> $trait for T {
            #[inline]
            fn $method(self $(, $arg: $type)*) -> bool {
                $rule(self $(, $arg)*)
            }
        }
    )+};
}

text_rules! {
    EmailFits: Textual, email() = rules::email,
        "`email` needs text, and this column holds `{Self}` [MT0301]", "`email` does not fit this type";
    UrlFits: Textual, url() = rules::url,
        "`url` needs text, and this column holds `{Self}` [MT0301]", "`url` does not fit this type";
    IpFits: Textual, ip() = rules::ip,
        "`ip` needs text, and this column holds `{Self}` [MT0301]", "`ip` does not fit this type";
    NonBlankFits: Textual, non_blank() = rules::non_blank,
        "`non_blank` needs text, and this column holds `{Self}` [MT0301]", "`non_blank` does not fit this type";
    PatternFits: Textual, has_match(pattern: &Pattern) = rules::pattern,
        "`pattern` needs text, and this column holds `{Self}` [MT0301]", "`pattern` does not fit this type";
    BytesLengthFits: Weighed, in_bytes(min: usize, max: usize) = rules::length_bytes,
        "`length(.., bytes)` needs text or bytes, and this column holds `{Self}` [MT0301]", "`length(.., bytes)` does not fit this type";
}

/// A type that `inner` fits.
#[diagnostic::on_unimplemented(
    message = "`inner` needs a list, and this column holds `{Self}` [MT0301]",
    label = "`inner` does not fit this type"
)]
pub trait InnerFits<'a>: Sized {
    /// The type of an element.
    type Element: MemValue + 'a;
    /// The elements.
    fn elements(self) -> slice::Iter<'a, Self::Element>;
}

#[diagnostic::do_not_recommend]
impl<'a, T: MemValue> InnerFits<'a> for &'a [T] {
    type Element = T;

    #[inline]
    fn elements(self) -> slice::Iter<'a, T> {
        self.iter()
    }
}

/// A type that compares with another one in `check`.
#[diagnostic::on_unimplemented(
    message = "`check` compares values of one type, and these are `{Self}` and `{Other}` [MT0302]",
    label = "`{Self}` on one side, `{Other}` on the other"
)]
pub trait ComparesWith<Other>: Sized {
    /// Compares; unknown where a value is missing.
    fn compare(op: CompareOp, left: Option<Self>, right: Option<Other>) -> Option<bool>;
}

#[diagnostic::do_not_recommend]
impl<T: PartialOrd> ComparesWith<T> for T {
    #[inline]
    fn compare(op: CompareOp, left: Option<T>, right: Option<T>) -> Option<bool> {
        rules::check::compare(op, left, right)
    }
}

/// A type that is a condition by itself.
#[diagnostic::on_unimplemented(
    message = "a column that stands alone in `check` is a `bool`, and this one holds `{Self}` [MT0303]",
    label = "no `bool`: compare it with something, or write `.is_some()`"
)]
pub trait Condition: Sized {
    /// Whether it is true.
    fn is_true(value: Option<Self>) -> Option<bool>;
}

#[diagnostic::do_not_recommend]
impl Condition for bool {
    #[inline]
    fn is_true(value: Option<bool>) -> Option<bool> {
        value
    }
}

/// A type that `on_delete = set_null` fits.
#[diagnostic::on_unimplemented(
    message = "`on_delete = set_null` needs a column that can be null, and this one holds `{Self}` [MT0326]",
    label = "never null",
    note = "make it an `Option`, or write `on_delete = cascade` or `restrict`"
)]
pub trait SetNullFits {
    #[doc(hidden)]
    const FITS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T> SetNullFits for Option<T> {}

/// The type of a column that references one of type `Other`.
#[diagnostic::on_unimplemented(
    message = "a reference and the column it names hold the same type: this column holds `{Self}`, the referenced one `{Other}` [MT0327]",
    label = "holds `{Other}`"
)]
pub trait ReferenceFits<Other> {}

impl<T> ReferenceFits<T> for T {}

/// Holds where a column of type `T` can reference one of type `U`.
pub fn references<U, T: ReferenceFits<U>>(_to: PhantomData<U>, _from: PhantomData<T>) {}

/// A type that a text can be a default of.
#[diagnostic::on_unimplemented(
    message = "this default is text, and the column holds `{Self}` [MT0304]",
    label = "no `{Self}`"
)]
pub trait TextDefault: Sized {
    /// The default.
    fn of(text: &'static str) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<&'static str>> TextDefault for T {
    fn of(text: &'static str) -> Self {
        text.into()
    }
}

/// Whether the value lies between the limits.
#[inline]
pub fn in_range<T: Ranged<Limit = T>>(
    value: T,
    min: Bound<T::Limit>,
    max: Bound<T::Limit>,
) -> bool {
    rules::range(value, min, max)
}

/// Whether the number is a multiple of the other.
#[inline]
pub fn is_multiple<T: Multiple<Limit = T>>(value: T, of: T::Limit) -> bool {
    rules::multiple_of(value, of)
}
