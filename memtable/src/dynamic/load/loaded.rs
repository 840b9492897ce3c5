use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema::{Field, Schema as ArrowSchema, SchemaRef};

use crate::dynamic::arrow_type;
use crate::dynamic::infer::{Inference, Part, Policy};
use crate::dynamic::load::LoadError;
use crate::dynamic::load::batch::{Batch, Batches};
use crate::dynamic::load::column::{Column, arrow, arrow_of};
use crate::schema::Schema;

/// Rows of a schema that was inferred from them, and why it is as it is.
#[derive(Debug)]
pub(crate) struct Inferred {
    pub(crate) schema: Schema,
    /// Each has the columns of the schema.
    pub(crate) batches: Vec<RecordBatch>,
    pub(crate) inference: Inference,
}

/// What can read a batch once more.
pub(crate) trait Again {
    /// The columns, in the order in which they were found.
    fn columns(&mut self) -> &mut Vec<Column>;

    /// Reads the rows of the batch into the columns that are wanted.
    fn again(&mut self, batch: &Batch) -> Result<(), LoadError>;
}

/// The columns in this order as a table: cells that were read as another type than that of their column in the end are read
/// again.
pub(crate) fn assemble(
    (name, policy): (String, &Policy),
    order: Vec<usize>,
    (batches, reader): (Batches, &mut impl Again),
) -> Result<Inferred, LoadError> {
    let mut inference = Inference {
        n_rows: batches.n_rows,
        columns: Vec::new(),
    };
    let mut schema = Schema::new(name);
    let mut parts: Vec<(usize, Part)> = Vec::new();
    for idx in order {
        let column = &reader.columns()[idx];
        column.explain("", policy, &mut inference.columns);
        schema = schema.with_column(column.part().column());
        parts.push((idx, column.part()));
    }
    schema.verify()?;
    let fields: Vec<Field> = parts.iter().map(|(_, part)| field(part)).collect();
    let arrow_schema: SchemaRef = Arc::new(ArrowSchema::new(fields));
    let mut made = Vec::with_capacity(batches.done.len());
    for batch in batches.done {
        made.push(as_record_batch(batch, (&arrow_schema, &parts), reader)?);
    }
    Ok(Inferred {
        schema,
        batches: made,
        inference,
    })
}

fn field(part: &Part) -> Field {
    arrow_type::field_as(&part.column(), arrow_of(&part.target))
}

fn as_record_batch(
    mut batch: Batch,
    (schema, parts): (&SchemaRef, &[(usize, Part)]),
    reader: &mut impl Again,
) -> Result<RecordBatch, LoadError> {
    let mut arrays: Vec<Option<ArrayRef>> = Vec::with_capacity(parts.len());
    for (idx, part) in parts {
        arrays.push(match batch.built.get(*idx) {
            Some(Some(built)) => built.as_target(&part.target)?,
            Some(None) => None,
            // Found in a later batch.
            None => Some(new_null_array(&arrow_of(&part.target), batch.n_rows)),
        });
    }
    batch.built.clear();
    if arrays.iter().any(Option::is_none) {
        read_again(&batch, (&mut arrays, parts), reader)?;
    }
    let arrays: Vec<ArrayRef> = arrays.into_iter().flatten().collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.n_rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options).map_err(arrow)
}

/// The arrays that are missing.
fn read_again(
    batch: &Batch,
    (arrays, parts): (&mut [Option<ArrayRef>], &[(usize, Part)]),
    reader: &mut impl Again,
) -> Result<(), LoadError> {
    for (array, (idx, _)) in arrays.iter().zip(parts) {
        reader.columns()[*idx].is_wanted = array.is_none();
    }
    reader.again(batch)?;
    for (array, (idx, part)) in arrays.iter_mut().zip(parts) {
        let column = &mut reader.columns()[*idx];
        if !column.is_wanted {
            column.len = 0;
            continue;
        }
        if let Some(built) = column.finish()? {
            *array = built.as_target(&part.target)?;
        }
        debug_assert!(
            array.is_some(),
            "what all values are known of is read as it is"
        );
    }
    Ok(())
}
