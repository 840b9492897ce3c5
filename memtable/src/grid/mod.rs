//! Text grids: how every table of the library looks in a terminal.
//!
//! The look is decided here, and the same on every machine: the terminal is not asked for its width.

use std::fmt;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Row,
    Table, TableStyle, Width,
};

#[cfg(test)]
mod tests;

/// Where a cell's text is cut, in columns of the terminal, unless a grid says otherwise.
const CELL_WIDTH: u16 = 48;

const STYLE: TableStyle = UTF8_FULL_CONDENSED
    .top_border(LineStyle::new('╭', '─', '┬', '╮'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('╰', '─', '┴', '╯'));

/// Columns and rows of text, to be displayed: a title, a thin frame, a line for each row, a footer.
///
/// A long cell is cut with `…`, so that a row stays one line; what would break the line is escaped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    title: String,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    footer: String,
    width: Option<u16>,
    cell_width: Option<u16>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    alignment: CellAlignment,
}

impl Grid {
    /// The line above.
    pub(crate) fn title(mut self, title: impl fmt::Display) -> Self {
        self.title = title.to_string();
        self
    }

    /// A further column, of text.
    pub(crate) fn text(self, name: impl fmt::Display) -> Self {
        self.column(name, CellAlignment::Left)
    }

    /// A further column, of numbers: they stand at the right.
    pub(crate) fn numbers(self, name: impl fmt::Display) -> Self {
        self.column(name, CellAlignment::Right)
    }

    fn column(mut self, name: impl fmt::Display, alignment: CellAlignment) -> Self {
        self.columns.push(Column {
            name: name.to_string(),
            alignment,
        });
        self
    }

    /// A further row; cells that are missing at its end are empty.
    pub(crate) fn row<C: fmt::Display>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows
            .push(cells.into_iter().map(|cell| cell.to_string()).collect());
        self
    }

    /// The line below: `… 980 more rows`.
    pub(crate) fn footer(mut self, footer: impl fmt::Display) -> Self {
        self.footer = footer.to_string();
        self
    }

    #[cfg(test)]
    /// The greatest width of the frame, in columns of the terminal; without it, only the cells have one.
    pub(crate) fn width(mut self, width: u16) -> Self {
        self.width = Some(width);
        self
    }

    /// Where a cell's text is cut, in columns of the terminal.
    pub(crate) fn cell_width(mut self, width: u16) -> Self {
        self.cell_width = Some(width);
        self
    }

    fn frame(&self) -> Table {
        let mut table = Table::new();
        table.load_style(STYLE);
        // Cut anywhere, not between words.
        table.set_delimiter('\0');
        table.set_header(one_line(self.columns.iter().map(|column| &*column.name)));
        for row in &self.rows {
            table.add_row(one_line(row.iter().map(|cell| &**cell)));
        }
        for (idx, column) in table.column_iter_mut().enumerate() {
            let padding = column.padding_width();
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(
                self.cell_width
                    .unwrap_or(CELL_WIDTH)
                    .saturating_add(padding),
            )));
            if let Some(Column { alignment, .. }) = self.columns.get(idx) {
                column.set_cell_alignment(*alignment);
            }
        }
        if let Some(width) = self.width {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(width);
        }
        table
    }
}

fn one_line<'a>(cells: impl Iterator<Item = &'a str>) -> Row {
    let mut row = Row::from(cells.map(|cell| Cell::new(escaped(cell))));
    row.max_height(1);
    row
}

/// The text, with `\n` and its like in place of what would break the line.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|char| {
            let escape = char.is_control().then(|| char.escape_default());
            let plain = escape.is_none().then_some(char);
            escape.into_iter().flatten().chain(plain)
        })
        .collect()
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> = Vec::new();
        if !self.title.is_empty() {
            lines.push(self.title.clone());
        }
        if !self.columns.is_empty() {
            lines.extend(self.frame().lines());
        }
        if !self.footer.is_empty() {
            lines.push(self.footer.clone());
        }
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        f.write_str(&lines.join("\n"))
    }
}
