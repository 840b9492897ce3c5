use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::record::{Col, ColumnOf, IndexValue, MemValue, OrderedValue};
use crate::schema::Value;

/// One typed column, or a tuple of two to twelve; of two to four where they are a key.
#[diagnostic::on_unimplemented(
    message = "this names no columns of `{R}` [MT0312]",
    label = "no columns of `{R}`",
    note = "name one column, `User::AGE`, or a tuple of two to twelve, `(User::NAME, User::AGE)`, of the table's own"
)]
pub trait ColSet<R> {
    /// The marker of the column, or the tuple of markers.
    type Markers;
    /// The positions of the columns in the schema.
    const INDICES: &'static [usize];
}

/// Columns whose values can be a key: hashed and compared.
pub trait KeyOf<R>: ColSet<R> {
    /// The hash of the row's key; `None` where a column of it is null.
    fn hash(row: &R, state: &RandomState) -> Option<u64>;
    /// The hash of a row whose key has these values; `None` where one of them is null or does not fit.
    fn hash_values(values: &[Value], state: &RandomState) -> Option<u64>;
    /// Whether two rows have the same key. Nulls are the same as nothing.
    fn same(left: &R, right: &R) -> bool;
}

/// Columns whose values can be a key in an ordered index.
pub trait OrdKeyOf<R>: KeyOf<R> {
    /// The order of two rows by their keys; nulls first.
    fn cmp(left: &R, right: &R) -> Ordering;
}

/// What the columns can be looked up by: for one column `&Q`, where the column's value borrows as `Q`;
/// for several a tuple of references, or a reference to the tuple of the values.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` are not looked up like this [MT0325]",
    label = "columns of `{R}` and what they are looked up by do not fit",
    note = "one column is looked up by a reference, `&7` or `\"x\"`, several by a tuple of references, `(&7, \"x\")`"
)]
pub trait Lookup<R, Q>: KeyOf<R> {
    /// The columns themselves: what is found by them has this type, so that a wrong lookup is one error and not several.
    #[doc(hidden)]
    type Itself: Lookup<R, Q>;
    /// The hash of what is looked for: that of a row with this key.
    fn hash_of(query: &Q, state: &RandomState) -> u64;
    /// Whether the row has this key.
    fn matches(row: &R, query: &Q) -> bool;
}

type Inner<R, C> = <<C as ColumnOf<R>>::Value as MemValue>::Inner;

impl<R, C: ColumnOf<R>> ColSet<R> for Col<R, C> {
    type Markers = C;
    const INDICES: &'static [usize] = &[C::IDX];
}

impl<R, C: ColumnOf<R>> KeyOf<R> for Col<R, C>
where
    C::Value: IndexValue,
{
    #[inline]
    fn hash(row: &R, state: &RandomState) -> Option<u64> {
        let mut hasher = state.build_hasher();
        C::get(row).hash_key(&mut hasher)?;
        Some(hasher.finish())
    }

    fn hash_values(values: &[Value], state: &RandomState) -> Option<u64> {
        let mut hasher = state.build_hasher();
        C::Value::from_value(values.first()?.clone())
            .ok()?
            .hash_key(&mut hasher)?;
        Some(hasher.finish())
    }

    #[inline]
    fn same(left: &R, right: &R) -> bool {
        C::get(left).same_key(C::get(right))
    }
}

impl<R, C: ColumnOf<R>> OrdKeyOf<R> for Col<R, C>
where
    C::Value: OrderedValue,
{
    fn cmp(left: &R, right: &R) -> Ordering {
        C::get(left).cmp_key(C::get(right))
    }
}

impl<'q, R, C: ColumnOf<R>, Q> Lookup<R, &'q Q> for Col<R, C>
where
    Q: ?Sized + Hash + Eq,
    C::Value: IndexValue,
    Inner<R, C>: Borrow<Q>,
{
    type Itself = Self;

    #[inline]
    fn hash_of(query: &&'q Q, state: &RandomState) -> u64 {
        state.hash_one(*query)
    }

    #[inline]
    fn matches(row: &R, query: &&'q Q) -> bool {
        C::get(row)
            .inner()
            .is_some_and(|value| value.borrow() == *query)
    }
}

