//! Tables of a store for a floor above, which brings a kind of table of its own.

use std::sync::Arc;

use crate::error::Error;
use crate::store::any_table::AnyTable;
use crate::store::catalog::Catalog;
use crate::store::work::Work;
use crate::store::{Store, StoreSnapshot, Transaction};

impl Store {
    /// Adds a table of any kind.
    pub(crate) fn create_any(&self, name: &str, table: impl AnyTable) -> Result<(), Error> {
        self.add_table(name, Arc::new(table))
    }

    /// Writes to a table in its turn, and commits.
    pub(crate) fn edit_any<A, E: From<Error>>(
        &self,
        name: &str,
        edit: impl FnOnce(&mut dyn AnyTable) -> Result<A, E>,
    ) -> Result<A, E> {
        let turn = |tables: &Catalog| Some(Arc::clone(&tables.slots.get(name)?.turn));
        let done = self.shared.versions.in_turn(turn, || {
            let mut work = Work::new(self.latest());
            let answer = edit(work.draft(name)?)?;
            self.commit(work)?;
            Ok(answer)
        });
        done.map_err(Error::from)?
    }
}

impl StoreSnapshot {
    /// The table of this name as it was.
    pub(crate) fn any(&self, name: &str) -> Result<Arc<dyn AnyTable>, Error> {
        Ok(Arc::clone(&self.tables.slot(name)?.table))
    }
}

impl Transaction {
    /// The table of this name, to write to.
    pub(crate) fn any(&mut self, name: &str) -> Result<&mut dyn AnyTable, Error> {
        self.work.draft(name)
    }
}
