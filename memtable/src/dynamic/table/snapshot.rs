use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType as ArrowType, Field, Schema as ArrowSchema, SchemaRef};

use crate::dynamic::arrow_type;
use crate::dynamic::keys::{Keys, Nulls};
use crate::dynamic::rule::{Functions, Rules};
use crate::dynamic::table::{DynRow, DynRows, Piece, Rows};
use crate::error::Error;
use crate::schema::Schema;
use crate::table::MemoryUsage;

/// A dynamic table as it was at one moment, and every read of a dynamic table.
///
/// A snapshot never changes. It shares its rows with the table that it was taken from, until one of them is written.
#[derive(Clone)]
pub struct DynSnapshot {
    pub(in crate::dynamic) schema: Arc<Schema>,
    pub(in crate::dynamic) arrow: SchemaRef,
    pub(in crate::dynamic) rows: Rows,
    pub(in crate::dynamic) keys: Keys,
    /// The rules of the schema, each made ready once.
    pub(in crate::dynamic) rules: Arc<Rules>,
}

impl DynSnapshot {
    pub(in crate::dynamic) fn empty(schema: Schema) -> Self {
        let schema = Arc::new(schema);
        DynSnapshot {
            rules: Arc::new(Rules::of_table(Arc::clone(&schema), Functions::new())),
            arrow: arrow_type::to_arrow(&schema),
            rows: Rows::default(),
            keys: Keys::new(&schema),
            schema,
        }
    }

    /// The table's schema.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The schema of the table's batches: see [`arrow_type`](crate::dynamic::arrow_type). A later write can ask for a wider
    /// type of one kind (more decimal places), and never changes what a column means.
    pub fn arrow_schema(&self) -> &SchemaRef {
        &self.arrow
    }

    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, in the order they were inserted, in batches of at most 2048.
    ///
    /// Costs pointers for rows as they were appended, and a copy of the others: those of chunks with updated or deleted rows.
    ///
    /// # Errors
    /// [`Error::Arrow`] where updated rows hold more than 2 GiB of text in one column of 2048 rows.
    pub fn batches(&self) -> Result<Vec<RecordBatch>, Error> {
        let batches = self.rows.pieces().map(|piece| piece?.batch(&self.arrow));
        let batches: Result<Vec<_>, ArrowError> = batches.collect();
        batches.map_err(|cause| self.failed(cause))
    }

    /// The rows, in the order they were inserted, one at a time.
    pub fn iter(&self) -> DynRows<'_> {
        DynRows::new(self)
    }

    /// The row at this position, counted from 0. Costs a visit of every chunk before it.
    pub fn row(&self, position: usize) -> Option<DynRow<'_>> {
        self.iter().nth(position)
    }

    /// The bytes that rows and keys take. Costs a visit of every chunk.
    pub fn memory_usage(&self) -> MemoryUsage {
        let cells: usize = self.rows.sources().map(Piece::bytes).sum();
        MemoryUsage {
            rows: self.len() * size_of::<u64>(),
            heap: cells,
            indexes: self.keys.bytes(),
        }
    }

    /// Whether a key of the schema is over these columns.
    pub(in crate::dynamic) fn has_unique(&self, columns: &[usize]) -> bool {
        let found = self.keys.find(columns, Nulls::AreFree);
        found.is_some_and(|key| self.keys.all()[key].is_unique())
    }

    /// The error of Arrow's, with the table that it is about.
    pub(in crate::dynamic) fn failed(
        &self,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Error {
        Error::Arrow {
            table: self.schema.name.to_string(),
            cause: cause.into(),
        }
    }

    /// One column of all rows, a batch at a time.
    pub(in crate::dynamic) fn column(&self, column: usize) -> Result<Vec<ArrayRef>, Error> {
        let arrays: Result<Vec<_>, ArrowError> = self.rows.column(column).collect();
        arrays.map_err(|cause| self.failed(cause))
    }
}

/// The Arrow schema of a table whose columns are of these Arrow types.
pub(in crate::dynamic) fn arrow_schema(
    schema: &Schema,
    types: impl IntoIterator<Item = ArrowType>,
) -> SchemaRef {
    let columns = schema.columns.iter().zip(types);
    let fields: Vec<Field> = columns
        .map(|(column, arrow)| arrow_type::field_as(column, arrow))
        .collect();
    let metadata = arrow_type::to_arrow(schema).metadata().clone();
    Arc::new(ArrowSchema::new_with_metadata(fields, metadata))
}

impl<'a> IntoIterator for &'a DynSnapshot {
    type Item = DynRow<'a>;
    type IntoIter = DynRows<'a>;

    fn into_iter(self) -> DynRows<'a> {
        self.iter()
    }
}

/// Two snapshots are equal where they have the same columns, and the same rows in the same order; `NaN` is the same as `NaN`.
impl PartialEq for DynSnapshot {
    fn eq(&self, other: &Self) -> bool {
        self.schema.columns == other.schema.columns
            && self.len() == other.len()
            && self.iter().zip(other).all(|(left, right)| left == right)
    }
}
