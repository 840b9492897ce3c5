//! Answers as tables of text: the first 20 rows; `{:.5}` for the first 5.

use std::fmt;

use crate::grid::Grid;
use crate::query::aggregate::Cells;
use crate::query::join::{Join, JoinKind};
use crate::query::{Columns, Groups, Joined, Predicate, Query, Select};
use crate::record::{Accessor, MemTable};
use crate::schema::Value;
use crate::table::Listing;

/// How many rows are shown, unless a precision says otherwise.
const SHOWN: usize = 20;

/// The first 20 rows as a table; `{:.5}` for the first 5.
impl<R: MemTable, P: Predicate<R>> fmt::Display for Query<'_, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Listing::first_of(self.to_vec(), f.precision().unwrap_or(SHOWN)).fmt(f)
    }
}

/// The first 20 rows of the selected columns as a table; `{:.5}` for the first 5.
impl<'t, R, P, S> fmt::Display for Select<'t, R, P, S>
where
    R: MemTable,
    P: Predicate<R>,
    S: Columns<'t, R>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<&R> = self.rows().collect();
        let sheet = Sheet::new(R::NAME, (rows.len(), "row"), f);
        let grid = headed::<R>(sheet.grid(), S::INDICES, "");
        let accessors = R::accessors();
        let cells = |row: &R| cells_of(&accessors, S::INDICES, row);
        sheet.write(rows.into_iter().map(cells), grid, f)
    }
}

/// The first 20 groups as a table; `{:.5}` for the first 5.
impl<'t, R, K, A> fmt::Display for Groups<'t, R, K, A>
where
    R: MemTable,
    K: Columns<'t, R>,
    A: Cells,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sheet = Sheet::new(R::NAME, (self.answers.len(), "group"), f);
        let grid = headed::<R>(sheet.grid(), K::INDICES, "");
        let grid = self.names.iter().fold(grid, Grid::numbers);
        let accessors = R::accessors();
        let groups = self.answers.iter().map(|(row, answer)| {
            let mut cells = cells_of(&accessors, K::INDICES, row);
            cells.extend(answer.cells().iter().map(cell));
            cells
        });
        sheet.write(groups, grid, f)
    }
}

/// The first 20 pairs as a table, the columns of both tables side by side; `{:.5}` for the first 5.
impl<'t, R, S, K, J> fmt::Display for Joined<'t, R, S, K, J>
where
    R: MemTable + 't,
    S: MemTable + 't,
    K: JoinKind<'t, S>,
    J: Join<'t, R, S>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.to_vec();
        let (left, right) = (all_columns::<R>(), all_columns::<S>());
        let sheet = Sheet::new(
            format_args!("{} with {}", R::NAME, S::NAME),
            (pairs.len(), "pair"),
            f,
        );
        let grid = headed::<R>(sheet.grid(), &left, &format!("{}.", R::NAME));
        let grid = headed::<S>(grid, &right, &format!("{}.", S::NAME));
        let (of_left, of_right) = (R::accessors(), S::accessors());
        let pairs = pairs.into_iter().map(|(row, partner)| {
            let mut cells = cells_of(&of_left, &left, row);
            let partner: Option<&S> = partner.into();
            cells.extend(
                partner
                    .iter()
                    .flat_map(|row| cells_of(&of_right, &right, row)),
            );
            cells
        });
        sheet.write(pairs, grid, f)
    }
}

fn all_columns<R: MemTable>() -> Vec<usize> {
    (0..R::SCHEMA.columns.len()).collect()
}

/// A table of text on its way.
struct Sheet {
    title: String,
    n_shown: usize,
    n_more: usize,
    what: &'static str,
}

impl Sheet {
    fn new(
        table: impl fmt::Display,
        (n, what): (usize, &'static str),
        f: &fmt::Formatter<'_>,
    ) -> Self {
        let n_shown = f.precision().unwrap_or(SHOWN).min(n);
        Sheet {
            title: format!("{table}: {}", counted(n, what)),
            n_shown,
            n_more: n - n_shown,
            what,
        }
    }

    fn grid(&self) -> Grid {
        Grid::default().title(&self.title)
    }

    fn write(
        self,
        rows: impl Iterator<Item = Vec<String>>,
        grid: Grid,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let mut grid = rows.take(self.n_shown).fold(grid, Grid::row);
        if self.n_more > 0 {
            grid = grid.footer(more(self.n_more, self.what));
        }
        fmt::Display::fmt(&grid, f)
    }
}

/// A further column of the grid for each of these of the table.
fn headed<R: MemTable>(grid: Grid, columns: &[usize], prefix: &str) -> Grid {
    let columns = columns.iter().filter_map(|idx| R::SCHEMA.columns.get(*idx));
    columns.fold(grid, |grid, column| {
        let name = format_args!("{prefix}{}", column.name);
        if column.data_type.is_number() {
            grid.numbers(name)
        } else {
            grid.text(name)
        }
    })
}

fn cells_of<R>(accessors: &[Accessor<R>], columns: &[usize], row: &R) -> Vec<String> {
    let accessors = columns.iter().filter_map(|idx| accessors.get(*idx));
    accessors
        .map(|accessor| cell(&(accessor.value)(row)))
        .collect()
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

/// `… 1 more row`, `… 980 more rows`.
fn more(n: usize, what: &str) -> String {
    format!("… {n} more {what}{}", if n == 1 { "" } else { "s" })
}
