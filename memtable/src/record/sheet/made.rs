//! Rows of a sheet, for the running program.

use super::{Sheet, decode};
use crate::record::{Col, ColumnOf, MemTable, MemValue};
use crate::schema::Value;

/// A cell with the position of its column in the schema; `None` where it is absent.
pub(crate) type Placed = (usize, Option<Value>);

/// The position of a column in its schema.
pub const fn place<R, C: ColumnOf<R>>(_column: Col<R, C>) -> usize {
    C::IDX
}

/// A literal of `table!`.
pub fn literal<R: MemTable, C: ColumnOf<R>>(
    _column: Col<R, C>,
    sheet: &Sheet,
    (row, column): (usize, usize),
) -> Placed {
    (
        C::IDX,
        decode(sheet.cell(row, column), &R::SCHEMA.columns[C::IDX]),
    )
}

/// An expression of `table!`: in the type of its column.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an expression is written where it is used"
)]
pub fn given<R, C: ColumnOf<R>>(_column: Col<R, C>, value: C::Value) -> Placed {
    (C::IDX, Some(value.to_value()))
}
