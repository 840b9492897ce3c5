#[cfg(feature = "store")]
mod fill;

use crate::record::MemValue;
use crate::schema::{Rule, Schema, Value};
use crate::validate::Violation;

/// A row of values in the order of a schema that is known at run time only; `None` where one is absent, and a default stands
/// for it.
pub type ValueRow = Vec<Option<Value>>;

/// The cells of a row to be made, by the position of their columns; `None` where a cell is absent.
#[derive(Debug, Default)]
pub struct RowValues {
    cells: Vec<Option<Value>>,
    misfits: Vec<(usize, Option<Value>)>,
}

impl RowValues {
    /// Cells in the order of the schema.
    pub fn new(cells: Vec<Option<Value>>) -> Self {
        RowValues {
            cells,
            misfits: Vec::new(),
        }
    }

    /// Takes the cell of a column out. An absent one is the default, else null where the column takes nulls.
    pub fn take<T: MemValue>(&mut self, column: usize, default: Option<fn() -> T>) -> Option<T> {
        let made = match (self.cells.get_mut(column), default) {
            (Some(cell @ Some(_)), _) => {
                let made = cell.as_mut().and_then(T::from_cell);
                // What does not fit is told as it came.
                let left = cell.take();
                made.ok_or(left)
            }
            (_, Some(default)) => Ok(default()),
            (_, None) => T::from_value(Value::Null).map_err(|_| None),
        };
        made.map_err(|misfit| self.misfits.push((column, misfit)))
            .ok()
    }

    /// What did not fit, as violations of the types of a schema.
    pub(crate) fn into_violations(
        self,
        schema: &'static Schema,
        row: usize,
    ) -> impl Iterator<Item = Violation> {
        let misfits = self.misfits.into_iter();
        misfits.map(move |(column, value)| {
            let column = &schema.columns[column];
            let rule = match value {
                Some(_) => Rule::Type(column.data_type.clone()),
                None => Rule::NotNull,
            };
            let value = value.unwrap_or(Value::Null);
            Violation::new(row, vec![column.name.clone()], rule, value)
        })
    }

    /// What did not fit: the column, and the value that came, or `None` where none came.
    pub fn into_misfits(self) -> Vec<(usize, Option<Value>)> {
        self.misfits
    }
}
