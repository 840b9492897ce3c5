use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema as ArrowSchema};

use crate::dynamic::arrow_type;
use crate::dynamic::cell;
use crate::dynamic::contract::converted;
use crate::dynamic::write::report;
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::{Column, Default, Rule, Schema, Value};
use crate::validate::Violation;

/// A batch of rows of values in the order of the schema's columns. A column that is absent in every row is none of the batch; an
/// absent cell is its column's default, or a null.
///
/// Whether nulls may be there is asked when the batch is written; every value that its column cannot hold is a violation here.
pub(in crate::dynamic) fn batch_of(
    schema: &Schema,
    rows: &[ValueRow],
) -> Result<RecordBatch, Error> {
    let mut violations = Vec::new();
    let mut columns: Vec<(Field, ArrayRef)> = Vec::new();
    for (idx, column) in schema.columns.iter().enumerate() {
        let cell = |row: &ValueRow| row.get(idx).cloned().flatten();
        if rows.iter().all(|row| cell(row).is_none()) && !rows.is_empty() {
            continue;
        }
        let values = rows.iter().enumerate().map(|(row, cells)| {
            let value = cell(cells).unwrap_or_else(|| default(column));
            held(column, value).unwrap_or_else(|value| {
                let rule = Rule::Type(column.data_type.clone());
                violations.push(Violation::new(row, vec![column.name.clone()], rule, value));
                Value::Null
            })
        });
        let values: Vec<Value> = values.collect();
        let array = cell::array(column, &values).map_err(|cause| Error::Arrow {
            table: schema.name.to_string(),
            cause: cause.into(),
        })?;
        let nullable = column.clone().nullable();
        columns.push((
            arrow_type::field_as(&nullable, array.data_type().clone()),
            array,
        ));
    }
    if !violations.is_empty() {
        return Err(Error::Rejected(vec![report(
            schema,
            rows.len(),
            violations,
        )]));
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let batch = RecordBatch::try_new(Arc::new(ArrowSchema::new(fields)), arrays);
    batch.map_err(|cause| Error::Arrow {
        table: schema.name.to_string(),
        cause: cause.into(),
    })
}

fn default(column: &Column) -> Value {
    match &column.default {
        Some(Default::Value(value)) => value.clone(),
        Some(Default::Expr(_)) | None => Value::Null,
    }
}

/// The value as one that the column holds; else the value.
fn held(column: &Column, value: Value) -> Result<Value, Value> {
    if value.is_null() {
        return Ok(value);
    }
    converted(&value, &column.data_type).ok_or(value)
}
