use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use foldhash::fast::RandomState;

use crate::record::{ColSet, KeyOf, MemValue, OrdKeyOf};
use crate::schema::Value;

/// What a key promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// No two rows are equal in it, and no column of it is null.
    Primary,
    /// No two rows are equal in it, those with a null apart.
    Unique,
    /// Rows are found by it.
    Index,
    /// Rows are found by it, also by range.
    OrderedIndex,
}

/// One key of a table: how its rows are hashed and compared.
pub struct KeySpec<R> {
    /// What it promises.
    pub kind: KeyKind,
    /// The positions of its columns in the schema.
    pub columns: &'static [usize],
    /// The hash of the row's key; `None` where a column of it is null.
    pub hash: fn(&R, &RandomState) -> Option<u64>,
    /// The hash of a row whose key has these values, column by column; `None` where one is null or does not fit.
    pub hash_values: fn(&[Value], &RandomState) -> Option<u64>,
    /// Whether two rows have the same key; nulls are the same as nothing.
    pub same: fn(&R, &R) -> bool,
    /// The order of two rows by their keys, nulls first; for [`KeyKind::OrderedIndex`] alone.
    pub cmp: Option<fn(&R, &R) -> Ordering>,
}

impl<R> KeySpec<R> {
    /// A key that is hashed.
    pub fn hashed<K: KeyOf<R>>(kind: KeyKind) -> Self {
        KeySpec {
            kind,
            columns: K::INDICES,
            hash: K::hash,
            hash_values: K::hash_values,
            same: K::same,
            cmp: None,
        }
    }

    /// A key that is hashed and ordered.
    pub fn ordered<K: OrdKeyOf<R>>() -> Self {
        KeySpec {
            kind: KeyKind::OrderedIndex,
            columns: K::INDICES,
            hash: K::hash,
            hash_values: K::hash_values,
            same: K::same,
            cmp: Some(K::cmp),
        }
    }
}

impl<R> fmt::Debug for KeySpec<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySpec")
            .field("kind", &self.kind)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

/// A type that can be in a primary key: hashed, compared, and never null.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be in a primary key [MT0321]",
    label = "not a key type",
    note = "a primary key is made of integers, text, bytes, `bool`, `char`, dates, times, or of types of yours that are `Hash + Eq`; \
            it is never optional and never a float"
)]
pub trait KeyValue: MemValue {
    #[doc(hidden)]
    const FITS: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: MemValue<Inner = T> + Hash + Eq> KeyValue for T {}

/// A type that can be unique or indexed: hashed and compared, once a null is put aside.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be unique or indexed [MT0321]",
    label = "not a key type",
    note = "a key is made of integers, text, bytes, `bool`, `char`, dates, times, or of types of yours that are `Hash + Eq`; never of floats"
)]
pub trait IndexValue: MemValue {
    #[doc(hidden)]
    const FITS: () = ();

    /// Feeds the value to the hasher; `None` where there is none.
    #[doc(hidden)]
    fn hash_key<H: Hasher>(&self, hasher: &mut H) -> Option<()>;

    /// Whether both are the same key. Nulls are the same as nothing.
    #[doc(hidden)]
    fn same_key(&self, other: &Self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue<Inner: Hash + Eq>> IndexValue for T {
    #[inline]
    fn hash_key<H: Hasher>(&self, hasher: &mut H) -> Option<()> {
        self.inner().map(|value| value.hash(hasher))
    }

    #[inline]
    fn same_key(&self, other: &Self) -> bool {
        matches!((self.inner(), other.inner()), (Some(left), Some(right)) if left == right)
    }
}

/// A type that can be in an ordered index: hashed and put in order, once a null is put aside.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be in an ordered index [MT0321]",
    label = "has no order that a key can use",
    note = "an ordered index is over integers, text, bytes, dates, times, or types of yours that are `Hash + Ord`; never over floats"
)]
pub trait OrderedValue: IndexValue {
    #[doc(hidden)]
    const FITS: () = ();

    /// The order of two keys; nulls first.
    #[doc(hidden)]
    fn cmp_key(&self, other: &Self) -> Ordering;
}

#[diagnostic::do_not_recommend]
impl<T: MemValue<Inner: Hash + Ord>> OrderedValue for T {
    #[inline]
    fn cmp_key(&self, other: &Self) -> Ordering {
        self.inner().cmp(&other.inner())
    }
}

/// Columns that name at most one row: the primary key, or unique.
#[diagnostic::on_unimplemented(
    message = "this is no unique key of `{R}` [MT0322]",
    label = "neither `primary_key` nor `unique`",
    note = "put `#[memtable(unique)]` on the field, or `#[memtable(unique(a, b))]` on the struct"
)]
pub trait UniqueKey<R> {
    /// The position of the key in [`MemTable::keys`](crate::MemTable::keys).
    const KEY_IDX: usize;
}

/// Columns with an index, unique or not.
#[diagnostic::on_unimplemented(
    message = "this has no index in `{R}` [MT0323]",
    label = "not indexed",
    note = "put `#[memtable(index)]` on the field, or `#[memtable(index(a, b))]` on the struct"
)]
pub trait IndexKey<R> {
    /// The position of the key in [`MemTable::keys`](crate::MemTable::keys).
    const KEY_IDX: usize;
}

/// Columns with an ordered index.
#[diagnostic::on_unimplemented(
    message = "this has no ordered index in `{R}` [MT0324]",
    label = "no ordered index",
    note = "put `#[memtable(index(ordered))]` on the field"
)]
pub trait OrderedKey<R> {
    /// The position of the key in [`MemTable::keys`](crate::MemTable::keys).
    const KEY_IDX: usize;
}

/// Typed columns that are a unique key: what is asked of an argument, so that a message points at it.
#[doc(hidden)]
pub trait UniqueCols<R> {
    const KEY_IDX: usize;
}

impl<R, K: ColSet<R, Markers: UniqueKey<R>>> UniqueCols<R> for K {
    const KEY_IDX: usize = <K::Markers as UniqueKey<R>>::KEY_IDX;
}

/// Typed columns that have an index.
#[doc(hidden)]
pub trait IndexCols<R> {
    const KEY_IDX: usize;
}

impl<R, K: ColSet<R, Markers: IndexKey<R>>> IndexCols<R> for K {
    const KEY_IDX: usize = <K::Markers as IndexKey<R>>::KEY_IDX;
}
