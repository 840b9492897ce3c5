use std::any::Any;
use std::fmt;
use std::sync::Arc;

use arrow_array::RecordBatch;
use serde::Serialize;

use crate::dynamic::Contract;
use crate::dynamic::filter::IntoCondition;
use crate::dynamic::table::{DynSnapshot, DynTable};
use crate::dynamic::write::{DynOutcome, DynWrite, IntoBatches};
use crate::error::Error;
use crate::schema::Schema;
use crate::store::{AnyTable, NotWritten, Store, StoreSnapshot, Transaction};
use crate::write::Written;

/// A dynamic table of a store, by name: made by [`Store::create_dynamic`] and [`Store::dynamic`].
///
/// Each write is a commit: it lands whole, references included, or not at all; it waits for its turn. Reads go through
/// [`snapshot`](Self::snapshot).
///
/// Every method answers [`Error::NoTable`] once the table is dropped, and every write [`Error::WriteInsideWrite`] inside of
/// another one.
#[derive(Clone)]
pub struct DynHandle {
    store: Store,
    name: Arc<str>,
}

impl Store {
    /// Makes an empty dynamic table of this name.
    ///
    /// ```
    /// use memtable::schema::{Column, DataType, Schema};
    /// use memtable::Store;
    ///
    /// # fn main() -> Result<(), memtable::Error> {
    /// let store = Store::new();
    /// let cities = store.create_dynamic("cities", Schema::new("city").with_column(Column::new("name", DataType::Text)))?;
    /// assert!(cities.snapshot()?.is_empty());
    /// assert_eq!(store.tables(), ["cities"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`Error::BadSchema`] where the schema makes no sense
    /// - those of [`create`](Store::create)
    pub fn create_dynamic(&self, name: &str, schema: Schema) -> Result<DynHandle, Error> {
        self.add_dynamic(name, DynTable::new(schema)?)
    }

    /// Adds a dynamic table, with its rows and its contract; what that does not say, is as the store's says.
    ///
    /// # Errors
    /// Those of [`create`](Store::create); [`Error::MemoryLimit`] where its rows would take the store past the limit.
    pub fn add_dynamic(&self, name: &str, table: DynTable) -> Result<DynHandle, Error> {
        let contract = table.contract().or(self.contract());
        self.create_any(name, table.with_contract(contract))?;
        Ok(self.handle(name))
    }

    /// The dynamic table of this name.
    ///
    /// # Errors
    /// - [`Error::NoTable`], with the tables that there are
    /// - [`Error::WrongType`] where it is a typed one
    pub fn dynamic(&self, name: &str) -> Result<DynHandle, Error> {
        dynamic(name, &*self.any(name)?)?;
        Ok(self.handle(name))
    }

    fn handle(&self, name: &str) -> DynHandle {
        DynHandle {
            store: self.clone(),
            name: name.into(),
        }
    }
}

impl StoreSnapshot {
    /// The dynamic table of this name as it was. Costs a snapshot of it.
    ///
    /// # Errors
    /// As [`Store::dynamic`].
    pub fn dynamic(&self, name: &str) -> Result<DynSnapshot, Error> {
        Ok(dynamic(name, &*self.any(name)?)?.snapshot())
    }
}

impl Transaction {
    /// The dynamic table of this name, as this transaction sees it, to read and to write: with every verb of [`DynTable`].
    ///
    /// # Errors
    /// As [`Store::dynamic`].
    pub fn dynamic(&mut self, name: &str) -> Result<&mut DynTable, Error> {
        dynamic_mut(name, self.any(name)?)
    }
}

impl DynHandle {
    /// The table's name in the store.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The store that the table is in.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The table as it is now, with every read. Waits for no writer.
    ///
    /// # Errors
    /// [`Error::NoTable`], [`Error::WrongType`].
    pub fn snapshot(&self) -> Result<DynSnapshot, Error> {
        self.store.snapshot().dynamic(&self.name)
    }

