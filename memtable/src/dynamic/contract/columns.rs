use arrow_array::{Array, ArrayRef, RecordBatch};

use crate::dynamic::arrow_type::meaning;
use crate::dynamic::cell::Cells;
use crate::error::Error;
use crate::schema::{Column, Schema, Value};

/// A column of the rows that came, batch by batch.
pub(in crate::dynamic) struct Source {
    pub(super) name: String,
    /// The array of each batch, with what it holds; none in a batch that has not the column.
    pub(super) parts: Vec<Option<Part>>,
}

/// What one batch has of a column.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) array: ArrayRef,
    pub(super) column: Column,
}

impl Part {
    /// The values, one by one.
    pub(super) fn cells(&self, table: &Schema) -> Result<Cells, Error> {
        Cells::new(&self.array, &self.column).map_err(|cause| failed(table, cause))
    }
}

impl Source {
    /// The columns of all batches, each once, in the order of their first mention.
    pub(in crate::dynamic) fn of_batches(
        table: &Schema,
        batches: &[RecordBatch],
    ) -> Result<Vec<Source>, Error> {
        let mut sources: Vec<Source> = Vec::new();
        for (nth, batch) in batches.iter().enumerate() {
            for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
                let data_type = meaning(field).map_err(|cause| failed(table, cause))?;
                let part = Part {
                    array: array.clone(),
                    column: Column::new(field.name().clone(), data_type).nullable(),
                };
                let known = sources
                    .iter()
                    .position(|source| source.name == *field.name());
                let place = known.unwrap_or_else(|| {
                    let parts = vec![None; batches.len()];
                    sources.push(Source {
                        name: field.name().clone(),
                        parts,
                    });
                    sources.len() - 1
                });
                if sources[place].parts[nth].replace(part).is_some() {
                    return Err(Error::TwoColumns {
                        table: table.name.to_string(),
                        column: field.name().clone(),
                    });
                }
            }
        }
        Ok(sources)
    }

    /// Which rows are marked for deletion: `true` in a column of booleans, any value in another.
    pub(in crate::dynamic) fn marks(
        &self,
        table: &Schema,
        batches: &[RecordBatch],
    ) -> Result<Vec<bool>, Error> {
        let mut marks = Vec::new();
        for (part, batch) in self.parts.iter().zip(batches) {
            let Some(part) = part else {
                marks.resize(marks.len() + batch.num_rows(), false);
                continue;
            };
            let is_mark = |value| match value {
                Value::Bool(marked) => marked,
                value => value != Value::Null,
            };
            marks.extend(part.cells(table)?.iter().map(is_mark));
        }
        Ok(marks)
    }

    /// The values of all rows.
    pub(in crate::dynamic) fn values(
        &self,
        table: &Schema,
        batches: &[RecordBatch],
    ) -> Result<Vec<Value>, Error> {
        let mut values = Vec::new();
        for (part, batch) in self.parts.iter().zip(batches) {
            match part {
                Some(part) => values.extend(part.cells(table)?.iter()),
                None => values.resize(values.len() + batch.num_rows(), Value::Null),
            }
        }
        Ok(values)
    }

    pub(in crate::dynamic) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a row has no value here.
    pub(super) fn has_null(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| {
            part.as_ref()
                .is_none_or(|part| part.array.logical_null_count() > 0)
        })
    }
}

pub(super) fn failed(
    table: &Schema,
    cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Error {
    Error::Arrow {
        table: table.name.to_string(),
        cause: cause.into(),
    }
}
