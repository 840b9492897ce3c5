use std::fmt;

use crate::dynamic::table::{DynSnapshot, DynTable};
use crate::grid::Grid;
use crate::schema::Value;

/// How many rows are shown, unless a precision says otherwise.
const SHOWN: usize = 20;

/// The first 20 rows as a table; `{:.5}` for the first 5.
impl fmt::Display for DynSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_shown = f.precision().unwrap_or(SHOWN);
        let title = format!("{}: {}", self.schema.name, counted(self.len(), "row"));
        let columns = self.schema.columns.iter();
        let mut grid = columns.fold(Grid::default().title(title), |grid, column| {
            if column.data_type.is_number() {
                grid.numbers(&column.name)
            } else {
                grid.text(&column.name)
            }
        });
        for row in self.iter().take(n_shown) {
            grid = grid.row(row.values().iter().map(cell));
        }
        let n_more = self.len().saturating_sub(n_shown);
        if n_more > 0 {
            grid = grid.footer(format_args!("… {}", counted(n_more, "more row")));
        }
        grid.fmt(f)
    }
}

/// The first 20 rows as a table; `{:.5}` for the first 5.
impl fmt::Display for DynTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}

/// `DynTable(users, 3 rows)`: the rows themselves are in `Display`.
impl fmt::Debug for DynTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "DynTable({}, {})",
            self.schema.name,
            counted(self.len(), "row")
        )
    }
}

/// `DynSnapshot(users, 3 rows)`: the rows themselves are in `Display`.
impl fmt::Debug for DynSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "DynSnapshot({}, {})",
            self.schema.name,
            counted(self.len(), "row")
        )
    }
}

/// An empty cell where there is no value.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

/// `1 row`, `2 rows`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
