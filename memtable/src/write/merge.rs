use std::fmt;
use std::marker::PhantomData;

use crate::record::{Col, ColSet, ColumnOf, MemValue};
use crate::schema::Value;
use crate::write::request::Mode;
use crate::write::{OnDuplicate, OnViolation, Write};

/// A merge: which key rows are matched by, and what becomes of the matched and of the others.
///
/// Made by [`Write::merge`] and [`Write::merge_on`]. A strategy that has no use for an option does not have it: a merge
/// that only inserts cannot be told which columns to update.
///
/// ```
/// # use memtable::{MemTable, Table, write::{OnDuplicate, Write}};
/// # #[derive(MemTable, Clone)]
/// # struct Price { #[memtable(primary_key)] sku: String, cents: u32, version: u32 }
/// # fn main() -> Result<(), memtable::Rejected<Price>> {
/// let price = |sku: &str, cents, version| Price { sku: sku.into(), cents, version };
/// let mut prices = Table::from_rows([price("a", 100, 1)])?;
///
/// let latest = Write::merge().on_duplicate(OnDuplicate::keep_max_by(Price::VERSION));
/// let outcome = prices.write([price("a", 120, 3), price("a", 110, 2)], latest)?;
///
/// assert_eq!(outcome.written.updated, 1);
/// assert_eq!(outcome.written.deduplicated, 1);
/// assert_eq!(prices.get("a").map(|price| price.cents), Some(120));
/// # Ok(())
/// # }
/// ```
pub struct Merge<R, S> {
    plan: MergePlan<R>,
    strategy: PhantomData<S>,
    on_violation: OnViolation,
}

pub(crate) struct MergePlan<R> {
    /// The position of the key in [`MemTable::keys`](crate::MemTable::keys).
    pub(crate) key: usize,
    pub(crate) strategy: Strategy,
    pub(crate) on_duplicate: OnDuplicate<R>,
    /// The columns that a matched row takes from the incoming one; `None` for all.
    pub(crate) columns: Option<&'static [usize]>,
    /// Whether an incoming row asks for the deletion of its match.
    pub(crate) is_delete: Option<fn(&R) -> bool>,
}

/// What a merge does with the rows whose key is there, and with those whose key is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Matched rows are updated in place, the others inserted after the rest, in batch order.
    Upsert,
    /// Matched rows are skipped, the others inserted.
    InsertOnly,
    /// Matched rows are updated in place, the others skipped.
    UpdateOnly,
    /// Matched rows are deleted, and all that came inserted after the rest, in batch order.
    DeleteInsert,
}

/// Type of a [`Merge`] that updates and inserts.
#[derive(Clone, Copy, Debug)]
pub enum Upsert {}

/// Type of a [`Merge`] that inserts what is not there.
#[derive(Clone, Copy, Debug)]
pub enum InsertOnly {}

/// Type of a [`Merge`] that updates what is there.
#[derive(Clone, Copy, Debug)]
pub enum UpdateOnly {}

/// Type of a [`Merge`] that deletes what is there and inserts all.
#[derive(Clone, Copy, Debug)]
pub enum DeleteInsert {}

/// A strategy that updates matched rows in place.
#[diagnostic::on_unimplemented(
    message = "a merge of type `{Self}` updates no columns [MT0371]",
    label = "needs `Upsert` or `UpdateOnly`"
)]
pub trait Updates {}
impl Updates for Upsert {}
impl Updates for UpdateOnly {}

/// A strategy that touches matched rows.
#[diagnostic::on_unimplemented(
    message = "a merge of type `{Self}` leaves matched rows alone, so it deletes none [MT0371]",
    label = "needs `Upsert`, `UpdateOnly` or `DeleteInsert`"
)]
pub trait TouchesMatched {}
impl TouchesMatched for Upsert {}
impl TouchesMatched for UpdateOnly {}
impl TouchesMatched for DeleteInsert {}

