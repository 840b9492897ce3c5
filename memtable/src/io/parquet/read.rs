use std::error::Error as StdError;
use std::fs::File;
use std::path::Path;

use arrow_array::RecordBatch;

use crate::dynamic::arrow_type;
use crate::dynamic::cell::Cells;
use crate::dynamic::load::ParquetBatches;
use crate::error::Error;
use crate::io::targets::{Named, Target, targets};
use crate::io::{Make, ReadRows, RowBuilder, Unknown};
use crate::schema::Column;

/// Reads rows from a Parquet file, a batch at a time.
pub(crate) struct ParquetReader<M: Make> {
    input: String,
    batches: ParquetBatches,
    rows: RowBuilder<M>,
    /// The columns of the file, and where each goes.
    columns: Vec<(Column, Target)>,
    /// The cells of the batch at hand, column by column.
    cells: Vec<Cells>,
    n_rows: usize,
    /// The row that is next.
    place: usize,
}

impl<M: Make> ParquetReader<M> {
    pub(crate) fn open(
        path: &Path,
        mut rows: RowBuilder<M>,
        unknown: Unknown,
    ) -> Result<Self, Error> {
        let input = path.display().to_string();
        let file = File::open(path).map_err(|cause| Error::connector(input.clone(), cause))?;
        let batches = ParquetBatches::open(file);
        let batches = batches.map_err(|cause| Error::connector(input.clone(), cause))?;
        let schema = arrow_type::from_arrow(&batches.schema(), "");
        let schema = schema.map_err(|cause| Error::connector(input.clone(), cause))?;
        let named = schema.columns.iter().map(|column| Named {
            name: &column.name,
            column: &column.name,
        });
        let targets = targets(&mut rows, &named.collect::<Vec<_>>(), (None, unknown));
        let mut reader = ParquetReader {
            batches,
            input,
            rows,
            columns: schema.columns.iter().cloned().zip(targets).collect(),
            cells: Vec::new(),
            n_rows: 0,
            place: 0,
        };
        reader.check()?;
        Ok(reader)
    }

    fn failed(&self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        Error::connector(self.input.clone(), cause)
    }

    /// Takes the next batch in hand.
    fn take(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let columns = batch.columns().iter().zip(&self.columns);
        let cells = columns.map(|(array, (column, _))| Cells::new(array, column));
        let cells: Result<_, _> = cells.collect();
        self.cells = cells.map_err(|cause| self.failed(cause))?;
        (self.n_rows, self.place) = (batch.num_rows(), 0);
        Ok(())
    }
}

impl<M: Make> ReadRows for ParquetReader<M> {
    type Make = M;

    /// The rows are of no line.
    fn next(&mut self, rows: &mut Vec<M::Row>) -> Result<Option<u64>, Error> {
        while self.place == self.n_rows {
            let Some(batch) = self.batches.next() else {
                return Ok(None);
            };
            let batch = batch.map_err(|cause| self.failed(cause))?;
            self.take(&batch)?;
        }
        for (cells, (_, target)) in self.cells.iter().zip(&self.columns) {
            match target {
                Target::Column(column) => self.rows.convert(*column, cells.get(self.place)),
                Target::Unknown(name) if !cells.is_null(self.place) => {
                    self.rows.refuse_name(name.clone(), cells.get(self.place));
                }
                Target::Unknown(_) | Target::Ignored => {}
            }
        }
        self.place += 1;
        rows.extend(self.rows.finish(0));
        Ok(Some(0))
    }

    fn builder(&mut self) -> &mut RowBuilder<M> {
        &mut self.rows
    }

    fn input(&self) -> &str {
        &self.input
    }
}
