use crate::record::sheet::Placed;
use crate::record::{MemTable, RowValues};
use crate::table::Table;
use crate::validate::Report;

/// A table of rows made of cells: what `table!` expands to.
///
/// # Errors
/// A [`Report`] of the cells that their types refuse, or else of the rules that the rows break.
pub fn table_of<R: MemTable>(rows: Vec<Vec<Placed>>) -> Result<Table<R>, Report> {
    let (n_rows, n_columns) = (rows.len(), R::SCHEMA.columns.len());
    let (mut made, mut violations) = (Vec::with_capacity(n_rows), Vec::new());
    for (row_idx, row) in rows.into_iter().enumerate() {
        let mut cells = vec![None; n_columns];
        for (column, cell) in row {
            cells[column] = cell;
        }
        let mut values = RowValues::new(cells);
        match R::from_values(&mut values) {
            Some(row) => made.push(row),
            None => violations.extend(values.into_violations(R::SCHEMA, row_idx)),
        }
    }
    if violations.is_empty() {
        return Table::from_rows(made).map_err(|rejected| rejected.report);
    }
    Err(Report {
        table: R::SCHEMA.name.clone(),
        n_rows,
        violations,
    })
}
