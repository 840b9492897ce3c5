use std::fmt;
use std::marker::PhantomData;

use crate::connect::read::ReadPlan;
use crate::connect::typed_write::typed;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::store::{Store, TableHandle};
use crate::write::{WriteRequest, Written};

/// A table of a store as source and destination, with the requests that it was set up with: what `connector: in_memory`
/// makes. A [`TableHandle`] is a source and a destination of its own, without any.
pub struct InMemory<R> {
    store: Store,
    table: String,
    read: ReadRequest,
    write: WriteRequest,
    when_missing: WhenMissing,
    rows: PhantomData<fn() -> R>,
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

    /// The table, made where it is not there and may be.
    fn table(&self) -> Result<TableHandle<R>, Error> {
        match (self.store.table(&self.table), self.when_missing) {
            (Err(Error::NoTable { .. }), WhenMissing::Create) => self.store.create(&self.table),
            (found, _) => found,
        }
    }
}

impl<R: MemTable + Send + Sync + 'static> Source for InMemory<R> {
    type Row = R;

    fn name(&self) -> String {
        format!("table {}", self.table)
    }

    fn check(&self) -> Result<(), Error> {
        self.store.table::<R>(&self.table)?;
        ReadPlan::<R>::of(&Source::name(self), &self.read).map(drop)
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
            (Err(error), _) => return Err(error),
        }
        typed::<R>(&Destination::name(self), &self.write).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(R::SCHEMA.clone())
    }

    fn request(&self) -> WriteRequest {
        self.write.clone()
    }

    fn write(&self, batches: Batches<'_, R>, request: &WriteRequest) -> Result<Written, Error> {
        // The rows first: where they cannot be read, no table is made.
        let rows = gathered(batches)?;
        let write = typed(&Destination::name(self), request)?;
        Ok(self.table()?.write(rows, write)?.written)
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
        let write = typed(&Source::name(self), request)?;
        Ok(TableHandle::write(self, gathered(batches)?, write)?.written)
    }
}

fn read_table<'a, R: MemTable + Send + Sync + 'static>(
    table: &TableHandle<R>,
    request: &ReadRequest,
) -> Result<Batches<'a, R>, Error> {
    let plan = ReadPlan::of(&Source::name(table), request)?;
    Ok(plan.batches(&*table.snapshot()?))
}

/// All rows; those of a lone batch are not moved.
fn gathered<R>(mut batches: Batches<'_, R>) -> Result<Vec<R>, Error> {
    let mut rows = batches.next().transpose()?.unwrap_or_default();
    for batch in batches {
        rows.append(&mut batch?);
    }
    Ok(rows)
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
        let plan = ReadPlan::of(R::NAME, request)?;
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
