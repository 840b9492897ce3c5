use std::error::Error as StdError;
use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema as ArrowSchema};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::dynamic::load::ParquetBatches;
use crate::dynamic::{alike, arrow_type, cell};
use crate::error::Error;
use crate::io::WriteRows;
use crate::schema::{Schema, Value};

/// How many rows become arrays at a time.
const CHUNK: usize = 65_536;

/// Writes rows as Parquet: in the end, for the Arrow type of a column is known once all its values are.
pub(crate) struct ParquetWriter<O> {
    path: String,
    output: O,
    schema: Schema,
    /// The values of the rows that are no arrays yet, column by column.
    cells: Vec<Vec<Value>>,
    n_rows: usize,
    /// The sizes of the chunks, and their arrays.
    sizes: Vec<usize>,
    chunks: Vec<Vec<ArrayRef>>,
}

impl<O: Write + Send> ParquetWriter<O> {
    pub(crate) fn new(path: String, output: O, schema: Schema) -> Self {
        ParquetWriter {
            path,
            output,
            cells: vec![Vec::new(); schema.columns.len()],
            schema,
            n_rows: 0,
            sizes: Vec::new(),
            chunks: Vec::new(),
        }
    }

    /// Keeps the rows of a file, which are those before all others.
    pub(crate) fn keep(&mut self, file: &[u8]) -> Result<(), Error> {
        if file.is_empty() {
            return Ok(());
        }
        let batches = ParquetBatches::open(Bytes::copy_from_slice(file));
        let batches = batches.map_err(|cause| self.failed(cause))?;
        let found = arrow_type::from_arrow(&batches.schema(), "");
        self.check_columns(&found.map_err(|cause| self.failed(cause))?)?;
        for batch in batches {
            let batch = batch.map_err(|cause| self.failed(cause))?;
            let arrays = batch.columns().iter().zip(self.schema.columns.iter());
            let arrays = arrays.map(|(array, column)| cell::adopt(array, column));
            let arrays: Result<_, _> = arrays.collect();
            self.chunks
                .push(arrays.map_err(|cause| self.failed(cause))?);
            self.sizes.push(batch.num_rows());
        }
        Ok(())
    }

    fn check_columns(&self, found: &Schema) -> Result<(), Error> {
        let told = |schema: &Schema| -> Vec<String> {
            let columns = schema.columns.iter();
            columns
                .map(|column| format!("{}: {}", column.name, column.data_type))
                .collect()
        };
        let (found, wanted) = (told(found), told(&self.schema));
        if found == wanted {
            return Ok(());
        }
        let message = format!(
            "rows cannot be appended: the file has the columns `{}`, and the rows `{}`; replace the file, or name another",
            found.join(", "),
            wanted.join(", ")
        );
        Err(self.failed(message))
    }

    fn failed(&self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        Error::connector(self.path.clone(), cause)
    }

    fn end_chunk(&mut self) -> Result<(), Error> {
        let columns = self.schema.columns.iter().zip(&self.cells);
        let arrays = columns.map(|(column, values)| cell::array(column, values));
        let arrays: Result<Vec<_>, _> = arrays.collect();
        self.chunks
            .push(arrays.map_err(|cause| self.failed(cause))?);
        self.sizes.push(self.n_rows);
        self.n_rows = 0;
        self.cells.iter_mut().for_each(Vec::clear);
        Ok(())
    }

    /// The rows, as batches of one Arrow schema.
    fn batches(&mut self) -> Result<Vec<RecordBatch>, Error> {
        if self.n_rows > 0 || self.chunks.is_empty() {
            self.end_chunk()?;
        }
        let chunks = alike(&self.schema.columns, std::mem::take(&mut self.chunks));
        let chunks = chunks.map_err(|cause| self.failed(cause))?;
        let types = chunks.iter().take(1).flatten();
        let fields = self.schema.columns.iter().zip(types);
        let fields: Vec<Field> = fields
            .map(|(column, array)| arrow_type::field_as(column, array.data_type().clone()))
            .collect();
        let metadata = arrow_type::to_arrow(&self.schema).metadata().clone();
        let arrow = Arc::new(ArrowSchema::new_with_metadata(fields, metadata));
        let batches = chunks.into_iter().zip(&self.sizes).map(|(arrays, n_rows)| {
            let options = RecordBatchOptions::new().with_row_count(Some(*n_rows));
            RecordBatch::try_new_with_options(Arc::clone(&arrow), arrays, &options)
        });
        let batches: Result<_, _> = batches.collect();
        batches.map_err(|cause| self.failed(cause))
    }
}

impl<O: Write + Send> WriteRows for ParquetWriter<O> {
    fn row(&mut self, cells: impl Iterator<Item = Value>) -> Result<(), Error> {
        for (values, value) in self.cells.iter_mut().zip(cells) {
            values.push(value);
        }
        self.n_rows += 1;
        match self.n_rows {
            CHUNK => self.end_chunk(),
            _ => Ok(()),
        }
    }

    fn finish(mut self) -> Result<(), Error> {
        let batches = self.batches()?;
        let failed =
            |cause: Box<dyn StdError + Send + Sync>| Error::connector(self.path.clone(), cause);
        let Some(first) = batches.first() else {
            return Ok(());
        };
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let writer = ArrowWriter::try_new(self.output, first.schema(), Some(properties.build()));
        let mut writer = writer.map_err(|cause| failed(cause.into()))?;
        for batch in &batches {
            writer.write(batch).map_err(|cause| failed(cause.into()))?;
        }
        let mut output = writer.into_inner().map_err(|cause| failed(cause.into()))?;
        output.flush().map_err(|cause| failed(cause.into()))
    }
}
