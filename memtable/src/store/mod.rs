//! Named tables that live together: shared between threads, with references between them kept.

#[cfg(feature = "dynamic")]
mod any;
mod any_table;
mod batch;
mod by_name;
mod catalog;
mod handle;
mod info;
mod locks;
mod not_written;
mod references;
mod snapshot;
mod sync;
mod transaction;
mod values;
mod watch;
mod work;

pub(crate) use any_table::rows_of;
pub(crate) use by_name::{column, typed_write};
pub use handle::TableHandle;
pub use info::TableInfo;
pub use not_written::NotWritten;
pub use snapshot::StoreSnapshot;
pub use transaction::Transaction;
pub use watch::{Commit, Watch};

pub(crate) use any_table::AnyTable;
#[cfg(feature = "dynamic")]
pub(crate) use any_table::{AnyRow, Key, RowChange};

use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::table::{MemoryUsage, Table};
use crate::write::Contract;

use catalog::{Catalog, Slot};
use locks::{Versions, WritesAlready};
use work::{Retired, Work, check_limit, check_type};

/// Named tables, shared between threads. A clone is a handle to the same store.
///
/// Readers take a [snapshot](Store::snapshot), of all tables at one moment, and never wait for a writer's work. Writers
/// take turns, one at a time for each table, and for tables that references connect; a [transaction](Store::transaction)
/// over several tables has the store to itself. A version that is read when it is replaced is freed by a commit after the last
/// snapshot of it is gone: readers do not wait for that either.
///
/// References (`#[memtable(references = Team::ID)]`) are kept between the tables of one store, by the name of the
/// referenced table, at the end of each write or transaction; as long as there is no table of that name, nothing is asked.
///
/// ```
/// use memtable::{MemTable, Store};
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "teams")]
/// struct Team {
///     #[memtable(primary_key)]
///     id: u32,
/// }
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "users")]
/// struct User {
///     #[memtable(primary_key)]
///     id: u64,
///     #[memtable(references = Team::ID, on_delete = set_null, index)]
///     team_id: Option<u32>,
/// }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let store = Store::new();
/// let teams = store.create::<Team>("teams")?;
/// let users = store.create::<User>("users")?;
///
/// teams.insert(Team { id: 1 })?;
/// users.insert(User { id: 7, team_id: Some(1) })?;
/// assert!(users.insert(User { id: 8, team_id: Some(2) }).is_err());
///
/// teams.remove(&1)?;
/// assert_eq!(users.snapshot()?.get(&7).map(|user| user.team_id), Some(None));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    versions: Versions<Catalog>,
    limit: Option<u64>,
    contract: Contract,
    retired: Retired,
}

/// What a store is made with. Made by [`Store::builder`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct StoreBuilder {
    limit: Option<u64>,
    contract: Contract,
}

impl StoreBuilder {
    /// No write takes the rows of all tables past this many bytes: it is refused with [`Error::MemoryLimit`] instead, and
    /// its rows come back.
    ///
    /// Counted are the rows, what they hold on the heap, and 16 bytes for each of them and each index; not the space that
    /// is kept free for more rows, nor older versions that snapshots hold. A write costs what it grows by until it is
    /// refused.
    pub const fn memory_limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// What rows may change of the schemas of dynamic tables, where neither the write nor the table says: see [`Contract`]. The
    /// columns of a struct never change.
    pub const fn contract(mut self, contract: Contract) -> Self {
        self.contract = contract;
        self
    }

    /// The store, with no tables yet.
    pub fn build(self) -> Store {
        Store {
            shared: Arc::new(Shared {
                versions: Versions::new(Catalog::default()),
                limit: self.limit,
                contract: self.contract,
                retired: Retired::new(),
            }),
        }
    }
}

impl Store {
    /// A store without tables.
    pub fn new() -> Self {
        Store::builder().build()
    }

    /// A store with options.
    pub fn builder() -> StoreBuilder {
        StoreBuilder::default()
    }