/// A type whose values can leave a row unmarked for deletion.
#[diagnostic::on_unimplemented(
    message = "`hard_delete` needs a column of `bool` or an optional one, and this one holds `{Self}` [MT0372]",
    label = "marks every row",
    note = "a row is marked by `true`, or by any value at all in an optional column"
)]
pub trait DeleteMark: MemValue {}
impl DeleteMark for bool {}
impl<T: MemValue<Inner = T>> DeleteMark for Option<T> {}

impl<R> Merge<R, Upsert> {
    pub(crate) fn on_key(key: usize) -> Self {
        let plan = MergePlan {
            key,
            strategy: Strategy::Upsert,
            on_duplicate: OnDuplicate::REFUSE,
            columns: None,
            is_delete: None,
        };
        Merge {
            plan,
            strategy: PhantomData,
            on_violation: OnViolation::default(),
        }
    }

    /// Skips the rows whose key is there.
    #[must_use]
    pub fn insert_only(self) -> Merge<R, InsertOnly> {
        self.with_strategy(Strategy::InsertOnly)
    }

    /// Skips the rows whose key is not there.
    #[must_use]
    pub fn update_only(self) -> Merge<R, UpdateOnly> {
        self.with_strategy(Strategy::UpdateOnly)
    }

    /// Deletes the rows whose key is there, and inserts all that came after the rest.
    #[must_use]
    pub fn delete_insert(self) -> Merge<R, DeleteInsert> {
        self.with_strategy(Strategy::DeleteInsert)
    }

    fn with_strategy<S>(mut self, strategy: Strategy) -> Merge<R, S> {
        self.plan.strategy = strategy;
        Merge {
            plan: self.plan,
            strategy: PhantomData,
            on_violation: self.on_violation,
        }
    }
}

impl<R, S> Merge<R, S> {
    /// Which row stands for a key that comes more than once; without this the write is refused.
    #[must_use]
    pub fn on_duplicate(mut self, on_duplicate: OnDuplicate<R>) -> Self {
        self.plan.on_duplicate = on_duplicate;
        self
    }

    /// Takes only these columns of a row whose key is there; the others stay as they are stored.
    #[must_use]
    pub fn updating<K: ColSet<R>>(mut self, _columns: K) -> Self
    where
        S: Updates,
    {
        self.plan.columns = Some(K::INDICES);
        self
    }

    /// Deletes the stored rows whose match is marked: `true` in a column of `bool`, any value at all in an optional one.
    /// Marked rows are not stored, nor held to the rules.
    #[must_use]
    pub fn hard_delete<C: ColumnOf<R>>(mut self, _column: Col<R, C>) -> Self
    where
        S: TouchesMatched,
        C::Value: DeleteMark,
    {
        self.plan.is_delete = Some(|row| match C::get(row).to_value() {
            Value::Bool(marked) => marked,
            value => value != Value::Null,
        });
        self
    }

    /// What becomes of rows that break a rule.
    #[must_use]
    pub fn on_violation(mut self, on_violation: OnViolation) -> Self {
        self.on_violation = on_violation;
        self
    }
}

impl<R, S> From<Merge<R, S>> for Write<R> {
    fn from(merge: Merge<R, S>) -> Self {
        Write {
            mode: Mode::Merge(merge.plan),
            on_violation: merge.on_violation,
        }
    }
}

impl<R> Clone for MergePlan<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for MergePlan<R> {}

impl<R> fmt::Debug for MergePlan<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merge")
            .field("key", &self.key)
            .field("strategy", &self.strategy)
            .field("on_duplicate", &self.on_duplicate)
            .field("columns", &self.columns)
            .field("hard_delete", &self.is_delete.is_some())
            .finish()
    }
}

impl<R, S> Clone for Merge<R, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, S> Copy for Merge<R, S> {}

impl<R, S> fmt::Debug for Merge<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt(f)
    }
}
