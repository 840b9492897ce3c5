use std::marker::PhantomData;
use std::sync::Arc;

use crate::record::{Accessor, MemTable, RowValues, ValueRow};
use crate::schema::{Column, Default, Schema, Value};

/// What rows are, for connectors that are the same whatever they are.
pub(super) trait RowKind: Clone {
    type Row;

    fn schema(&self) -> &Schema;

    /// Whether a row can be without a value of this column.
    fn may_lack(&self, column: &Column) -> bool;

    fn value(&self, row: &Self::Row, column: usize) -> Value;

    /// The row without the cells at these positions, each of which has a default or a null.
    fn without(&self, row: Self::Row, left_out: &[usize]) -> Option<Self::Row>;
}

/// Rows of a struct.
pub(super) struct StructRows<R> {
    accessors: Arc<[Accessor<R>]>,
    rows: PhantomData<fn() -> R>,
}

impl<R: MemTable> StructRows<R> {
    pub(super) fn new() -> Self {
        StructRows {
            accessors: R::accessors().into(),
            rows: PhantomData,
        }
    }
}

impl<R> Clone for StructRows<R> {
    fn clone(&self) -> Self {
        StructRows {
            accessors: Arc::clone(&self.accessors),
            rows: PhantomData,
        }
    }
}

impl<R: MemTable> RowKind for StructRows<R> {
    type Row = R;

    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn may_lack(&self, column: &Column) -> bool {
        column.nullable || column.default.is_some()
    }

    fn value(&self, row: &R, column: usize) -> Value {
        let accessor = self.accessors.get(column);
        accessor.map_or(Value::Null, |accessor| (accessor.value)(row))
    }

    fn without(&self, row: R, left_out: &[usize]) -> Option<R> {
        if left_out.is_empty() {
            return Some(row);
        }
        let cells = self.accessors.iter().enumerate();
        let cells = cells.map(|(column, accessor)| {
            (!left_out.contains(&column)).then(|| (accessor.value)(&row))
        });
        R::from_values(&mut RowValues::new(cells.collect()))
    }
}

/// Rows of a schema that is known at run time.
#[derive(Clone)]
pub(super) struct ValueRows {
    schema: Arc<Schema>,
}

impl ValueRows {
    pub(super) fn new(schema: Schema) -> Self {
        ValueRows {
            schema: Arc::new(schema),
        }
    }
}

impl RowKind for ValueRows {
    type Row = ValueRow;

    fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What it goes to says what it must have.
    fn may_lack(&self, _column: &Column) -> bool {
        true
    }

    fn value(&self, row: &ValueRow, column: usize) -> Value {
        let default = || match self.schema.columns.get(column)?.default.as_ref()? {
            Default::Value(value) => Some(value.clone()),
            Default::Expr(_) => None,
        };
        let cell = row.get(column).cloned().flatten();
        cell.or_else(default).unwrap_or(Value::Null)
    }

    fn without(&self, mut row: ValueRow, left_out: &[usize]) -> Option<ValueRow> {
        for column in left_out {
            if let Some(cell) = row.get_mut(*column) {
                *cell = None;
            }
        }
        Some(row)
    }
}