macro_rules! sets_of_columns {
    ($(($($C:ident)+);)+) => {$(
        impl<R, $($C: ColumnOf<R>),+> ColSet<R> for ($(Col<R, $C>,)+) {
            type Markers = ($($C,)+);
            const INDICES: &'static [usize] = &[$($C::IDX),+];
        }
    )+};
}

sets_of_columns! {
    (A B);
    (A B C);
    (A B C D);
    (A B C D E);
    (A B C D E F);
    (A B C D E F G);
    (A B C D E F G H);
    (A B C D E F G H I);
    (A B C D E F G H I J);
    (A B C D E F G H I J K);
    (A B C D E F G H I J K L);
}

macro_rules! keys_of_columns {
    ($(($($C:ident $Q:ident $idx:tt),+);)+) => {$(
        impl<R, $($C: ColumnOf<R>),+> KeyOf<R> for ($(Col<R, $C>,)+)
        where
            $($C::Value: IndexValue,)+
        {
            fn hash(row: &R, state: &RandomState) -> Option<u64> {
                let mut hasher = state.build_hasher();
                $($C::get(row).hash_key(&mut hasher)?;)+
                Some(hasher.finish())
            }

            fn hash_values(values: &[Value], state: &RandomState) -> Option<u64> {
                let mut hasher = state.build_hasher();
                $($C::Value::from_value(values.get($idx)?.clone()).ok()?.hash_key(&mut hasher)?;)+
                Some(hasher.finish())
            }

            fn same(left: &R, right: &R) -> bool {
                $(<Col<R, $C> as KeyOf<R>>::same(left, right))&&+
            }
        }

        impl<R, $($C: ColumnOf<R>),+> OrdKeyOf<R> for ($(Col<R, $C>,)+)
        where
            $($C::Value: OrderedValue,)+
        {
            fn cmp(left: &R, right: &R) -> Ordering {
                Ordering::Equal$(.then_with(|| <Col<R, $C> as OrdKeyOf<R>>::cmp(left, right)))+
            }
        }

        impl<'q, R, $($C: ColumnOf<R>, $Q: ?Sized + Hash + Eq),+> Lookup<R, ($(&'q $Q,)+)> for ($(Col<R, $C>,)+)
        where
            $($C::Value: IndexValue, Inner<R, $C>: Borrow<$Q>,)+
        {
            type Itself = Self;

            fn hash_of(query: &($(&'q $Q,)+), state: &RandomState) -> u64 {
                let mut hasher = state.build_hasher();
                $(query.$idx.hash(&mut hasher);)+
                hasher.finish()
            }

            fn matches(row: &R, query: &($(&'q $Q,)+)) -> bool {
                $($C::get(row).inner().is_some_and(|value| value.borrow() == query.$idx))&&+
            }
        }

        impl<'q, R, $($C: ColumnOf<R>),+> Lookup<R, &'q ($(Inner<R, $C>,)+)> for ($(Col<R, $C>,)+)
        where
            $($C::Value: IndexValue, Inner<R, $C>: Hash + Eq,)+
        {
            type Itself = Self;

            fn hash_of(query: &&'q ($(Inner<R, $C>,)+), state: &RandomState) -> u64 {
                let mut hasher = state.build_hasher();
                $(query.$idx.hash(&mut hasher);)+
                hasher.finish()
            }

            fn matches(row: &R, query: &&'q ($(Inner<R, $C>,)+)) -> bool {
                $($C::get(row).inner().is_some_and(|value| *value == query.$idx))&&+
            }
        }
    )+};
}

keys_of_columns! {
    (A QA 0, B QB 1);
    (A QA 0, B QB 1, C QC 2);
    (A QA 0, B QB 1, C QC 2, D QD 3);
}
