use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::record::MemTable;
use crate::store::catalog::Catalog;
use crate::store::work::typed_table;
use crate::table::Table;

/// All tables of a store at one moment: made by [`Store::snapshot`](crate::Store::snapshot). Later commits are not seen,
/// and a commit over several tables is seen whole.
#[derive(Clone)]
pub struct StoreSnapshot {
    pub(super) tables: Arc<Catalog>,
}

impl StoreSnapshot {
    pub(super) fn new(tables: Arc<Catalog>) -> Self {
        StoreSnapshot { tables }
    }

    /// The table of this name as it was. Costs a pointer copy.
    ///
    /// # Errors
    /// - [`Error::NoTable`], with the tables that there are
    /// - [`Error::WrongType`], with the difference of the schemas
    pub fn table<R>(&self, name: &str) -> Result<Arc<Table<R>>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        typed_table(name, &self.tables.slot(name)?.table)
    }

    /// The names of the tables, sorted.
    pub fn tables(&self) -> Vec<String> {
        self.tables.names()
    }
}

impl fmt::Debug for StoreSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.tables()).finish()
    }
}
