use crate::connect::in_memory::gathered;
use crate::connect::read::ReadPlan;
use crate::connect::rows::ValueRows;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::store::Store;
use crate::write::{WriteRequest, Written};

/// A table of a store, whatever its rows are, as source and destination of values.
pub(super) struct TableOfValues {
    store: Store,
    table: String,
    read: ReadRequest,
    write: WriteRequest,
}

impl TableOfValues {
    pub(super) fn new(store: &Store, table: impl Into<String>) -> Self {
        TableOfValues {
            store: store.clone(),
            table: table.into(),
            read: ReadRequest::default(),
            write: WriteRequest::default(),
        }
    }

    pub(super) fn reading(mut self, request: ReadRequest) -> Self {
        self.read = request;
        self
    }

    pub(super) fn writing(mut self, request: WriteRequest) -> Self {
        self.write = request;
        self
    }

    fn title(&self) -> String {
        format!("table {}", self.table)
    }
}

impl Source for TableOfValues {
    type Row = ValueRow;

    fn name(&self) -> String {
        self.title()
    }

    fn check(&self) -> Result<(), Error> {
        let rows = ValueRows::new(self.store.schema(&self.table)?);
        ReadPlan::of(&self.title(), &self.read, rows).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.store.schema(&self.table)
    }

    fn request(&self) -> ReadRequest {
        self.read.clone()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, ValueRow>, Error> {
        let table = self.store.values(&self.table)?;
        let rows = ValueRows::new(table.schema().clone());
        let plan = ReadPlan::of(&self.title(), request, rows)?;
        Ok(plan.batches(&table.rows()))
    }
}

impl Destination for TableOfValues {
    type Row = ValueRow;

    fn name(&self) -> String {
        self.title()
    }

    fn check(&self) -> Result<(), Error> {
        self.store.schema(&self.table).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.store.schema(&self.table)
    }

    fn request(&self) -> WriteRequest {
        self.write.clone()
    }

    fn write(
        &self,
        batches: Batches<'_, ValueRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        let rows = gathered(batches)?;
        self.store.write_values(&self.table, rows, request)
    }
}
