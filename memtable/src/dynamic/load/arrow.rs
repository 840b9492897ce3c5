//! Tables of Arrow batches that bring their schema.

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema as ArrowSchema};

use crate::dynamic::DynTable;
use crate::dynamic::arrow_type;
use crate::dynamic::load::LoadError;
use crate::dynamic::rule::Functions;

impl DynTable {
    /// A table of Arrow batches: its schema is the one in their metadata, where this library wrote them, and else that of their
    /// Arrow types. Costs what [`append`](Self::append) costs.
    ///
    /// # Errors
    /// [`LoadError::Batches`] where the batches have different columns; [`LoadError::Arrow`] where a column is of a type that no column
    /// type stands for; [`LoadError::NotWritten`] where rows break the rules of the metadata, or a custom rule of it has no function:
    /// [`from_arrow_with`](Self::from_arrow_with) takes these.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{ArrayRef, Int32Array, RecordBatch};
    /// use memtable::dynamic::DynTable;
    ///
    /// let ids: ArrayRef = Arc::new(Int32Array::from(vec![7, 8]));
    /// let batch = RecordBatch::try_from_iter([("id", ids)])?;
    /// let table = DynTable::from_arrow("users", [batch])?;
    /// assert_eq!(table.schema().columns[0].to_string(), "id: int32");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// See also: [`from_batches`](Self::from_batches), with a schema of your own.
    pub fn from_arrow(
        name: &str,
        batches: impl IntoIterator<Item = RecordBatch>,
    ) -> Result<Self, LoadError> {
        DynTable::from_arrow_with(name, batches, Functions::new())
    }

    /// As [`from_arrow`](Self::from_arrow), with the functions that custom rules of the metadata name.
    ///
    /// # Errors
    /// As [`from_arrow`](Self::from_arrow).
    pub fn from_arrow_with(
        name: &str,
        batches: impl IntoIterator<Item = RecordBatch>,
        functions: Functions,
    ) -> Result<Self, LoadError> {
        let batches: Vec<RecordBatch> = batches.into_iter().collect();
        let Some(first) = batches.first() else {
            return Err(LoadError::BadOption(
                "there is no batch to take the columns from: `DynTable::new(schema)` makes an empty table"
                    .to_owned(),
            ));
        };
        let arrow = first.schema();
        for (idx, batch) in batches.iter().enumerate() {
            if let Some(difference) = difference(&arrow, &batch.schema()) {
                return Err(LoadError::Batches {
                    batch: idx,
                    difference,
                });
            }
        }
        of_schema(&arrow, name, (batches, functions))
    }
}

/// A table of batches that all have this schema.
pub(crate) fn of_schema(
    arrow: &ArrowSchema,
    name: &str,
    (batches, functions): (Vec<RecordBatch>, Functions),
) -> Result<DynTable, LoadError> {
    let schema = arrow_type::from_arrow(arrow, name);
    let schema = schema.map_err(|error| LoadError::Arrow(Box::new(error)))?;
    let table = DynTable::new(schema).map_err(|error| LoadError::NotWritten(Box::new(error)))?;
    let mut table = table.with_functions(functions);
    match table.append(batches) {
        Ok(_all_written) => Ok(table),
        Err(error) => Err(LoadError::NotWritten(Box::new(error))),
    }
}

/// The first column that is not the same in both.
fn difference(first: &ArrowSchema, other: &ArrowSchema) -> Option<String> {
    let is_same = |left: &Field, right: &Field| {
        left.name() == right.name() && left.data_type() == right.data_type()
    };
    let mut pairs = first.fields().iter().zip(other.fields());
    if let Some((left, right)) = pairs.find(|(left, right)| !is_same(left, right)) {
        return Some(format!(
            "`{}` of {} where the first has `{}` of {}",
            right.name(),
            right.data_type(),
            left.name(),
            left.data_type()
        ));
    }
    let (expected, found) = (first.fields().len(), other.fields().len());
    (expected != found).then(|| format!("{found} columns where the first has {expected}"))
}
