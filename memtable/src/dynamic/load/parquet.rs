//! Tables of Parquet files.

use std::error::Error as StdError;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;

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

fn read(bytes: Bytes) -> Result<(SchemaRef, Vec<RecordBatch>), LoadError> {
    let batches = ParquetBatches::open(bytes).map_err(LoadError::Arrow)?;
    let schema = batches.schema();
    let batches: Result<Vec<RecordBatch>, _> = batches.collect();
    Ok((schema, batches.map_err(LoadError::Arrow)?))
}

/// What the reader of Parquet makes of a file. It indexes what it reads without a look at places, and panics where a file says what
/// is not so: that is an error like any other here, and the last that comes.
pub(crate) struct ParquetBatches {
    schema: SchemaRef,
    /// None behind an error: what a panic leaves is not used again.
    reader: Option<ParquetRecordBatchReader>,
}

/// Why a file cannot be read.
type Cause = Box<dyn StdError + Send + Sync>;

#[derive(Debug, thiserror::Error)]
#[error("the file is damaged: the Parquet reader gave up on it")]
struct Damaged;

impl ParquetBatches {
    pub(crate) fn open(input: impl ChunkReader + 'static) -> Result<Self, Cause> {
        guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(input)?;
            Ok(ParquetBatches {
                schema: builder.schema().clone(),
                reader: Some(builder.build()?),
            })
        })
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

impl Iterator for ParquetBatches {
    type Item = Result<RecordBatch, Cause>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = self.reader.take()?;
        let read = guarded(|| Ok(reader.next().transpose()?));
        if matches!(read, Ok(Some(_))) {
            self.reader = Some(reader);
        }
        read.transpose()
    }
}

fn guarded<T>(read: impl FnOnce() -> Result<T, Cause>) -> Result<T, Cause> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(Damaged.into()))
}

#[cfg(test)]
mod tests {
    use super::{Cause, guarded};

    #[test]
    fn a_panic_of_the_reader_is_an_error() {
        let read = guarded(|| -> Result<(), Cause> { panic!("a place that is not there") });
        assert_eq!(
            read.unwrap_err().to_string(),
            "the file is damaged: the Parquet reader gave up on it"
        );
    }
}
