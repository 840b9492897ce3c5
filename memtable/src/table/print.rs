use std::fmt;

use crate::grid::Grid;
use crate::record::{Accessor, MemTable, primary_key_cells};
use crate::schema::Value;
use crate::table::{Changes, Snapshot, Table, Updated};

/// How many rows are shown, unless a precision says otherwise.
const SHOWN: usize = 20;

/// Where the words on a change are cut, in columns of the terminal.
const CHANGE_WIDTH: u16 = 80;

/// Rows, to be printed as a table. Made by [`listing`].
pub struct Listing<'a, R> {
    title: String,
    rows: Vec<&'a R>,
    n_more: usize,
}

/// Rows to print as a table: those that a query found, or any others.
///
/// ```
/// # use memtable::{MemTable, Table, table::listing};
/// # #[derive(MemTable, Clone)]
/// # struct City { #[memtable(primary_key)] name: String, people: u32 }
/// # fn main() -> Result<(), memtable::Rejected<City>> {
/// let city = |name: &str, people| City { name: name.into(), people };
/// let cities = Table::from_rows([city("Bern", 134_591), city("Basel", 173_232)])?;
///
/// let large = cities.iter().filter(|city| city.people > 150_000);
/// assert_eq!(
///     listing(large).to_string(),
///     "\
/// city: 1 row
/// ╭───────┬────────╮
/// │ name  │ people │
/// ├───────┼────────┤
/// │ Basel │ 173232 │
/// ╰───────┴────────╯"
/// );
/// # Ok(())
/// # }
/// ```
pub fn listing<'a, R: MemTable>(rows: impl IntoIterator<Item = &'a R>) -> Listing<'a, R> {
    Listing::first_of(rows.into_iter().collect(), usize::MAX)
}

impl<'a, R: MemTable> Listing<'a, R> {
    /// The first rows, with how many more there are.
    pub(crate) fn first_of(mut rows: Vec<&'a R>, n_shown: usize) -> Self {
        let n_rows = rows.len();
        rows.truncate(n_shown);
        let title = format!("{}: {}", R::NAME, counted(n_rows, "row"));
        Listing {
            title,
            n_more: n_rows - rows.len(),
            rows,
        }
    }
}

impl<R: MemTable> fmt::Display for Listing<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accessors = R::accessors();
        let columns = R::SCHEMA.columns.iter();
        let mut grid = columns.fold(Grid::default().title(&self.title), |grid, column| {
            if column.data_type.is_number() {
                grid.numbers(&column.name)
            } else {
                grid.text(&column.name)
            }
        });
        for row in &self.rows {
            grid = grid.row(
                accessors
                    .iter()
                    .map(|accessor| cell(&(accessor.value)(row))),
            );
        }
        if self.n_more > 0 {
            grid = grid.footer(format_args!("… {}", counted(self.n_more, "more row")));
        }
        grid.fmt(f)
    }
}

impl<R: MemTable> fmt::Debug for Listing<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listing({})", self.title)
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

/// The first 20 rows as a table; `{:.5}` for the first 5.
impl<R: MemTable> fmt::Display for Snapshot<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_shown = f.precision().unwrap_or(SHOWN);
        Listing::first_of(self.iter().collect(), n_shown).fmt(f)
    }
}

/// The first 20 rows as a table; `{:.5}` for the first 5.
impl<R: MemTable> fmt::Display for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Snapshot::fmt(self, f)
    }
}

/// `Table(users, 3 rows)`: the rows themselves are in `Display`.
impl<R: MemTable> fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({}, {})", R::NAME, counted(self.len(), "row"))
    }
}

/// `Snapshot(users, 3 rows)`: the rows themselves are in `Display`.
impl<R: MemTable> fmt::Debug for Snapshot<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({}, {})", R::NAME, counted(self.len(), "row"))
    }
}

/// The changes as a table: `+` for inserted rows, `~` for updated ones with their columns before and after, `-` for
/// deleted ones. The first 20 of each; `{:.5}` for the first 5.
impl<R: MemTable> fmt::Display for Changes<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(f, "{}: nothing changed", R::NAME);
        }
        let n_shown = f.precision().unwrap_or(SHOWN);
        let accessors = R::accessors();
        let inserted = self
            .inserted
            .iter()
            .map(|row| ("+", *row, whole(&accessors, row)));
        let updated = self
            .updated
            .iter()
            .map(|row| ("~", row.after, difference(&accessors, row)));
        let deleted = self
            .deleted
            .iter()
            .map(|row| ("-", *row, whole(&accessors, row)));
        let shown = inserted
            .take(n_shown)
            .chain(updated.take(n_shown))
            .chain(deleted.take(n_shown));

        let keys = R::SCHEMA.primary_key.iter();
        let mut grid = keys.fold(Grid::default().title(self.title()).text(""), Grid::text);
        grid = grid.text("what").cell_width(CHANGE_WIDTH);
        for (sign, row, what) in shown {
            let key = primary_key_cells(row)
                .into_iter()
                .map(|(_, value)| value.to_string());
            grid = grid.row([sign.to_owned()].into_iter().chain(key).chain([what]));
        }
        let counts = [self.inserted.len(), self.updated.len(), self.deleted.len()];
        let n_more: usize = counts
            .iter()
            .map(|count| count.saturating_sub(n_shown))
            .sum();
        if n_more > 0 {
            grid = grid.footer(format_args!("… {}", counted(n_more, "more change")));
        }
        grid.fmt(f)
    }
}

impl<R: MemTable> Changes<'_, R> {
    fn title(&self) -> String {
        let (inserted, updated) = (self.inserted.len(), self.updated.len());
        let deleted = self.deleted.len();
        format!(
            "{}: {inserted} inserted, {updated} updated, {deleted} deleted",
            R::NAME
        )
    }
}

/// The row's columns but for its key: `name: "Ann", age: 34`.
fn whole<R: MemTable>(accessors: &[Accessor<R>], row: &R) -> String {
    let columns = accessors.iter().zip(R::SCHEMA.columns.iter());
    let told = columns.filter(|(_, column)| !R::SCHEMA.primary_key.contains(&column.name));
    let told = told.map(|(accessor, column)| (&column.name, (accessor.value)(row)));
    let cells = told.filter(|(_, value)| *value != Value::Null);
    let cells: Vec<_> = cells
        .map(|(name, value)| format!("{name}: {}", value.quoted()))
        .collect();
    cells.join(", ")
}

/// The columns that differ: `age: 34 → 35`.
fn difference<R: MemTable>(accessors: &[Accessor<R>], row: &Updated<'_, R>) -> String {
    let columns = accessors.iter().zip(R::SCHEMA.columns.iter());
    let differing = columns.filter(|(_, column)| row.columns.contains(&&*column.name));
    let cells: Vec<_> = differing
        .map(|(accessor, column)| {
            let (before, after) = ((accessor.value)(row.before), (accessor.value)(row.after));
            format!("{}: {} → {}", column.name, before.quoted(), after.quoted())
        })
        .collect();
    cells.join(", ")
}