    /// Makes an empty table of this name.
    ///
    /// # Errors
    /// - [`Error::TableExists`]
    /// - [`Error::BadReference`] where it references a column that is no key of the other table, or is so referenced
    /// - [`Error::Rejected`] where rows of other tables reference rows of a table of this name: it has none yet
    pub fn create<R>(&self, name: &str) -> Result<TableHandle<R>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        self.add_table(name, Arc::new(Table::<R>::new()))?;
        Ok(TableHandle::new(self.clone(), name))
    }

    /// The table of this name, whose rows are of type `R`.
    ///
    /// # Errors
    /// - [`Error::NoTable`], with the tables that there are
    /// - [`Error::WrongType`], with the difference of the schemas
    pub fn table<R>(&self, name: &str) -> Result<TableHandle<R>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        check_type::<R>(name, &*self.any(name)?)?;
        Ok(TableHandle::new(self.clone(), name))
    }

    /// What rows may change of the schemas of its dynamic tables: see [`StoreBuilder::contract`].
    pub fn contract(&self) -> Contract {
        self.shared.contract
    }

    /// The names of the tables, sorted.
    pub fn tables(&self) -> Vec<String> {
        self.latest().names()
    }

    /// The schema of a table.
    ///
    /// # Errors
    /// [`Error::NoTable`].
    pub fn schema(&self, name: &str) -> Result<Schema, Error> {
        Ok(self.latest().slot(name)?.table.schema().clone())
    }

    /// How big a table is. Costs a visit of every row.
    ///
    /// # Errors
    /// [`Error::NoTable`].
    pub fn info(&self, name: &str) -> Result<TableInfo, Error> {
        Ok(TableInfo::of(name, self.latest().slot(name)?))
    }

    /// The bytes that all tables take. Costs a visit of every row.
    pub fn memory_usage(&self) -> MemoryUsage {
        let latest = self.latest();
        let tables = latest.slots.values().map(|slot| slot.table.memory_usage());
        tables.fold(MemoryUsage::default(), |sum, table| MemoryUsage {
            rows: sum.rows + table.rows,
            heap: sum.heap + table.heap,
            indexes: sum.indexes + table.indexes,
        })
    }

    /// All tables as they are at this moment. Costs a pointer copy.
    pub fn snapshot(&self) -> StoreSnapshot {
        StoreSnapshot::new(self.latest())
    }

    /// The commits to a table from now on: see [`Watch`].
    ///
    /// # Errors
    /// As [`table`](Self::table).
    pub fn watch<R>(&self, name: &str) -> Result<Watch<R>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let latest = self.latest();
        let slot = latest.slot(name)?;
        check_type::<R>(name, &*slot.table)?;
        Ok(Watch::of(slot))
    }

    /// Deletes every row of a table; what references them is treated as `on_delete` says.
    ///
    /// # Errors
    /// - [`Error::NoTable`]
    /// - [`Error::Rejected`] where rows of other tables reference some of them with `on_delete = restrict`
    pub fn clear(&self, name: &str) -> Result<(), Error> {
        let turn = |tables: &Catalog| Some(Arc::clone(&tables.slots.get(name)?.turn));
        let done = self.shared.versions.in_turn(turn, || {
            let mut work = Work::new(self.latest());
            work.clear(name)?;
            self.commit(work)
        });
        done?
    }

    /// Deletes every row of every table.
    ///
    /// # Errors
    /// [`Error::WriteInsideWrite`].
    pub fn clear_all(&self) -> Result<(), Error> {
        self.shared.versions.alone(|| {
            let mut work = Work::new(self.latest());
            for name in self.tables() {
                work.clear(&name)?;
            }
            self.commit(work)
        })?
    }

    /// Takes a table out of the store, with its rows.
    ///
    /// # Errors
    /// - [`Error::NoTable`]
    /// - [`Error::Referenced`] where other tables reference it
    pub fn drop_table(&self, name: &str) -> Result<(), Error> {
        self.change_tables(|next| {
            let watchers = Arc::clone(&next.slot(name)?.watchers);
            let links = next.links().filter(|link| &**link.parent == name);
            let by = links
                .map(|link| link.child.to_string())
                .filter(|child| child != name);
            let by: Vec<_> = by.collect();
            if !by.is_empty() {
                return Err(Error::Referenced {
                    table: name.to_owned(),
                    by,
                });
            }
            next.slots.remove(name);
            watchers.close();
            Ok(())
        })
    }

    fn add_table(&self, name: &str, table: Arc<dyn AnyTable>) -> Result<(), Error> {
        self.change_tables(|next| {
            if next.slots.contains_key(name) {
                return Err(Error::TableExists {
                    name: name.to_owned(),
                });
            }
            let slot = Slot::new(table);
            if let Some(limit) = self.shared.limit {
                check_limit(slot.weight, next.weight(), limit)?;
            }
            next.slots.insert(name.into(), slot);
            next.check_references()?;
            references::check_all(next, name)
        })
    }

    /// The table of this name as it is now. Taken where the catalog lies: so a reader neither counts in that nor frees it.
    pub(crate) fn any(&self, name: &str) -> Result<Arc<dyn AnyTable>, Error> {
        let table = |catalog: &Catalog| Ok(Arc::clone(&catalog.slot(name)?.table));
        self.shared.versions.find(table)
    }

    fn latest(&self) -> Arc<Catalog> {
        self.shared.versions.latest()
    }

    /// Changes which tables there are, or none of them.
    fn change_tables(
        &self,
        change: impl FnOnce(&mut Catalog) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.shared.versions.alone(|| {
            let mut next = (*self.latest()).clone();
            change(&mut next)?;
            next.share_turns();
            self.shared.versions.commit(|_| next, |_| ());
            Ok(())
        })?
    }

    fn commit(&self, mut work: Work) -> Result<(), Error> {
        let limit = self.shared.limit;
        work.settle(limit)?;
        work.publish(&self.shared.versions, limit, &self.shared.retired);
        Ok(())
    }
}

impl From<WritesAlready> for Error {
    fn from(_: WritesAlready) -> Self {
        Error::WriteInsideWrite
    }
}

impl Default for Store {
    fn default() -> Self {
        Store::new()
    }
}

/// The tables, with their rows counted.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let latest = self.latest();
        let tables = latest.slots.iter();
        f.debug_map()
            .entries(tables.map(|(name, slot)| (name, slot.table.n_rows())))
            .finish()
    }
}
