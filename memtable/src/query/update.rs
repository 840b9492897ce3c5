use std::fmt;

use crate::query::predicate::Assign;
use crate::query::{Filter, Predicate, plan};
use crate::record::{Col, ColumnOf, MemTable};
use crate::table::{RowId, Snapshot, Table};
use crate::write::{Rejected, Written};

/// Writes to the rows that satisfy a condition. All or nothing, as every write.
impl<R: MemTable> Table<R> {
    /// Changes columns of the rows for which the condition is true.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone, Debug)]
    /// # struct User { #[memtable(primary_key)] id: u64, plan: String, #[memtable(range(..=150))] age: Option<u8> }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let users = [(1, Some(17)), (2, Some(150)), (3, None)];
    /// let mut users = Table::from_rows(users.map(|(id, age)| User { id, plan: "pro".into(), age }))?;
    ///
    /// let written = users
    ///     .update_where(User::AGE.lt(18))
    ///     .set(User::PLAN, "free")
    ///     .set_with(User::AGE, |user| user.age.map(|age| age + 1))
    ///     .run()?;
    /// assert_eq!(written.updated, 1);
    /// assert_eq!(users.get(&1).map(|user| user.age), Some(Some(18)));
    ///
    /// let refused = users.update_where(User::AGE.is_some()).set_with(User::AGE, |user| user.age.map(|age| age + 1)).run();
    /// assert_eq!(refused.unwrap_err().report.len(), 1);
    /// assert_eq!(users.get(&1).map(|user| user.age), Some(Some(18)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_where<P: Predicate<R>>(
        &mut self,
        condition: Filter<R, P>,
    ) -> UpdateWhere<'_, R, impl Predicate<R>> {
        UpdateWhere {
            table: self,
            predicate: condition.predicate,
            sets: Vec::new(),
        }
    }

    /// Deletes the rows for which the condition is true. By an index where one answers a part of it.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct User { #[memtable(primary_key)] id: u64, age: Option<u8> }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let mut users = Table::from_rows([(1, Some(17)), (2, None)].map(|(id, age)| User { id, age }))?;
    ///
    /// // Whether somebody without an age is less than 18 is not known: they stay.
    /// assert_eq!(users.delete_where(User::AGE.lt(18))?.deleted, 1);
    /// assert_eq!(users.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Rejected`] where what is left would break a `table_check`; the table is as it was.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is called with the condition itself, as `filter` is"
    )]
    pub fn delete_where<P: Predicate<R>>(
        &mut self,
        condition: Filter<R, P>,
    ) -> Result<Written, Rejected<R>> {
        let ids = ids_where(self, &condition.predicate);
        let deleted = ids.len();
        self.delete(ids)?;
        Ok(Written {
            deleted,
            ..Written::default()
        })
    }
}

/// Where the rows are for which a condition is true.
fn ids_where<R: MemTable>(table: &Snapshot<R>, predicate: &impl Predicate<R>) -> Vec<RowId> {
    let rows = table.rows();
    if let Some(mut found) = plan::candidates(rows, predicate) {
        found.ids.retain(|id| predicate.holds(rows.row(*id)));
        return found.ids;
    }
    let found = rows.iter_ids().filter(|(_, row)| predicate.holds(row));
    found.map(|(id, _)| id).collect()
}

/// Sets one column of the second row, as the first one tells.
type SetColumn<'t, R> = Box<dyn Fn(&R, &mut R) + 't>;

/// A change to some rows: nothing is written before [`run`](Self::run). Made by [`Table::update_where`].
#[must_use = "nothing is written before `run`"]
pub struct UpdateWhere<'t, R, P> {
    table: &'t mut Table<R>,
    predicate: P,
    sets: Vec<SetColumn<'t, R>>,
}

impl<'t, R: MemTable, P: Predicate<R>> UpdateWhere<'t, R, P> {
    /// Sets a column to a value.
    pub fn set<C, V>(self, column: Col<R, C>, value: V) -> Self
    where
        C: ColumnOf<R, Value: Clone + 't>,
        V: Assign<C::Value, R, C>,
    {
        let value = value.value();
        self.set_with(column, move |_| value.clone())
    }

    /// Sets a column to what a function makes of the row as it was: another `set` of the same change is not seen by it.
    pub fn set_with<C>(mut self, _column: Col<R, C>, make: impl Fn(&R) -> C::Value + 't) -> Self
    where
        C: ColumnOf<R>,
    {
        let set = move |before: &R, row: &mut R| *C::get_mut(row) = make(before);
        self.sets.push(Box::new(set));
        self
    }

    /// Writes the change, all or nothing. Rows that stay equal in every column count as unchanged.
    ///
    /// # Errors
    /// [`Rejected`], with the changed rows, where one breaks a rule; the table is as it was, also where a function panics.
    pub fn run(self) -> Result<Written, Rejected<R>> {
        let ids = ids_where(self.table, &self.predicate);
        let rows = self.table.rows();
        let rows_in = ids.len();
        let changed = ids.into_iter().filter_map(|id| {
            let before = rows.row(id);
            let mut row = before.clone();
            self.sets.iter().for_each(|set| set(before, &mut row));
            (!row.same(before)).then_some((id, row))
        });
        let changed: Vec<(RowId, R)> = changed.collect();
        let n_changed = changed.len();
        self.table.put(changed)?;
        Ok(Written {
            rows_in,
            updated: n_changed,
            unchanged: rows_in - n_changed,
            ..Written::default()
        })
    }
}

impl<R: MemTable, P: Predicate<R>> fmt::Debug for UpdateWhere<'_, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let condition = self.predicate.condition();
        write!(f, "UpdateWhere({}, {condition})", R::NAME)
    }
}
