use crate::record::MemTable;
use crate::table::{Snapshot, Table};

impl<R: MemTable> Table<R> {
    /// Runs several writes as one: where `work` returns an error or panics, the table is as it was before.
    ///
    /// Each write inside keeps the rules on its own. Costs a snapshot.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct Account { #[memtable(primary_key)] id: u32, #[memtable(range(0..))] cents: i64 }
    /// # fn main() -> Result<(), memtable::Rejected<Account>> {
    /// let mut accounts = Table::from_rows([(1, 50), (2, 0)].map(|(id, cents)| Account { id, cents }))?;
    ///
    /// let transfer = accounts.transaction(|accounts| {
    ///     accounts.update(&2, |account| account.cents += 80)?;
    ///     accounts.update(&1, |account| account.cents -= 80)
    /// });
    ///
    /// assert!(transfer.is_err());
    /// assert_eq!(accounts.get(&2).map(|account| account.cents), Some(0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What `work` returns.
    pub fn transaction<T, E>(
        &mut self,
        work: impl FnOnce(&mut Table<R>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut rollback = Rollback {
            before: Some(self.snapshot()),
            table: self,
        };
        let answer = work(rollback.table)?;
        rollback.before = None;
        Ok(answer)
    }
}

/// Puts the table back when it is dropped, by an early return or a panic, unless the snapshot was taken out.
struct Rollback<'a, R: MemTable> {
    table: &'a mut Table<R>,
    before: Option<Snapshot<R>>,
}

impl<R: MemTable> Drop for Rollback<'_, R> {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            self.table.restore(before);
        }
    }
}
