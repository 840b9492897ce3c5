//! Rows as record batches.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType as ArrowType, Field, Schema as ArrowSchema, SchemaRef};

use crate::dynamic::arrow_type::{self, common};
use crate::dynamic::cell::{self, NotHeld};
use crate::record::{Accessor, MemTable};
use crate::schema::{Column, Value};
use crate::table::Snapshot;

impl<R: MemTable> Snapshot<R> {
    /// The rows as one record batch, whose metadata hold the whole schema.
    ///
    /// Cost: all cells.
    ///
    /// # Errors
    /// [`NotHeld`] for a value that no Arrow type of the column holds without loss: see [`cell::array`].
    ///
    /// ```
    /// use memtable::dynamic::arrow_type;
    /// use memtable::{MemTable, Table};
    ///
    /// #[derive(MemTable, Clone, Debug, PartialEq)]
    /// struct User {
    ///     #[memtable(primary_key)]
    ///     id: u32,
    ///     #[memtable(range(..=150))]
    ///     age: Option<u8>,
    /// }
    ///
    /// let users = Table::from_rows([User { id: 7, age: Some(34) }, User { id: 8, age: None }])?;
    /// let batch = users.to_batch()?;
    /// assert_eq!(arrow_type::from_arrow(batch.schema_ref(), "")?, *User::SCHEMA);
    /// assert!(Table::<User>::from_batches([&batch])?.iter().eq(users.iter()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// See also: [`Table::from_batches`](crate::Table::from_batches), the way back; [`to_batches`](Self::to_batches), for tables of
    /// more than 2 GiB in a column.
    pub fn to_batch(&self) -> Result<RecordBatch, NotHeld> {
        batch_of(self.iter())
    }

    /// The rows as record batches of at most so many rows, all of one Arrow schema. There is at least one, and a batch has at
    /// least one row, unless the table is empty.
    ///
    /// # Errors
    /// As [`to_batch`](Self::to_batch).
    pub fn to_batches(&self, rows_per_batch: usize) -> Result<Vec<RecordBatch>, NotHeld> {
        let rows: Vec<&R> = self.iter().collect();
        let size = rows_per_batch.max(1);
        let parts = rows.chunks(size).enumerate();
        let parts: Vec<Vec<ArrayRef>> = parts
            .map(|(nth, rows)| arrays(rows, nth * size))
            .collect::<Result<_, _>>()?;
        if parts.is_empty() {
            return Ok(vec![self.to_batch()?]);
        }
        let parts = alike(R::SCHEMA.columns.as_ref(), parts)?;
        let sizes = rows.chunks(size).map(<[_]>::len);
        let batches = parts.iter().zip(sizes);
        batches
            .map(|(arrays, n_rows)| in_batch::<R>(arrays, n_rows))
            .collect()
    }
}

/// Rows as one record batch, whether they keep the rules or not.
///
/// # Errors
/// As [`Snapshot::to_batch`].
///
/// ```
/// use memtable::MemTable;
/// use memtable::dynamic::batch_of;
/// use memtable::dynamic::rule::{Functions, Rules};
///
/// #[derive(MemTable, Clone, Debug)]
/// struct User {
///     #[memtable(range(..=150))]
///     age: u8,
/// }
///
/// let batch = batch_of(&[User { age: 34 }, User { age: 212 }])?;
/// let rules = Rules::new(User::SCHEMA, &Functions::new())?;
/// assert_eq!(rules.check(&batch)?.rows(), [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn batch_of<'r, R: MemTable + 'r>(
    rows: impl IntoIterator<Item = &'r R>,
) -> Result<RecordBatch, NotHeld> {
    let rows: Vec<&R> = rows.into_iter().collect();
    in_batch::<R>(&arrays(&rows, 0)?, rows.len())
}

/// The columns of these rows, the first of which is called `first` in a fault.
fn arrays<R: MemTable>(rows: &[&R], first: usize) -> Result<Vec<ArrayRef>, NotHeld> {
    let columns = R::SCHEMA.columns.iter().zip(R::accessors());
    let array = |(column, accessor): (&Column, Accessor<R>)| {
        let values: Vec<Value> = rows.iter().map(|row| (accessor.value)(row)).collect();
        cell::array(column, &values)
    };
    let arrays: Result<_, NotHeld> = columns.map(array).collect();
    arrays.map_err(|fault| {
        let row = first + fault.row;
        NotHeld { row, ..fault }
    })
}

/// The arrays of each column in one Arrow type.
pub(crate) fn alike(
    columns: &[Column],
    mut parts: Vec<Vec<ArrayRef>>,
) -> Result<Vec<Vec<ArrayRef>>, NotHeld> {
    for (place, column) in columns.iter().enumerate() {
        let types = parts.iter().map(|arrays| arrays[place].data_type().clone());
        let Some(all) = types
            .map(Some)
            .reduce(|all, other| common(&all?, &other?))
            .flatten()
        else {
            let problem = "needs other digits or units in one batch than in another".into();
            return Err(NotHeld {
                row: 0,
                column: column.name.to_string(),
                value: String::new(),
                problem,
            });
        };
        for arrays in &mut parts {
            arrays[place] = cell::widen(&arrays[place], column, &all)?;
        }
    }
    Ok(parts)
}

fn in_batch<R: MemTable>(arrays: &[ArrayRef], n_rows: usize) -> Result<RecordBatch, NotHeld> {
    let types = arrays.iter().map(|array| array.data_type().clone());
    let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
    let batch =
        RecordBatch::try_new_with_options(arrow_schema::<R>(types), arrays.to_vec(), &options);
    batch.map_err(|error| NotHeld {
        row: 0,
        column: R::NAME.to_owned(),
        value: String::new(),
        problem: error.to_string().into(),
    })
}

fn arrow_schema<R: MemTable>(types: impl Iterator<Item = ArrowType>) -> SchemaRef {
    let columns = R::SCHEMA.columns.iter().zip(types);
    let fields: Vec<Field> = columns
        .map(|(column, arrow)| arrow_type::field_as(column, arrow))
        .collect();
    let metadata = arrow_type::metadata(R::SCHEMA);
    Arc::new(ArrowSchema::new_with_metadata(fields, metadata))
}
