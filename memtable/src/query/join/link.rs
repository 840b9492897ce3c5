use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use foldhash::fast::RandomState;

use crate::query::predicate::Inner;
use crate::record::{Col, ColumnOf, MemValue};

/// Which rows of two tables belong together.
#[doc(hidden)]
pub trait Link<R, S> {
    /// The column of the other table.
    fn column() -> usize;
    /// The hash of this table's side; `None` of a null.
    fn hash_left(row: &R, state: &RandomState) -> Option<u64>;
    /// The hash of the other table's side.
    fn hash_right(row: &S, state: &RandomState) -> Option<u64>;
    /// Whether they belong together.
    fn matches(left: &R, right: &S) -> bool;
    /// Whether the other side of two rows is the same.
    fn same_right(left: &S, right: &S) -> bool;
    /// What the link is: `customer = id`.
    fn names() -> (&'static str, &'static str);
}

/// Rows that have the same value in a column of each.
#[derive(Debug)]
pub struct On<C, D>(PhantomData<fn() -> (C, D)>);

impl<C, D> On<C, D> {
    pub(super) fn new() -> Self {
        On(PhantomData)
    }
}

impl<R, S, C, D> Link<R, S> for On<C, D>
where
    C: ColumnOf<R>,
    D: ColumnOf<S>,
    Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D>,
{
    fn column() -> usize {
        D::IDX
    }

    #[inline]
    fn hash_left(row: &R, state: &RandomState) -> Option<u64> {
        C::get(row).inner().map(|value| value.hash_here(state))
    }

    #[inline]
    fn hash_right(row: &S, state: &RandomState) -> Option<u64> {
        let value = D::get(row).inner();
        value.map(|value| <Inner<R, C>>::hash_there(value, state))
    }

    #[inline]
    fn matches(left: &R, right: &S) -> bool {
        match (C::get(left).inner(), D::get(right).inner()) {
            (Some(left), Some(right)) => left.equals(right),
            _ => false,
        }
    }

    #[inline]
    fn same_right(left: &S, right: &S) -> bool {
        match (D::get(left).inner(), D::get(right).inner()) {
            (Some(left), Some(right)) => <Inner<R, C>>::same_there(left, right),
            _ => false,
        }
    }

    fn names() -> (&'static str, &'static str) {
        (C::NAME, D::NAME)
    }
}

/// A column that another one can be joined to: both hold the same type, which is `Hash + Eq`.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, and that of `{S}` holds `{Other}`: they cannot be joined [MT0362]",
    label = "joins `{Self}` with `{Other}`",
    note = "columns of one type are joined, and one that is `Hash + Eq`: never floats"
)]
pub trait JoinsWith<Other, R, C, S, D>: MemValue {
    /// The link: there is none where the columns do not fit, so that they are one error and not several.
    #[doc(hidden)]
    type Link;
    #[doc(hidden)]
    fn hash_here(&self, state: &RandomState) -> u64;
    #[doc(hidden)]
    fn hash_there(other: &Other, state: &RandomState) -> u64;
    #[doc(hidden)]
    fn equals(&self, other: &Other) -> bool;
    #[doc(hidden)]
    fn same_there(left: &Other, right: &Other) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue + Hash + Eq, R, C, S, D> JoinsWith<T, R, C, S, D> for T {
    type Link = On<C, D>;

    #[inline]
    fn hash_here(&self, state: &RandomState) -> u64 {
        state.hash_one(self)
    }

    #[inline]
    fn hash_there(other: &T, state: &RandomState) -> u64 {
        state.hash_one(other)
    }

    #[inline]
    fn equals(&self, other: &T) -> bool {
        self == other
    }

    #[inline]
    fn same_there(left: &T, right: &T) -> bool {
        left == right
    }
}

/// A row that references a row of `S` by exactly one column. Implemented by the derive for
/// `#[memtable(references = S::ID)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not reference `{S}`, or by several columns [MT0363]",
    label = "which rows belong together?",
    note = "put `#[memtable(references = {S}::ID)]` on a field of `{Self}`, or name the columns: `join_on(&other, {Self}::.., {S}::..)`"
)]
pub trait ReferenceTo<S>: Sized {
    /// [`ByReference`].
    #[doc(hidden)]
    type By;
    #[doc(hidden)]
    fn link() -> impl Link<Self, S>;
}

/// The other side of no column: with it, what a column is joined to is known before it is judged, and the words are ours.
#[derive(Debug)]
pub enum Nothing {}

#[diagnostic::do_not_recommend]
impl<T: MemValue, R, C, S, D> JoinsWith<Nothing, R, C, S, D> for T {
    type Link = Nowhere;

    fn hash_here(&self, _state: &RandomState) -> u64 {
        0
    }

