//! Tables as text that stays the same: Markdown, Rust.

use std::fmt::Write;

use crate::record::MemTable;
use crate::schema::Value;
use crate::table::Snapshot;
use crate::testing::rows::Tabular;

impl<R: MemTable> Snapshot<R> {
    /// The rows as a table of Markdown, numbers at the right; an empty cell where there is no value.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct City { name: String, people: Option<u32> }
    /// # fn main() -> Result<(), memtable::Rejected<City>> {
    /// let cities = Table::from_rows([City { name: "Bern | Berne".into(), people: Some(134_591) }])?;
    /// assert_eq!(
    ///     cities.to_markdown(),
    ///     "\
    /// | name          | people |
    /// |---------------|-------:|
    /// | Bern \\| Berne | 134591 |
    /// "
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_markdown(&self) -> String {
        let columns = &R::SCHEMA.columns;
        let mut cells: Vec<Vec<String>> =
            vec![columns.iter().map(|column| escaped(&column.name)).collect()];
        let rows = self.to_values();
        cells.extend(
            rows.iter()
                .map(|row| row.iter().map(|value| escaped(&cell(value))).collect()),
        );
        let widths: Vec<usize> = (0..columns.len())
            .map(|column| {
                cells
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.chars().count())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let is_number = |column: usize| {
            columns
                .get(column)
                .is_some_and(|column| column.data_type.is_number())
        };
        let line = |row: &Vec<String>| -> String {
            let cells = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| {
                    if is_number(column) {
                        format!(" {cell:>width$} |")
                    } else {
                        format!(" {cell:<width$} |")
                    }
                });
            format!("|{}\n", cells.collect::<String>())
        };
        let rule = widths.iter().enumerate().map(|(column, width)| {
            let end = if is_number(column) { ":|" } else { "-|" };
            "-".repeat(width + 1) + end
        });
        let rule = format!("|{}\n", rule.collect::<String>());
        let mut lines = cells.iter().map(line);
        let header = lines.next().unwrap_or_default();
        header + &rule + &lines.collect::<String>()
    }
}

/// Bytes in full, where `Display` shows the first of them.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bytes(bytes) => bytes.iter().fold("0x".to_owned(), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
        value => value.to_string(),
    }
}

fn escaped(cell: &str) -> String {
    cell.replace('|', "\\|")
        .replace('\n', "<br>")
        .replace('\r', "")
}
