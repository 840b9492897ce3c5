use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema as ArrowSchema};

use crate::connect::batch_row::BatchRow;
use crate::connect::{Batches, ReadRequest, Source};
use crate::dynamic::{arrow_type, cell};
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::{Column, Default, Schema, Value};

/// A source of values as one of record batches: one for each batch.
pub(super) struct AsBatches(pub(super) Box<dyn Source<Row = ValueRow>>);

impl Source for AsBatches {
    type Row = BatchRow;

    fn name(&self) -> String {
        self.0.name()
    }

    fn check(&self) -> Result<(), Error> {
        self.0.check()
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.0.schema()
    }

    fn request(&self) -> ReadRequest {
        self.0.request()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, BatchRow>, Error> {
        let schema = self.0.schema()?;
        let batches = self.0.read(request)?;
        Ok(Batches::new(batches.map(move |rows| {
            BatchRow::rows_of(batch(&schema, &rows?).map_err(|cause| Error::Arrow {
                table: schema.name.to_string(),
                cause,
            })?)
        })))
    }
}

fn batch(
    schema: &Schema,
    rows: &[ValueRow],
) -> Result<RecordBatch, Box<dyn std::error::Error + Send + Sync>> {
    let mut columns: Vec<(Field, ArrayRef)> = Vec::with_capacity(schema.columns.len());
    for (idx, column) in schema.columns.iter().enumerate() {
        let cells = rows.iter().map(|row| row.get(idx).cloned().flatten());
        let values: Vec<Value> = cells
            .map(|cell| cell.unwrap_or_else(|| default(column)))
            .collect();
        let array = cell::array(column, &values)?;
        let nullable = column.clone().nullable();
        columns.push((
            arrow_type::field_as(&nullable, array.data_type().clone()),
            array,
        ));
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    let arrow = Arc::new(ArrowSchema::new(fields));
    Ok(RecordBatch::try_new_with_options(arrow, arrays, &options)?)
}

fn default(column: &Column) -> Value {
    match &column.default {
        Some(Default::Value(value)) => value.clone(),
        Some(Default::Expr(_)) | None => Value::Null,
    }
}
