use crate::connect::read::ReadPlan;
use crate::connect::rows::ValueRows;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::store::Store;
use crate::write::{WriteRequest, Written};

/// A table of a store, whatever its rows are, as source and destination of values: columns by their places in its
/// [schema](Source::schema).
///
/// Reading costs a copy of every value; a write is the table's own, with its rules, once the values are rows of it.
///
/// ```
/// use memtable::connect::{Batches, Destination, ReadRequest, Source, TableOfValues};
/// use memtable::write::WriteRequest;
/// use memtable::{MemTable, Store, Value};
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "users")]
/// struct User {
///     #[memtable(primary_key)]
///     id: u64,
///     #[memtable(default = "active")]
///     status: String,
/// }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let store = Store::new();
/// store.create::<User>("users")?;
/// let users = TableOfValues::new(&store, "users");
///
/// let rows = vec![vec![Some(Value::from(7)), None]];
/// users.write(Batches::new([Ok(rows)]), &WriteRequest::append())?;
///
/// let read = users.read(&ReadRequest::new())?.next().transpose()?;
/// assert_eq!(read, Some(vec![vec![Some(Value::from(7)), Some(Value::from("active"))]]));
/// # Ok(())
/// # }
/// ```
///
/// See also: [`InMemory`](crate::connect::InMemory), whose rows are a struct's.
#[derive(Clone, Debug)]
pub struct TableOfValues {
    store: Store,
    table: String,
    read: ReadRequest,
    write: WriteRequest,
}

impl TableOfValues {
    /// The table of this name, which must be there when it is read or written.
    pub fn new(store: &Store, table: impl Into<String>) -> Self {
        TableOfValues {
            store: store.clone(),
            table: table.into(),
            read: ReadRequest::default(),
            write: WriteRequest::default(),
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
        let rows = batches.into_rows()?;
        self.store.write_values(&self.table, rows, request)
    }
}
