//! Rows inside rows: a struct that derives `MemTable` is a value too, and its rules are checked where it stands.

use crate::record::{MemTable, MemValue, Misfit, RowValues};
use crate::schema::{Column, DataType, Schema, Shared, Value};
use crate::validate::RowCheck;
use std::borrow::Cow;

#[diagnostic::do_not_recommend]
impl<R: MemTable> MemValue for R {
    type Plain<'a>
        = &'a R
    where
        R: 'a;
    type Inner = R;
    const DATA_TYPE: DataType = match &R::SCHEMA.columns {
        Cow::Borrowed(columns) => DataType::Struct(Cow::Borrowed(columns)),
        Cow::Owned(_) => DataType::Struct(Cow::Borrowed(&[])),
    };

    #[inline]
    fn plain(&self) -> Option<&R> {
        Some(self)
    }

    #[inline]
    fn inner(&self) -> Option<&R> {
        Some(self)
    }

    fn to_value(&self) -> Value {
        let columns = R::SCHEMA.columns.iter().zip(R::accessors());
        let cells = columns.map(|(column, accessor)| (column.name.clone(), (accessor.value)(self)));
        Value::Struct(cells.collect())
    }

    fn from_value(value: Value) -> Result<Self, Misfit> {
        let made = match &value {
            Value::Struct(cells) => row_of(cells),
            _ => None,
        };
        made.ok_or(Misfit { value })
    }

    #[inline]
    fn same(&self, other: &Self) -> bool {
        MemTable::same(self, other)
    }

    fn heap_bytes(&self) -> usize {
        let accessors = R::accessors();
        let bytes = accessors.iter().map(|accessor| (accessor.heap_bytes)(self));
        bytes.sum()
    }

    fn check_nested(&self, walk: &mut RowCheck<'_>) {
        walk.nested(R::SCHEMA, |walk| check(self, walk));
    }
}

/// The row of these cells; `None` where a cell has no column, is absent or does not fit.
fn row_of<R: MemTable>(cells: &[(Cow<'static, str>, Value)]) -> Option<R> {
    let columns = &R::SCHEMA.columns;
    let known = |name: &str| columns.iter().any(|column| column.name == name);
    if !cells.iter().all(|(name, _)| known(name)) {
        return None;
    }
    let cell = |column: &Column| {
        let mut named = cells.iter().filter(|(name, _)| *name == column.name);
        named.next().map(|(_, cell)| cell.clone())
    };
    R::from_values(&mut RowValues::new(columns.iter().map(cell).collect()))
}

/// Tells `walk` of every rule that the row breaks, those of the structs inside it too.
#[inline]
pub(super) fn check<R: MemTable>(row: &R, walk: &mut RowCheck<'_>) {
    if const { holds_rows(R::SCHEMA) } {
        walk.by_column(|walk| row.check(walk), |walk| check_columns(row, walk));
    } else {
        row.check(walk);
    }
}

fn check_columns<R: MemTable>(row: &R, walk: &mut RowCheck<'_>) {
    for (column, accessor) in R::accessors().iter().enumerate() {
        walk.in_column(column, |walk| (accessor.check_nested)(row, walk));
    }
}

/// Whether a column holds structs: one that does not costs nothing where rows are checked.
const fn holds_rows(schema: &Schema) -> bool {
    let Cow::Borrowed(columns) = &schema.columns else {
        return true;
    };
    let mut column = 0;
    while column < columns.len() {
        if is_nested(&columns[column].data_type) {
            return true;
        }
        column += 1;
    }
    false
}

pub(super) const fn is_nested(data_type: &DataType) -> bool {
    match data_type {
        DataType::Struct(_) => true,
        DataType::List { element, .. } => match element {
            Shared::Static(element) => is_nested(element),
            Shared::Owned(_) => true,
        },
        _ => false,
    }
}
