use arrow_array::RecordBatch;

use crate::dynamic::table::{DynSnapshot, DynTable};
use crate::error::Error;

/// What rows come in as: record batches, or a table that has some.
pub trait IntoBatches {
    /// The rows.
    ///
    /// # Errors
    /// Where a table cannot give its rows: see [`DynSnapshot::batches`].
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error>;
}

impl IntoBatches for RecordBatch {
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error> {
        Ok(vec![self])
    }
}

impl IntoBatches for Vec<RecordBatch> {
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error> {
        Ok(self)
    }
}

impl<const N: usize> IntoBatches for [RecordBatch; N] {
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error> {
        Ok(self.into())
    }
}

impl IntoBatches for &DynSnapshot {
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error> {
        self.batches()
    }
}

impl IntoBatches for &DynTable {
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error> {
        self.batches()
    }
}

impl IntoBatches for DynTable {
    fn into_batches(self) -> Result<Vec<RecordBatch>, Error> {
        self.batches()
    }
}
