//! Tables of Parquet files.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::dynamic::DynTable;
use crate::dynamic::load::{Input, LoadError, arrow};
use crate::dynamic::rule::Functions;

impl DynTable {
    /// A table of a Parquet file: its schema is the one in the file's metadata, where this library wrote it, and else that of its
    /// Arrow types. Costs the bytes of the file in memory beside the table.
    ///
    /// # Errors
    /// [`LoadError::Read`] and [`LoadError::Arrow`] where it cannot be read as Parquet, or has a column of a type that no column type
    /// stands for; [`LoadError::NotWritten`] where rows break the rules of the metadata, or a custom rule of it has no function:
    /// [`from_parquet_with`](Self::from_parquet_with) takes these.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    /// use memtable::dynamic::load::LoadError;
    ///
    /// let refused = DynTable::from_parquet(b"no parquet");
    /// assert!(matches!(refused, Err(LoadError::Arrow(_))));
    /// ```
    pub fn from_parquet<'a>(input: impl Into<Input<'a>>) -> Result<Self, LoadError> {
        DynTable::from_parquet_with(input, Functions::new())
    }

    /// As [`from_parquet`](Self::from_parquet), with the functions that custom rules of the metadata name.
    ///
    /// # Errors
    /// As [`from_parquet`](Self::from_parquet).
    pub fn from_parquet_with<'a>(
        input: impl Into<Input<'a>>,
        functions: Functions,
    ) -> Result<Self, LoadError> {
        let input = input.into();
        let name = input.name();
        let bytes = Bytes::from(input.read()?.into_owned());
        let (schema, batches) = read(bytes)?;
        arrow::of_schema(&schema, &name, (batches, functions))
    }
}

/// What the reader makes of the bytes. It indexes what it reads without a look at places, and panics where a file says what is not
/// so: that is an error like any other.
fn read(bytes: Bytes) -> Result<(SchemaRef, Vec<RecordBatch>), LoadError> {
    let read = move || {
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(failed)?;
        let schema = builder.schema().clone();
        let reader = builder.build().map_err(failed)?;
        let batches: Result<Vec<RecordBatch>, _> = reader.collect();
        Ok((schema, batches.map_err(failed)?))
    };
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read,
        Err(_) => Err(LoadError::Arrow(
            "the file is damaged: the Parquet reader gave up on it".into(),
        )),
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> LoadError {
    LoadError::Arrow(Box::new(error))
}
