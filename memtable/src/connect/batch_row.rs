//! Rows of record batches: what dynamic tables are read and written as.

use std::fmt;
use std::sync::Arc;

use arrow_array::{RecordBatch, UInt64Array};
use arrow_select::take::take_record_batch;

use crate::connect::Batches;
use crate::dynamic::{arrow_type, cell};
use crate::error::Error;
use crate::schema::{Schema, Value};

/// A row of a record batch. It is a place in the batch, which it shares with its neighbours: no value is copied until one is
/// [asked for](Self::get).
///
/// ```
/// use memtable::connect::{BatchRow, Source};
/// use memtable::dynamic::DynTable;
/// use memtable::{MemTable, Store, Value};
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "towns")]
/// struct Town { name: String }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let inferred = DynTable::from_csv(b"name,people\nBern,134591\nBiel,55206\n")?;
/// let towns = Store::new().create::<Town>("towns")?;
/// let is_large = |row: &BatchRow| row.get("people").is_some_and(|people| people > Value::from(100_000));
/// let name = |row: BatchRow| row.get("name").map_or(String::new(), |name| name.to_string());
///
/// Source::filter(inferred.snapshot(), is_large).map(|row| Town { name: name(row) }).write_to(&towns)?;
///
/// assert_eq!(towns.snapshot()?.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct BatchRow {
    of: Arc<OfBatch>,
    place: usize,
}

/// What the rows of a batch share.
struct OfBatch {
    schema: Arc<Schema>,
    batch: RecordBatch,
}

impl BatchRow {
    /// The rows of a batch, whose schema is the one in its metadata, where this library wrote it, and else that of its Arrow types.
    ///
    /// # Errors
    /// [`Error::Arrow`] where a column is of a type that no column type stands for.
    pub fn rows_of(batch: RecordBatch) -> Result<Vec<Self>, Error> {
        let schema = arrow_type::from_arrow(batch.schema_ref(), "rows");
        let schema = schema.map_err(|cause| Error::Arrow {
            table: String::from("rows"),
            cause: cause.into(),
        })?;
        let of = Arc::new(OfBatch {
            schema: Arc::new(schema),
            batch,
        });
        let places = 0..of.batch.num_rows();
        Ok(places.map(|place| of.row(place)).collect())
    }

    /// The value in the column of this name; none where there is no such column.
    pub fn get(&self, column: &str) -> Option<Value> {
        let idx = self.of.schema.column_idx(column)?;
        Some(self.value(idx))
    }

    /// The values of all columns, in the order of the schema.
    pub fn values(&self) -> Vec<Value> {
        let columns = 0..self.of.schema.columns.len();
        columns.map(|idx| self.value(idx)).collect()
    }

    /// What the columns are.
    pub fn schema(&self) -> &Schema {
        &self.of.schema
    }

    /// The batch that it is a row of.
    pub fn batch(&self) -> &RecordBatch {
        &self.of.batch
    }

    /// Its place in the batch, counted from 0.
    pub const fn place(&self) -> usize {
        self.place
    }

    fn value(&self, idx: usize) -> Value {
        let (array, column) = (self.of.batch.column(idx), &self.of.schema.columns[idx]);
        cell::value(array, column, self.place).unwrap_or(Value::Null)
    }
}

impl OfBatch {
    fn row(self: &Arc<Self>, place: usize) -> BatchRow {
        BatchRow {
            of: Arc::clone(self),
            place,
        }
    }
}

/// The rows of the batches, some at a time.
pub(super) fn rows_of_batches<'b>(
    schema: Schema,
    batches: Vec<RecordBatch>,
    batch_size: usize,
) -> Batches<'b, BatchRow> {
    let schema = Arc::new(schema);
    let of_batches = batches.into_iter().map(move |batch| {
        let schema = Arc::clone(&schema);
        Arc::new(OfBatch { schema, batch })
    });
    let mut rows = of_batches.flat_map(|of| {
        let places = 0..of.batch.num_rows();
        places.map(move |place| of.row(place))
    });
    let size = batch_size.max(1);
    Batches::new(std::iter::from_fn(move || {
        let batch: Vec<BatchRow> = rows.by_ref().take(size).collect();
        (!batch.is_empty()).then_some(Ok(batch))
    }))
}

/// The rows as record batches: windows on those that they are of where they stand in a row, and else copies.
pub(super) fn batches_of_rows(batches: Batches<'_, BatchRow>) -> Result<Vec<RecordBatch>, Error> {
    let mut runs: Vec<Run> = Vec::new();
    for batch in batches {
        for row in batch? {
            match runs.last_mut() {
                Some(run) if Arc::ptr_eq(&run.of, &row.of) => run.places.push(row.place as u64),
                _ => runs.push(Run {
                    places: vec![row.place as u64],
                    of: row.of,
                }),
            }
        }
    }
    runs.into_iter().map(Run::into_batch).collect()
}

/// Rows of one batch.
struct Run {
    of: Arc<OfBatch>,
    places: Vec<u64>,
}

impl Run {
    fn into_batch(self) -> Result<RecordBatch, Error> {
        let (batch, first) = (&self.of.batch, self.places[0]);
        let mut places = (first..).zip(&self.places);
        if places.all(|(next, place)| next == *place) {
            let first = usize::try_from(first).unwrap_or(usize::MAX);
            return Ok(batch.slice(first, self.places.len()));
        }
        let taken = take_record_batch(batch, &UInt64Array::from(self.places));
        taken.map_err(|cause| Error::Arrow {
            table: self.of.schema.name.to_string(),
            cause: cause.into(),
        })
    }
}

/// Two rows are equal where they have the same columns and values.
impl PartialEq for BatchRow {
    fn eq(&self, other: &Self) -> bool {
        let names = |row: &BatchRow| -> Vec<String> {
            let columns = row.of.schema.columns.iter();
            columns.map(|column| column.name.to_string()).collect()
        };
        names(self) == names(other) && self.values() == other.values()
    }
}

/// The columns with their values: `{id: 7, name: "Ann"}`.
impl fmt::Debug for BatchRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.of.schema.columns.iter().enumerate();
        let cells =
            columns.map(|(idx, column)| format!("{}: {}", column.name, self.value(idx).quoted()));
        write!(f, "{{{}}}", cells.collect::<Vec<_>>().join(", "))
    }
}
