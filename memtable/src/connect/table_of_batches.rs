use crate::connect::batch_row::{BatchRow, batches_of_rows};
use crate::connect::dyn_table::{check, read};
use crate::connect::in_memory::WhenMissing;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::dynamic::{Contract, DynOutcome, DynTable, DynWrite, columns_of};
use crate::error::Error;
use crate::schema::Schema;
use crate::store::Store;
use crate::write::{WriteRequest, Written};

/// A table of a store, by name, as source and destination of rows of record batches.
///
/// A dynamic table is read without a copy of its cells; of a typed one, each column is copied. Written to are dynamic tables
/// alone: one that is not there is made by the first write, with the columns of the rows.
///
/// ```
/// use memtable::connect::{Source, TableOfBatches};
/// use memtable::dynamic::{Contract, DynTable, OnChange};
/// use memtable::Store;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::new();
/// let events = TableOfBatches::new(&store, "events").contract(Contract::new().columns(OnChange::Evolve));
///
/// DynTable::from_csv(b"id,at\n7,2026-01-31\n")?.write_to(&events)?;
/// DynTable::from_csv(b"id,at,by\n8,2026-02-01,ann\n")?.write_to(&events)?;
///
/// let columns: Vec<String> = store.schema("events")?.columns.iter().map(ToString::to_string).collect();
/// assert_eq!(columns, ["id: int64", "at: date", "by: text?"]);
/// # Ok(())
/// # }
/// ```
///
/// See also: [`DynHandle`](crate::dynamic::DynHandle), a source and a destination of its own for a table that is there.
#[derive(Clone, Debug)]
pub struct TableOfBatches {
    store: Store,
    table: String,
    read: ReadRequest,
    write: WriteRequest,
    contract: Contract,
    when_missing: WhenMissing,
}

impl TableOfBatches {
    /// The table of this name.
    pub fn new(store: &Store, table: impl Into<String>) -> Self {
        TableOfBatches {
            store: store.clone(),
            table: table.into(),
            read: ReadRequest::default(),
            write: WriteRequest::default(),
            contract: Contract::new(),
            when_missing: WhenMissing::default(),
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

    /// What rows may change of its schema; what this does not say, the table's own contract says.
    #[must_use]
    pub const fn contract(mut self, contract: Contract) -> Self {
        self.contract = contract;
        self
    }

    /// A write to a table that is not there is an error, and the table stays absent.
    #[must_use]
    pub const fn must_exist(mut self) -> Self {
        self.when_missing = WhenMissing::Refuse;
        self
    }

    /// Writes rows, with all that the write hands back. A table that is not there is made of this schema.
    pub(super) fn write_to(
        &self,
        batches: Batches<'_, BatchRow>,
        request: &WriteRequest,
        made_of: Option<&Schema>,
    ) -> Result<DynOutcome, Error> {
        let mut of_rows = None;
        let batches = batches.inspect(|batch| {
            let first = batch.as_ref().ok().and_then(|rows| rows.first());
            if let (Some(row), None) = (first, &of_rows) {
                of_rows = Some(row.schema().clone());
            }
        });
        let batches = batches_of_rows(Batches::new(batches))?;
        let write = DynWrite::from(request.clone()).contract(self.contract);
        match (self.store.dynamic(&self.table), self.when_missing) {
            (Err(Error::NoTable { .. }), WhenMissing::Create) => {
                let name = self.table.clone();
                let Some(schema) = made_of.cloned().or(of_rows) else {
                    // No rows, and so no columns: there is nothing to make a table of.
                    return Ok(DynTable::new(Schema::new(name))?.append(batches)?);
                };
                let mut table = DynTable::new(Schema {
                    name: name.into(),
                    ..schema
                })?;
                let contract = self.contract.or(self.store.contract());
                let outcome = table.write(batches, write.contract(contract))?;
                self.store.add_dynamic(&self.table, table)?;
                Ok(outcome)
            }
            (handle, _) => Ok(handle?.write(batches, write)?),
        }
    }

    fn title(&self) -> String {
        format!("table {}", self.table)
    }
}

impl Source for TableOfBatches {
    type Row = BatchRow;

    fn name(&self) -> String {
        self.title()
    }

    fn check(&self) -> Result<(), Error> {
        let empty = self.store.any(&self.table)?.emptied();
        check(&columns_of(&*empty)?, &self.read)
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.store.schema(&self.table)
    }

    fn request(&self) -> ReadRequest {
        self.read.clone()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, BatchRow>, Error> {
        read(&columns_of(&*self.store.any(&self.table)?)?, request)
    }
}

impl Destination for TableOfBatches {
    type Row = BatchRow;

    fn name(&self) -> String {
        self.title()
    }

    fn check(&self) -> Result<(), Error> {
        match (self.store.dynamic(&self.table), self.when_missing) {
            (Err(Error::NoTable { .. }), WhenMissing::Create) => Ok(()),
            (found, _) => found.map(drop),
        }
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.store.schema(&self.table)
    }

    fn request(&self) -> WriteRequest {
        self.write.clone()
    }

    fn write(
        &self,
        batches: Batches<'_, BatchRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        Ok(self.write_to(batches, request, None)?.written)
    }
}
