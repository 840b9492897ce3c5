//! Rows of a sheet, for the running program.

use super::{Sheet, decode};
use crate::record::{Col, ColumnOf, MemTable, MemValue};
use crate::schema::Value;

/// A cell with the position of its column in the schema; `None` where it is absent.
pub(crate) type Placed = (usize, Option<Value>);

/// What stands in `table!` for a column that the row has not: so that one error says so, and the rest is none.
#[derive(Clone, Copy, Debug)]
pub struct NoColumn;

/// The place of what is no column.
pub(super) const NOWHERE: usize = usize::MAX;

/// What a name in `table!` stands for: a column, or [`NoColumn`].
pub trait Named: Copy {
    /// The position in the schema, or [`NOWHERE`].
    const PLACE: usize;
}

impl<R, C: ColumnOf<R>> Named for Col<R, C> {
    const PLACE: usize = C::IDX;
}

impl Named for NoColumn {
    const PLACE: usize = NOWHERE;
}

/// The position of a column in its schema.
pub const fn place<N: Named>(_column: N) -> usize {
    N::PLACE
}

/// A literal of `table!`, in the column at this place.
pub fn literal<R: MemTable>(place: usize, sheet: &Sheet, (row, column): (usize, usize)) -> Placed {
    let wanted = R::SCHEMA.columns.get(place);
    let value = wanted.and_then(|wanted| decode(sheet.cell(row, column), wanted));
    (place, value)
}

/// The column that an expression of `table!` is for.
#[derive(Clone, Copy, Debug)]
pub struct Given<N>(pub N);

impl<R, C: ColumnOf<R>> Given<Col<R, C>> {
    /// The expression, in the type of its column.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an expression is written where it is used"
    )]
    pub fn cell(self, value: C::Value) -> Placed {
        (C::IDX, Some(value.to_value()))
    }
}

impl Given<NoColumn> {
    /// Whatever was given: the name has its error.
    pub fn cell<T>(self, _value: T) -> Placed {
        (NOWHERE, None)
    }
}
