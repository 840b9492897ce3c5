use std::collections::HashSet;

use arrow_array::{BooleanArray, RecordBatch};
use arrow_schema::ArrowError;
use arrow_select::filter::filter_record_batch;

use crate::dynamic::contract::Source;
use crate::dynamic::load::Json;
use crate::dynamic::table::{DynSnapshot, DynTable};
use crate::error::Error;
use crate::schema::Schema;
use crate::validate::Cells;

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

/// What comes to be written.
#[derive(Clone, Copy)]
pub(in crate::dynamic) enum Incoming<'a> {
    Batches(&'a [RecordBatch]),
    /// Rows of values by name, which [`cells_of_rows`](super::cells_of_rows) has checked.
    Rows(&'a [Cells]),
}

impl Incoming<'_> {
    /// How many rows there are in each batch.
    pub(in crate::dynamic) fn sizes(self) -> Vec<usize> {
        match self {
            Incoming::Batches(batches) => batches.iter().map(RecordBatch::num_rows).collect(),
            Incoming::Rows(rows) => vec![rows.len()],
        }
    }

    pub(in crate::dynamic) fn sources(self, table: &Schema) -> Result<Vec<Source>, Error> {
        match self {
            Incoming::Batches(batches) => Source::of_batches(table, batches),
            Incoming::Rows(rows) => Source::of_rows(table, rows),
        }
    }

    /// The rows at these positions, in order, as they came.
    pub(super) fn rows_at(
        self,
        table: &Schema,
        positions: &[usize],
    ) -> Result<Vec<RecordBatch>, Error> {
        let failed = |cause| Error::Arrow {
            table: table.name.to_string(),
            cause,
        };
        match self {
            _ if positions.is_empty() => Ok(Vec::new()),
            Incoming::Batches(batches) => {
                filtered(batches, positions).map_err(|cause| failed(cause.into()))
            }
            Incoming::Rows(rows) => {
                let rows: Vec<Cells> = positions.iter().map(|row| rows[*row].clone()).collect();
                let inferred = Json::new().infer_cells(&rows);
                let inferred = inferred.map_err(|cause| failed(cause.into()))?;
                Ok(inferred.batches)
            }
        }
    }
}

fn filtered(given: &[RecordBatch], positions: &[usize]) -> Result<Vec<RecordBatch>, ArrowError> {
    let is_taken: HashSet<usize> = positions.iter().copied().collect();
    let mut first = 0;
    let mut batches = Vec::new();
    for batch in given {
        let rows = first..first + batch.num_rows();
        first = rows.end;
        let mask: BooleanArray = rows.map(|row| Some(is_taken.contains(&row))).collect();
        if mask.true_count() > 0 {
            batches.push(filter_record_batch(batch, &mask)?);
        }
    }
    Ok(batches)
}
