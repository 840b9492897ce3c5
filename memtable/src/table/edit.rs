use crate::record::{Keyed, Lookup, MemTable, check_row};
use crate::table::Table;
use crate::table::batch::Batch;
use crate::table::commit::{Faults, after_change};
use crate::table::indexed_rows::{Change, Refused, RowId};
use crate::write::{Rejected, Written};

/// The writes to rows that are there. All or nothing, as every write.
impl<R: MemTable> Table<R> {
    /// Changes the row with this primary key, and tells whether there is one. Every column may change, the key too.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct User { #[memtable(primary_key)] id: u64, #[memtable(range(..=150))] age: u8 }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let mut users = Table::from_rows([User { id: 7, age: 34 }])?;
    ///
    /// assert!(users.update(&7, |user| user.age += 1)?);
    /// assert!(!users.update(&8, |user| user.age += 1)?);
    ///
    /// let rejected = users.update(&7, |user| user.age = 212).unwrap_err();
    /// assert_eq!(rejected.rows[0].age, 212);
    /// assert_eq!(users.get(&7).map(|user| user.age), Some(35));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Rejected`], with the changed row, where it breaks a rule; the table is as it was, also where `edit` panics.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a key is a reference, or a tuple of references"
    )]
    pub fn update<Q>(&mut self, key: Q, edit: impl FnOnce(&mut R)) -> Result<bool, Rejected<R>>
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        let Some(id) = self.id_of(&key) else {
            return Ok(false);
        };
        let before = self.state.rows.row(id);
        let mut row = before.clone();
        edit(&mut row);
        if !row.same(before) {
            self.put(vec![(id, row)])?;
        }
        Ok(true)
    }

    /// Takes the row with this primary key out.
    ///
    /// # Errors
    /// [`Rejected`] where the table without it would break a `table_check`; the table is as it was.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a key is a reference, or a tuple of references"
    )]
    pub fn remove<Q>(&mut self, key: Q) -> Result<Option<R>, Rejected<R>>
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        let Some(id) = self.id_of(&key) else {
            return Ok(None);
        };
        let row = self.state.rows.row(id).clone();
        self.delete(vec![id])?;
        Ok(Some(row))
    }

    /// Keeps the rows that satisfy a condition, and deletes the others. Costs a visit of every row.
    ///
    /// # Errors
    /// [`Rejected`] where what is left would break a `table_check`; the table is as it was, also where `keep` panics.
    pub fn retain(&mut self, mut keep: impl FnMut(&R) -> bool) -> Result<Written, Rejected<R>> {
        let all = self.state.rows.iter_ids();
        let deletes: Vec<RowId> = all
            .filter(|(_, row)| !keep(row))
            .map(|(id, _)| id)
            .collect();
        let n_deleted = deletes.len();
        self.delete(deletes)?;
        Ok(Written {
            deleted: n_deleted,
            ..Written::default()
        })
    }

    /// Deletes every row. An empty table is where each table starts, so no `table_check` is asked.
    pub fn clear(&mut self) {
        self.state.rows.clear();
    }

    fn id_of<Q>(&self, key: &Q) -> Option<RowId>
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        let rows = &self.state.rows;
        rows.find(0, R::KeyCols::hash_of(key, rows.state()), |row| {
            R::KeyCols::matches(row, key)
        })
    }

    /// Puts rows in the place of others, all or none.
    pub(crate) fn put(&mut self, updates: Vec<(RowId, R)>) -> Result<(), Rejected<R>> {
        let mut rules = Vec::new();
        for (place, (_, row)) in updates.iter().enumerate() {
            check_row(row, place, &mut rules);
        }
        let change = Change::updating(updates);
        if rules.is_empty() {
            return self.change(change);
        }
        let clashes = self.state.rows.clashes(&change);
        let refused = Refused {
            given: change,
            clashes,
        };
        Err(self.refuse(refused, Faults::new(rules, Vec::new())))
    }

    /// Takes rows out, all or none.
    pub(crate) fn delete(&mut self, deletes: Vec<RowId>) -> Result<(), Rejected<R>> {
        self.change(Change::deleting(deletes))
    }

    /// Makes a change whose rows keep the rules.
    fn change(&mut self, change: Change<R>) -> Result<(), Rejected<R>> {
        let complaints = Faults::of_table(|| after_change(&self.state.rows, &change));
        if !complaints.is_empty() {
            let clashes = self.state.rows.clashes(&change);
            let faults = if clashes.is_empty() {
                complaints
            } else {
                Faults::default()
            };
            let given = change;
            return Err(self.refuse(Refused { given, clashes }, faults));
        }
        let changed = self.state.rows.change(change);
        changed
            .map(drop)
            .map_err(|refused| self.refuse(refused, Faults::default()))
    }

    fn refuse(&self, refused: Refused<Change<R>>, mut faults: Faults) -> Rejected<R> {
        let rows = refused.given.rows;
        faults.clashes = Faults::of_refused(&self.state.rows, &refused.clashes, &rows).clashes;
        Batch::new(rows).reject(faults)
    }
}
