//! Tables as Markdown.

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
        markdown(self)
    }
}

/// The rows as a table of Markdown.
pub(super) fn markdown<T: Tabular + ?Sized>(table: &T) -> String {
    let columns = &table.schema().columns;
    let header = columns.iter().map(|column| escaped(&column.name));
    let mut cells: Vec<Vec<String>> = vec![header.collect()];
    let cells_of = |row: &Vec<Value>| row.iter().map(|value| escaped(&cell(value))).collect();
    cells.extend(table.to_values().iter().map(cells_of));
    let width = |column: usize| {
        let cells = cells.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<(usize, bool)> = columns
        .iter()
        .enumerate()
        .map(|(idx, column)| (width(idx), column.data_type.is_number()))
        .collect();
    let rule = widths.iter().map(|(width, is_number)| {
        let end = if *is_number { ":|" } else { "-|" };
        "-".repeat(width + 1) + end
    });
    let rule = format!("|{}\n", rule.collect::<String>());
    let mut lines = cells.iter().map(|row| line(row, &widths));
    let header = lines.next().unwrap_or_default();
    header + &rule + &lines.collect::<String>()
}

/// Cells side by side, each in its width; numbers at the right.
fn line(row: &[String], widths: &[(usize, bool)]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, (width, is_number))| {
        if *is_number {
            format!(" {cell:>width$} |")
        } else {
            format!(" {cell:<width$} |")
        }
    });
    format!("|{}\n", cells.collect::<Vec<_>>().concat())
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