    fn hash_there(other: &Nothing, _state: &RandomState) -> u64 {
        match *other {}
    }

    fn equals(&self, other: &Nothing) -> bool {
        match *other {}
    }

    fn same_there(left: &Nothing, _right: &Nothing) -> bool {
        match *left {}
    }
}

/// The link that the reference of a row is. It has a name where that of the reference has none, so that a table without
/// reference is one error and not several.
#[derive(Debug)]
pub struct ByReference;

impl<R: ReferenceTo<S>, S> Link<R, S> for ByReference {
    fn column() -> usize {
        column_of(&R::link())
    }

    #[inline]
    fn hash_left(row: &R, state: &RandomState) -> Option<u64> {
        hash_left(&R::link(), row, state)
    }

    #[inline]
    fn hash_right(row: &S, state: &RandomState) -> Option<u64> {
        hash_right(&R::link(), row, state)
    }

    #[inline]
    fn matches(left: &R, right: &S) -> bool {
        matches(&R::link(), left, right)
    }

    #[inline]
    fn same_right(left: &S, right: &S) -> bool {
        same_right(&R::link(), left, right)
    }

    fn names() -> (&'static str, &'static str) {
        names(&R::link())
    }
}

fn column_of<R, S, L: Link<R, S>>(_link: &L) -> usize {
    L::column()
}

#[inline]
fn hash_left<R, S, L: Link<R, S>>(_link: &L, row: &R, state: &RandomState) -> Option<u64> {
    L::hash_left(row, state)
}

#[inline]
fn hash_right<R, S, L: Link<R, S>>(_link: &L, row: &S, state: &RandomState) -> Option<u64> {
    L::hash_right(row, state)
}

#[inline]
fn matches<R, S, L: Link<R, S>>(_link: &L, left: &R, right: &S) -> bool {
    L::matches(left, right)
}

#[inline]
fn same_right<R, S, L: Link<R, S>>(_link: &L, left: &S, right: &S) -> bool {
    L::same_right(left, right)
}

fn names<R, S, L: Link<R, S>>(_link: &L) -> (&'static str, &'static str) {
    L::names()
}

/// A row that another one references: it is asked of this side, which is known last, so that a message names both.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{R}` does not reference `{Self}`, or by several columns [MT0363]",
    label = "which rows belong together?",
    note = "put `#[memtable(references = {Self}::ID)]` on a field of `{R}`, or name the columns: `join_on(&other, {R}::.., {Self}::..)`"
)]
pub trait ReferencedBy<R> {
    type By;
}

#[diagnostic::do_not_recommend]
impl<R: ReferenceTo<S>, S> ReferencedBy<R> for S {
    type By = <R as ReferenceTo<S>>::By;
}

/// The link along a reference.
pub fn along<R, C, S, D>(_to: Col<S, D>) -> impl Link<R, S>
where
    C: ColumnOf<R>,
    D: ColumnOf<S>,
    Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D>,
{
    On::<C, D>::new()
}

/// A reference on its way to a link: of columns that can be joined; else, the reference having been refused, of nothing.
pub struct Along<R, C, S, D> {
    _from: PhantomData<fn() -> (R, C)>,
    to: Col<S, D>,
}

impl<R, C, S, D> Along<R, C, S, D> {
    /// The reference to this column.
    pub fn to(column: Col<S, D>) -> Self {
        Along {
            _from: PhantomData,
            to: column,
        }
    }
}

impl<R, C, S, D> Along<R, C, S, D>
where
    C: ColumnOf<R>,
    D: ColumnOf<S>,
    Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D>,
{
    /// The link along the reference.
    pub fn link(self) -> impl Link<R, S> {
        along::<R, C, S, D>(self.to)
    }
}

/// What a method call finds where the columns cannot be joined: the reference has its error, and this is none.
pub trait NoLink<R, S> {
    /// No row belongs to another.
    fn link(&self) -> Nowhere;
}

impl<R, C, S, D> NoLink<R, S> for Along<R, C, S, D> {
    fn link(&self) -> Nowhere {
        Nowhere
    }
}

/// A link of nothing to nothing.
#[derive(Debug)]
pub struct Nowhere;

impl<R, S> Link<R, S> for Nowhere {
    fn column() -> usize {
        0
    }

    fn hash_left(_row: &R, _state: &RandomState) -> Option<u64> {
        None
    }

    fn hash_right(_row: &S, _state: &RandomState) -> Option<u64> {
        None
    }

    fn matches(_left: &R, _right: &S) -> bool {
        false
    }

    fn same_right(_left: &S, _right: &S) -> bool {
        false
    }

    fn names() -> (&'static str, &'static str) {
        ("", "")
    }
}
