use std::fmt;

use crate::error::Error;
use crate::record::MemTable;
use crate::store::Store;
use crate::store::work::Work;
use crate::table::Table;

/// Writes to several tables of a store that land together: what [`Store::transaction`] gives.
pub struct Transaction {
    pub(super) work: Work,
}

impl Store {
    /// Runs writes to any tables as one. Where `work` returns an error or panics, or the tables would break a reference
    /// then, none of them lands, and readers see nothing of it before the end.
    ///
    /// References are looked at when `work` is done, so that its writes can come in any order. No one else writes to the
    /// store meanwhile; readers go on.
    ///
    /// ```
    /// # use memtable::{Error, MemTable, Store};
    /// #[derive(MemTable, Clone)]
    /// #[memtable(name = "accounts")]
    /// struct Account {
    ///     #[memtable(primary_key)]
    ///     id: u32,
    ///     #[memtable(range(0..))]
    ///     cents: i64,
    /// }
    ///
    /// # fn main() -> Result<(), Error> {
    /// let store = Store::new();
    /// store.create::<Account>("cash")?.insert(Account { id: 1, cents: 50 })?;
    /// store.create::<Account>("bank")?.insert(Account { id: 1, cents: 0 })?;
    ///
    /// let paid_in = |cents| {
    ///     store.transaction(|tx| {
    ///         tx.table::<Account>("bank")?.update(&1, |account| account.cents += cents)?;
    ///         tx.table::<Account>("cash")?.update(&1, |account| account.cents -= cents)?;
    ///         Ok::<_, Error>(())
    ///     })
    /// };
    ///
    /// assert!(paid_in(80).is_err());
    /// assert!(paid_in(30).is_ok());
    /// assert_eq!(store.snapshot().table::<Account>("bank")?.get(&1).map(|account| account.cents), Some(30));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What `work` returns; else [`Error::Rejected`] for references, [`Error::MemoryLimit`], and
    /// [`Error::WriteInsideWrite`] inside of another write.
    pub fn transaction<A, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Transaction) -> Result<A, E>,
    ) -> Result<A, E> {
        let done = self.shared.versions.alone(|| {
            let mut transaction = Transaction {
                work: Work::new(self.latest()),
            };
            let answer = work(&mut transaction)?;
            self.commit(transaction.work)?;
            Ok(answer)
        });
        done.map_err(Error::from)?
    }
}

impl Transaction {
    /// The table of this name, as this transaction sees it, to read and to write: with every verb of [`Table`].
    ///
    /// # Errors
    /// - [`Error::NoTable`], with the tables that there are
    /// - [`Error::WrongType`], with the difference of the schemas
    pub fn table<R>(&mut self, name: &str) -> Result<&mut Table<R>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        self.work.typed_draft(name)
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.work.drafted()).finish()
    }
}
