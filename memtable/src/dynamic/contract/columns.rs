use std::iter::repeat_n;

use arrow_array::{Array, ArrayRef, RecordBatch};

use crate::dynamic::arrow_type::meaning;
use crate::dynamic::cell::Cells;
use crate::error::Error;
use crate::schema::{Column, DataType, Schema, Value};

/// A column of the rows that came, batch by batch.
pub(in crate::dynamic) struct Source {
    pub(super) name: String,
    /// What each batch has; none where it has not the column.
    pub(super) parts: Vec<Option<Part>>,
    /// Which rows have the column.
    pub(super) present: Present,
}

/// Which rows of a write have a column, by their positions.
#[derive(Clone, Debug)]
pub(in crate::dynamic) enum Present {
    Everywhere,
    Nowhere,
    In(Vec<bool>),
}

/// What one batch has of a column.
#[derive(Clone)]
pub(super) enum Part {
    /// An array, and the column that it is one of.
    Array(ArrayRef, Column),
    /// Values that were made in code, for a column that the table has.
    Values(Vec<Value>),
}

impl Part {
    /// The values, one by one.
    pub(super) fn values(&self, table: &Schema) -> Result<Vec<Value>, Error> {
        match self {
            Part::Array(array, column) => {
                let cells = Cells::new(array, column).map_err(|cause| failed(table, cause))?;
                Ok(cells.iter().collect())
            }
            Part::Values(values) => Ok(values.clone()),
        }
    }

    /// The type that the values have as they came; none where they are of no one type.
    pub(super) fn data_type(&self) -> Option<&DataType> {
        match self {
            Part::Array(_, column) => {
                Some(&column.data_type).filter(|seen| **seen != DataType::Null)
            }
            Part::Values(_) => None,
        }
    }

    fn has_null(&self) -> bool {
        match self {
            Part::Array(array, _) => array.logical_null_count() > 0,
            Part::Values(values) => values.iter().any(Value::is_null),
        }
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
                let column = Column::new(field.name().clone(), data_type).nullable();
                let part = Part::Array(array.clone(), column);
                let known = sources
                    .iter()
                    .position(|source| source.name == *field.name());
                let place = known.unwrap_or_else(|| {
                    sources.push(Source {
                        name: field.name().clone(),
                        parts: vec![None; batches.len()],
                        present: Present::Everywhere,
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
        let sizes: Vec<usize> = batches.iter().map(RecordBatch::num_rows).collect();
        for source in &mut sources {
            source.present = source.present_in(&sizes);
        }
        Ok(sources)
    }

    fn present_in(&self, sizes: &[usize]) -> Present {
        if self.parts.iter().all(Option::is_some) {
            return Present::Everywhere;
        }
        let parts = self.parts.iter().zip(sizes);
        Present::In(
            parts
                .flat_map(|(part, n_rows)| repeat_n(part.is_some(), *n_rows))
                .collect(),
        )
    }

    /// Which rows are marked for deletion: `true` in a column of booleans, any value in another.
    pub(in crate::dynamic) fn marks(
        &self,
        table: &Schema,
        sizes: &[usize],
    ) -> Result<Vec<bool>, Error> {
        let is_mark = |value| match value {
            Value::Bool(marked) => marked,
            value => value != Value::Null,
        };
        let values = self.values(table, sizes)?;
        Ok(values.into_iter().map(is_mark).collect())
    }

    /// The values of all rows, in batches of these sizes.
    pub(in crate::dynamic) fn values(
        &self,
        table: &Schema,
        sizes: &[usize],
    ) -> Result<Vec<Value>, Error> {
        let mut values = Vec::new();
        for (part, n_rows) in self.parts.iter().zip(sizes) {
            match part {
                Some(part) => values.extend(part.values(table)?),
                None => values.resize(values.len() + n_rows, Value::Null),
            }
        }
        Ok(values)
    }

    /// The first type that is one of values.
    pub(super) fn data_type(&self) -> Option<&DataType> {
        self.parts.iter().flatten().find_map(Part::data_type)
    }

    pub(in crate::dynamic) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a row has no value here.
    pub(super) fn has_null(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.as_ref().is_none_or(Part::has_null))
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
