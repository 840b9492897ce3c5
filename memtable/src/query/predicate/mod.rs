mod compare;
mod fits;
mod is_in;
mod list;
mod missing;
mod operand;
mod text;

pub use fits::{ContainsFits, Equal, GroupFits, ListFits, Optional, OrderFits, SetFits, TextFits};
pub use operand::{Assign, Operand};

use crate::query::Condition;
use crate::query::probe::Probe;
use crate::record::{ColumnOf, MemValue};

/// What a column holds, a null apart.
pub(super) type Inner<R, C> = <<C as ColumnOf<R>>::Value as MemValue>::Inner;

/// What a [`Filter`](super::Filter) is made of. Not to be implemented outside of this crate.
///
/// `Filter<User, impl Predicate<User>>` is how a function that makes a condition writes its type.
#[diagnostic::on_unimplemented(
    message = "this is no condition over rows of `{R}` [MT0312]",
    label = "no condition over `{R}`",
    note = "a condition is made by the methods of columns: `User::AGE.ge(18)`"
)]
pub trait Predicate<R> {
    /// Whether it is true for the row.
    fn holds(&self, row: &R) -> bool;

    /// Whether it is false for the row; where it is neither, it is unknown.
    fn fails(&self, row: &R) -> bool;

    /// The condition as data.
    fn condition(&self) -> Condition;

    /// What indexes can answer of it: each is true where this is true.
    #[doc(hidden)]
    fn probes<'p>(&'p self, _probes: &mut Vec<&'p dyn Probe<R>>) {}
}

/// True for every row.
#[derive(Clone, Copy, Debug)]
pub struct Everything;

impl<R> Predicate<R> for Everything {
    #[inline]
    fn holds(&self, _row: &R) -> bool {
        true
    }

    #[inline]
    fn fails(&self, _row: &R) -> bool {
        false
    }

    fn condition(&self) -> Condition {
        Condition::All(Vec::new())
    }
}

/// Both.
#[doc(hidden)]
pub struct And<P, Q>(pub(super) P, pub(super) Q);

impl<R, P: Predicate<R>, Q: Predicate<R>> Predicate<R> for And<P, Q> {
    #[inline]
    fn holds(&self, row: &R) -> bool {
        self.0.holds(row) && self.1.holds(row)
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        self.0.fails(row) || self.1.fails(row)
    }

    fn condition(&self) -> Condition {
        self.0.condition().and(self.1.condition())
    }

    fn probes<'p>(&'p self, probes: &mut Vec<&'p dyn Probe<R>>) {
        self.0.probes(probes);
        self.1.probes(probes);
    }
}

pub(super) struct Or<P, Q>(pub(super) P, pub(super) Q);

impl<R, P: Predicate<R>, Q: Predicate<R>> Predicate<R> for Or<P, Q> {
    #[inline]
    fn holds(&self, row: &R) -> bool {
        self.0.holds(row) || self.1.holds(row)
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        self.0.fails(row) && self.1.fails(row)
    }

    fn condition(&self) -> Condition {
        self.0.condition().or(self.1.condition())
    }
}

pub(super) struct Not<P>(pub(super) P);

impl<R, P: Predicate<R>> Predicate<R> for Not<P> {
    #[inline]
    fn holds(&self, row: &R) -> bool {
        self.0.fails(row)
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        self.0.holds(row)
    }

    fn condition(&self) -> Condition {
        Condition::Not(Box::new(self.0.condition()))
    }
}

/// A function of the row: never unknown.
pub(super) struct ByRow<F>(pub(super) F);

impl<R, F: Fn(&R) -> bool> Predicate<R> for ByRow<F> {
    #[inline]
    fn holds(&self, row: &R) -> bool {
        (self.0)(row)
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        !(self.0)(row)
    }

    fn condition(&self) -> Condition {
        Condition::Closure
    }
}

macro_rules! predicate_behind_a_pointer {
    ($($pointer:ty),+) => {$(
        impl<R, P: Predicate<R> + ?Sized> Predicate<R> for $pointer {
            #[inline]
            fn holds(&self, row: &R) -> bool {
                (**self).holds(row)
            }

            #[inline]
            fn fails(&self, row: &R) -> bool {
                (**self).fails(row)
            }

            fn condition(&self) -> Condition {
                (**self).condition()
            }

            fn probes<'p>(&'p self, probes: &mut Vec<&'p dyn Probe<R>>) {
                (**self).probes(probes);
            }
        }
    )+};
}

predicate_behind_a_pointer!(&P, Box<P>);