    /// As [`DynTable::append`].
    ///
    /// # Errors
    /// [`NotWritten`], with every batch, where a row breaks a rule or a reference.
    pub fn append(&self, rows: impl IntoBatches) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::append())
    }

    /// As [`DynTable::replace`].
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn replace(&self, rows: impl IntoBatches) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::replace())
    }

    /// As [`DynTable::merge`].
    ///
    /// # Errors
    /// As [`append`](Self::append); also where two rows have one key.
    pub fn merge(&self, rows: impl IntoBatches) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::merge())
    }

    /// As [`DynTable::write`]. Where a row breaks a reference, the report names it by its place in the table as it would be.
    ///
    /// # Errors
    /// [`NotWritten`], with every batch.
    pub fn write(
        &self,
        rows: impl IntoBatches,
        request: impl Into<DynWrite>,
    ) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        let given = rows.into_batches()?;
        let request = request.into();
        let written = self.edit(|table| table.write(given.clone(), request));
        written.map_err(|error| NotWritten { rows: given, error })
    }

    /// As [`DynTable::append_rows`].
    ///
    /// # Errors
    /// [`NotWritten`], with every row, where one breaks a rule or a reference.
    pub fn append_rows<R: Serialize>(
        &self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::append())
    }

    /// As [`DynTable::replace_rows`].
    ///
    /// # Errors
    /// As [`append_rows`](Self::append_rows).
    pub fn replace_rows<R: Serialize>(
        &self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::replace())
    }

    /// As [`DynTable::merge_rows`].
    ///
    /// # Errors
    /// As [`append_rows`](Self::append_rows); also where two rows have one key.
    pub fn merge_rows<R: Serialize>(
        &self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::merge())
    }

    /// As [`DynTable::write_rows`].
    ///
    /// # Errors
    /// [`NotWritten`], with every row.
    pub fn write_rows<R: Serialize>(
        &self,
        rows: impl IntoIterator<Item = R>,
        request: impl Into<DynWrite>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        let rows: Vec<R> = rows.into_iter().collect();
        let request = request.into();
        let written = self.edit(|table| table.write_serialized(&rows, &request));
        written.map_err(|error| NotWritten { rows, error })
    }

    /// As [`DynTable::delete_where`]. What references deleted rows is deleted or unset, as its `on_delete` says.
    ///
    /// # Errors
    /// As [`DynTable::delete_where`]; [`Error::Rejected`] where a row is referenced with `on_delete = restrict`.
    pub fn delete_where(&self, condition: impl IntoCondition) -> Result<Written, Error> {
        self.edit(|table| table.delete_where(condition))
    }

    /// Runs any writes to the table as one commit.
    ///
    /// # Errors
    /// What `edit` returns, as an [`Error`]; also where rows break a reference. The store is as it was.
    pub fn edit<A, E: Into<Error>>(
        &self,
        edit: impl FnOnce(&mut DynTable) -> Result<A, E>,
    ) -> Result<A, Error> {
        self.store.edit_any(&self.name, |table| {
            edit(dynamic_mut(&self.name, table)?).map_err(Into::into)
        })
    }

    /// Says what rows may change of the schema unless a write says otherwise; what this does not say, is as the store's says.
    ///
    /// # Errors
    /// [`Error::NoTable`], [`Error::WrongType`].
    pub fn set_contract(&self, contract: Contract) -> Result<(), Error> {
        self.edit(|table| {
            table.set_contract(contract.or(self.store.contract()));
            Ok::<_, Error>(())
        })
    }
}

fn dynamic<'a>(name: &str, table: &'a dyn AnyTable) -> Result<&'a DynTable, Error> {
    let found = (table as &dyn Any).downcast_ref();
    found.ok_or_else(|| wrong_type(name, table))
}

fn dynamic_mut<'a>(name: &str, table: &'a mut dyn AnyTable) -> Result<&'a mut DynTable, Error> {
    if !(&*table as &dyn Any).is::<DynTable>() {
        return Err(wrong_type(name, table));
    }
    let found = (table as &mut dyn Any).downcast_mut();
    found.ok_or_else(|| Error::NoTable {
        name: name.to_owned(),
        tables: Vec::new(),
    })
}

fn wrong_type(name: &str, table: &dyn AnyTable) -> Error {
    Error::WrongType {
        name: name.to_owned(),
        asked_for: "DynTable",
        diff: Box::new(table.schema().diff(table.schema())),
    }
}

impl fmt::Debug for DynHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DynHandle").field(&self.name).finish()
    }
}
