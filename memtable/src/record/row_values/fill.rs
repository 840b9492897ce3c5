//! For those who fill the cells in place.

use super::RowValues;
use crate::schema::Value;

impl RowValues {
    /// The cells, to be filled anew for the next row.
    pub(crate) fn cells_mut(&mut self) -> &mut Vec<Option<Value>> {
        &mut self.cells
    }

    /// Says of a cell that it does not fit.
    pub(crate) fn misfit(&mut self, column: usize, value: Option<Value>) {
        self.misfits.push((column, value));
    }

    /// What did not fit since this was asked the last time.
    pub(crate) fn take_misfits(&mut self) -> Vec<(usize, Option<Value>)> {
        std::mem::take(&mut self.misfits)
    }
}
