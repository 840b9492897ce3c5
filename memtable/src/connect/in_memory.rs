use std::fmt;
use std::marker::PhantomData;

use crate::connect::convert::converted;
use crate::connect::read::ReadPlan;
use crate::connect::rows::StructRows;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::store::{Store, TableHandle, typed_write};
use crate::write::{WriteRequest, Written};

/// A table of a store as source and destination, with the requests that it was set up with: what `connector: in_memory`
/// makes. A [`TableHandle`] is a source and a destination of its own, without any.
pub struct InMemory<R> {
    store: Store,
    table: String,
    read: ReadRequest,
    write: WriteRequest,
    when_missing: WhenMissing,
    schemas: Schemas,
    rows: PhantomData<fn() -> R>,
}

/// How rows are held against the schema of a table that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Schemas {
    /// Before the first row, once for all.
    #[default]
    Validated,
    /// Row by row, by their values.
    ByValue,
}

/// What a write does where the table is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WhenMissing {
    #[default]
    Create,
    Refuse,
}

impl<R: MemTable + Send + Sync + 'static> InMemory<R> {
    /// The table of this name, which the first write makes where it is not there.
    pub fn new(store: &Store, table: impl Into<String>) -> Self {
        InMemory {
            store: store.clone(),
            table: table.into(),
            read: ReadRequest::default(),
            write: WriteRequest::default(),
            when_missing: WhenMissing::default(),
            schemas: Schemas::default(),
            rows: PhantomData,
        }
    }

    /// What is read of it.
    #[must_use]
    pub fn reading(mut self, request: ReadRequest) -> Self {
        self.read = request;
        self
    }

    /// How it is written to.
    #[must_use]
    pub fn writing(mut self, request: WriteRequest) -> Self {
        self.write = request;
        self
    }

    /// A write to a table that is not there is an error, and the table stays absent.
    #[must_use]
    pub const fn must_exist(mut self) -> Self {
        self.when_missing = WhenMissing::Refuse;
        self
    }

    /// Where the table has rows of another type, rows are written by their values, column by column; those that do not fit are
    /// an error that tells them all. Else another type is an error before the first row.
    #[must_use]
    pub const fn by_value(mut self) -> Self {
        self.schemas = Schemas::ByValue;
        self
    }

    /// The table, made where it is not there and may be.
    fn table(&self) -> Result<TableHandle<R>, Error> {
        match (self.store.table(&self.table), self.when_missing) {
            (Err(Error::NoTable { .. }), WhenMissing::Create) => self.store.create(&self.table),
            (found, _) => found,
        }
    }
}

impl<R: MemTable + Send + Sync + 'static> InMemory<R> {
    fn write_by_value(&self, rows: &[R], request: &WriteRequest) -> Result<Written, Error> {
        let accessors = R::accessors();
        let values = rows
            .iter()
            .map(|row| accessors.iter().map(|accessor| (accessor.value)(row)));
        let title = Destination::name(self);
        let values = converted(&title, R::SCHEMA, &self.store.schema(&self.table)?, values)?;
        self.store.write_values(&self.table, values, request)
    }
}

impl<R: MemTable + Send + Sync + 'static> Source for InMemory<R> {
    type Row = R;

    fn name(&self) -> String {
        format!("table {}", self.table)
    }

    fn check(&self) -> Result<(), Error> {
        self.store.table::<R>(&self.table)?;
        ReadPlan::of(&Source::name(self), &self.read, StructRows::<R>::new()).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.store.schema(&self.table)
    }

    fn request(&self) -> ReadRequest {
        self.read.clone()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, R>, Error> {
        read_table(&self.store.table(&self.table)?, request)
    }
}

impl<R: MemTable + Send + Sync + 'static> Destination for InMemory<R> {
    type Row = R;

    fn name(&self) -> String {
        format!("table {}", self.table)
    }

    fn check(&self) -> Result<(), Error> {
        match (self.store.table::<R>(&self.table), self.when_missing) {
            (Ok(_), _) | (Err(Error::NoTable { .. }), WhenMissing::Create) => {}
            (Err(Error::WrongType { .. }), _) if self.schemas == Schemas::ByValue => return Ok(()),
            (Err(error), _) => return Err(error),
        }
        typed_write::<R>(&Destination::name(self), &self.write).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(R::SCHEMA.clone())
    }

    fn request(&self) -> WriteRequest {
        self.write.clone()
    }

    fn write(&self, batches: Batches<'_, R>, request: &WriteRequest) -> Result<Written, Error> {
        // The rows first: where they cannot be read, no table is made.
        let rows = batches.into_rows()?;
        match (self.table(), self.schemas) {
            (Err(Error::WrongType { .. }), Schemas::ByValue) => self.write_by_value(&rows, request),
            (table, _) => {
                let write = typed_write(&Destination::name(self), request)?;
                Ok(table?.write(rows, write)?.written)
            }
        }
    }
}

impl<R: MemTable + Send + Sync + 'static> Source for TableHandle<R> {
    type Row = R;

    fn name(&self) -> String {
        format!("table {}", TableHandle::name(self))
    }

    fn check(&self) -> Result<(), Error> {
        self.snapshot().map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(R::SCHEMA.clone())
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, R>, Error> {
        read_table(self, request)
    }
}

impl<R: MemTable + Send + Sync + 'static> Destination for TableHandle<R> {
    type Row = R;

    fn name(&self) -> String {
        Source::name(self)
    }

    fn check(&self) -> Result<(), Error> {
        self.snapshot().map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(R::SCHEMA.clone())
    }

    fn write(&self, batches: Batches<'_, R>, request: &WriteRequest) -> Result<Written, Error> {
        let write = typed_write(&Source::name(self), request)?;
        Ok(TableHandle::write(self, batches.into_rows()?, write)?.written)
    }
}

fn read_table<'a, R: MemTable + Send + Sync + 'static>(
    table: &TableHandle<R>,
    request: &ReadRequest,
) -> Result<Batches<'a, R>, Error> {
    let plan = ReadPlan::of(&Source::name(table), request, StructRows::<R>::new())?;
    Ok(plan.batches(&*table.snapshot()?))
}

/// Rows at hand, as a source.
#[derive(Clone)]
pub struct RowsSource<R> {
    rows: Vec<R>,
}

impl<R: MemTable> RowsSource<R> {
    /// A source of these rows.
    pub fn new(rows: impl IntoIterator<Item = R>) -> Self {
        RowsSource {
            rows: rows.into_iter().collect(),
        }
    }
}

impl<R: MemTable> Source for RowsSource<R> {
    type Row = R;

    fn name(&self) -> String {
        format!("{} rows", self.rows.len())
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(R::SCHEMA.clone())
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, R>, Error> {
        let plan = ReadPlan::of(R::NAME, request, StructRows::<R>::new())?;
        Ok(plan.batches(&self.rows))
    }
}

impl<R> fmt::Debug for InMemory<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InMemory").field(&self.table).finish()
    }
}

impl<R> fmt::Debug for RowsSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowsSource({})", self.rows.len())
    }
}
