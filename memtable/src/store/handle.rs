use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::error::Error;
use crate::record::{ColSet, Keyed, Lookup, MemTable, UniqueCols};
use crate::store::catalog::Catalog;
use crate::store::work::{Work, typed_table};
use crate::store::{NotWritten, Store, Watch};
use crate::table::Table;
use crate::write::{Outcome, Rejected, Write, Written};

/// A table of a store, by name: made by [`Store::create`] and [`Store::table`].
///
/// Each write is a commit: it lands whole, references included, or not at all; it waits for its turn. Reads go through
/// [`snapshot`](Self::snapshot).
///
/// Every method answers [`Error::NoTable`] once the table is dropped, and every write
/// [`Error::WriteInsideWrite`] inside of another one.
pub struct TableHandle<R> {
    store: Store,
    name: Arc<str>,
    rows: PhantomData<fn() -> R>,
}

impl<R: MemTable + Send + Sync + 'static> TableHandle<R> {
    pub(super) fn new(store: Store, name: &str) -> Self {
        TableHandle {
            store,
            name: name.into(),
            rows: PhantomData,
        }
    }

    /// The table's name in the store.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The store that the table is in.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The table as it is now, with every read of [`Table`]. Costs a pointer copy and waits for no writer.
    ///
    /// # Errors
    /// [`Error::NoTable`], [`Error::WrongType`].
    pub fn snapshot(&self) -> Result<Arc<Table<R>>, Error> {
        typed_table(&self.name, &self.store.any(&self.name)?)
    }

    /// The commits to the table from now on.
    ///
    /// # Errors
    /// [`Error::NoTable`], [`Error::WrongType`].
    pub fn watch(&self) -> Result<Watch<R>, Error> {
        self.store.watch(&self.name)
    }

    /// As [`Table::insert`].
    ///
    /// # Errors
    /// [`NotWritten`] where the row breaks a rule or a reference.
    pub fn insert(&self, row: R) -> Result<(), NotWritten<R>> {
        self.append([row]).map(drop)
    }

    /// As [`Table::append`].
    ///
    /// # Errors
    /// [`NotWritten`], with every row, where one breaks a rule or a reference.
    pub fn append(&self, rows: impl IntoIterator<Item = R>) -> Result<Written, NotWritten<R>> {
        Ok(self.write(rows, Write::append())?.written)
    }

    /// As [`Table::replace`].
    ///
    /// # Errors
    /// [`NotWritten`], with every row, where one breaks a rule or a reference, or where one that is gone was referenced.
    pub fn replace(&self, rows: impl IntoIterator<Item = R>) -> Result<Written, NotWritten<R>> {
        Ok(self.write(rows, Write::replace())?.written)
    }

    /// As [`Table::merge`].
    ///
    /// # Errors
    /// [`NotWritten`], with every row, where one breaks a rule or a reference, or two have one key.
    pub fn merge(&self, rows: impl IntoIterator<Item = R>) -> Result<Written, NotWritten<R>>
    where
        R: Keyed,
    {
        Ok(self.write(rows, Write::merge())?.written)
    }

    /// As [`Table::merge_on`].
    ///
    /// # Errors
    /// As [`merge`](Self::merge); also where a row has a null in one of these columns.
    pub fn merge_on<K>(
        &self,
        columns: K,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Written, NotWritten<R>>
    where
        K: ColSet<R> + UniqueCols<R>,
    {
        Ok(self.write(rows, Write::merge_on(columns))?.written)
    }

    /// As [`Table::write`]. Rows that break a reference are quarantined as those are that break a rule.
    ///
    /// The rows are cloned first where the write may yet be refused because of other tables: where one of them names a row
    /// that is not there, where rows of this table are referenced and may go, and where the memory limit is near.
    ///
    /// # Errors
    /// [`NotWritten`], with every row.
    pub fn write(
        &self,
        rows: impl IntoIterator<Item = R>,
        request: impl Into<Write<R>>,
    ) -> Result<Outcome<R>, NotWritten<R>> {
        let request = request.into();
        let mut rows = Some(rows.into_iter().collect());
        let written = self.in_turn(|| {
            let rows = rows.take().unwrap_or_default();
            self.store.write_batch(&self.name, rows, &request)
        });
        written.map_err(|mut not_written| {
            if let Some(rows) = rows {
                not_written.rows = rows;
            }
            not_written
        })
    }

    /// As [`Table::update`].
    ///
    /// # Errors
    /// [`NotWritten`] where the changed row breaks a rule or a reference; it comes back where it breaks a rule.
    pub fn update<Q>(&self, key: Q, edit: impl FnOnce(&mut R)) -> Result<bool, NotWritten<R>>
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        self.edit(|table| table.update(key, edit))
    }

    /// As [`Table::remove`]. What references the row is deleted or unset, as its `on_delete` says.
    ///
    /// # Errors
    /// [`NotWritten`] where the row is referenced with `on_delete = restrict`.
    pub fn remove<Q>(&self, key: Q) -> Result<Option<R>, NotWritten<R>>
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        self.edit(|table| table.remove(key))
    }

    /// As [`Table::retain`]. What references deleted rows is deleted or unset, as its `on_delete` says.
    ///
    /// # Errors
    /// [`NotWritten`] where a row that goes is referenced with `on_delete = restrict`.
    pub fn retain(&self, keep: impl FnMut(&R) -> bool) -> Result<Written, NotWritten<R>> {
        self.edit(|table| table.retain(keep))
    }

    /// Deletes every row. What references them is deleted or unset, as its `on_delete` says.
    ///
    /// # Errors
    /// [`Error::Rejected`] where a row is referenced with `on_delete = restrict`.
    pub fn clear(&self) -> Result<(), Error> {
        self.store.clear(&self.name)
    }

    fn edit<A>(
        &self,
        edit: impl FnOnce(&mut Table<R>) -> Result<A, Rejected<R>>,
    ) -> Result<A, NotWritten<R>> {
        self.in_turn(|| {
            let mut work = Work::new(self.store.latest());
            let answer = edit(work.typed_draft(&self.name)?)?;
            self.store.commit(work)?;
            Ok(answer)
        })
    }

    fn in_turn<A>(
        &self,
        work: impl FnOnce() -> Result<A, NotWritten<R>>,
    ) -> Result<A, NotWritten<R>> {
        let turn = |tables: &Catalog| Some(Arc::clone(&tables.slots.get(&self.name)?.turn));
        let done = self.store.shared.versions.in_turn(turn, work);
        done.map_err(Error::from)?
    }
}

impl<R> Clone for TableHandle<R> {
    fn clone(&self) -> Self {
        TableHandle {
            store: self.store.clone(),
            name: Arc::clone(&self.name),
            rows: PhantomData,
        }
    }
}

impl<R> fmt::Debug for TableHandle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TableHandle").field(&self.name).finish()
    }
}
