use std::fmt;

use crate::dynamic::describe::{Bin, ColumnDescription, Description};
use crate::grid::Grid;
use crate::schema::Value;

/// The heights of the bars of a histogram.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The characters of a value in a cell.
const WIDTH: usize = 20;

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.n_rows == 1 { "row" } else { "rows" };
        let grid = Grid::default()
            .title(format!("{}: {} {rows}", self.table, self.n_rows))
            .text("column")
            .text("type")
            .numbers("nulls")
            .numbers("distinct")
            .numbers("min")
            .numbers("quartiles")
            .numbers("max")
            .numbers("mean")
            .text("spread")
            .text("most frequent");
        let columns = self.columns.iter();
        columns
            .fold(grid, |grid, column| grid.row(cells(column)))
            .fmt(f)
    }
}

fn cells(column: &ColumnDescription) -> [String; 10] {
    let quartiles = column.quartiles.iter().flatten().map(shown);
    [
        column.name.clone(),
        column.data_type.to_string(),
        column.n_nulls.to_string(),
        column.n_distinct.to_string(),
        shown(&column.min),
        quartiles.collect::<Vec<_>>().join(" "),
        shown(&column.max),
        column.mean.map_or(String::new(), mean),
        bars(&column.histogram),
        frequent(&column.most_frequent),
    ]
}

/// With digits enough to tell it from the next.
fn mean(mean: f64) -> String {
    let is_plain = mean == 0.0 || (1e-3..1e15).contains(&mean.abs()) || !mean.is_finite();
    if is_plain {
        format!("{mean:.3}")
    } else {
        format!("{mean:.3e}")
    }
}

fn shown(value: &Value) -> String {
    if value.is_null() {
        return String::new();
    }
    let text = value.to_string();
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn frequent(values: &[(Value, u64)]) -> String {
    let values = values
        .iter()
        .map(|(value, n)| format!("{} ({n})", shown(value)));
    values.collect::<Vec<_>>().join(", ")
}

/// A bar for each bin: none for an empty one.
fn bars(bins: &[Bin]) -> String {
    let most = bins.iter().map(|bin| bin.n).max().unwrap_or(0);
    let bar = |bin: &Bin| match usize::try_from((bin.n * 8).div_ceil(most.max(1))) {
        Ok(eighths @ 1..=8) => BARS[eighths - 1],
        _ => ' ',
    };
    bins.iter().map(bar).collect()
}
