//! Tables of Parquet files.

use arrow_array::RecordBatch;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::dynamic::DynTable;
use crate::dynamic::load::{Input, LoadError, arrow};

impl DynTable {
    /// A table of a Parquet file: its schema is the one in the file's metadata, where this library wrote it, and else that of its
    /// Arrow types. Costs the bytes of the file in memory beside the table.
    ///
    /// # Errors
    /// [`LoadError::Read`] and [`LoadError::Arrow`] where it cannot be read as Parquet, or has a column of a type that no column type
    /// stands for; [`LoadError::NotWritten`] where rows break the rules of the metadata.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    /// use memtable::dynamic::load::LoadError;
    ///
    /// let refused = DynTable::from_parquet(b"no parquet");
    /// assert!(matches!(refused, Err(LoadError::Arrow(_))));
    /// ```
    pub fn from_parquet<'a>(input: impl Into<Input<'a>>) -> Result<Self, LoadError> {
        let input = input.into();
        let name = input.name();
        let bytes = Bytes::from(input.read()?.into_owned());
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(failed)?;
        let schema = builder.schema().clone();
        let reader = builder.build().map_err(failed)?;
        let batches: Result<Vec<RecordBatch>, _> = reader.collect();
        arrow::of_schema(&schema, &name, batches.map_err(failed)?)
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> LoadError {
    LoadError::Arrow(Box::new(error))
}
