//! Tables whose rows are values in the order of their columns, whatever they are.

use std::sync::Arc;

use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::store::Store;
use crate::store::any_table::AnyTable;
use crate::write::{Contract, WriteRequest, Written};

/// A table of a store as it was at one moment, read as values.
pub(crate) struct TableValues {
    table: Arc<dyn AnyTable>,
}

impl Store {
    /// The table of this name as it is now.
    pub(crate) fn values(&self, name: &str) -> Result<TableValues, Error> {
        let table = Arc::clone(&self.latest().slot(name)?.table);
        Ok(TableValues { table })
    }

    /// What rows may change of the schema of a table; none where its columns are a struct's, and the same for ever.
    ///
    /// # Errors
    /// [`Error::NoTable`].
    pub fn contract_of(&self, name: &str) -> Result<Option<Contract>, Error> {
        Ok(self.latest().slot(name)?.table.contract())
    }

    /// Writes rows of values to the table of this name, in its turn.
    pub(crate) fn write_values(
        &self,
        name: &str,
        rows: Vec<ValueRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        let table = self.values(name)?.table;
        table.write_values(self, name, rows, request)
    }
}

impl TableValues {
    pub(crate) fn schema(&self) -> &Schema {
        self.table.schema()
    }

    /// Every row. Costs a copy of every value.
    pub(crate) fn rows(&self) -> Vec<ValueRow> {
        let n_columns = self.schema().columns.len();
        let mut rows = Vec::with_capacity(self.table.n_rows());
        self.table.visit_rows(&mut |row| {
            let cells = (0..n_columns).map(|column| Some(row.value(column)));
            rows.push(cells.collect());
        });
        rows
    }
}
