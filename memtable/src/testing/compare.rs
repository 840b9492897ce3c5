use std::borrow::Cow;
use std::fmt::{self, Display};

use crate::schema::{Schema, Value};
use crate::testing::keyed::{Pairs, by_key, by_place};
use crate::testing::paint::{LEFT, Painted, RIGHT, counted};
use crate::testing::rows::{ColumnName, Tabular};

/// How many rows of each kind are shown, unless a precision says otherwise.
const SHOWN: usize = 10;

/// What differs between two tables. Made by [`compare`]; `Display` is a page for people, in colours with `{:#}`; `{:.3}` shows
/// the first 3 of each kind.
#[derive(Clone, Debug)]
#[must_use]
pub struct Comparison {
    table: Cow<'static, str>,
    columns: Vec<Cow<'static, str>>,
    key: Vec<usize>,
    left: Vec<Vec<Value>>,
    right: Vec<Vec<Value>>,
    options: Options,
    complaint: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Options {
    ignored: Vec<usize>,
    tolerances: Vec<(usize, f64)>,
    order: Order,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Order {
    #[default]
    Any,
    Same,
}

/// A row that is on both sides, with other values.
#[derive(Clone, Debug, PartialEq)]
pub struct RowDifference {
    /// The key by which the row was found; its place where there is no key.
    pub key: Vec<Value>,
    /// The cells that differ, in the order of the columns.
    pub cells: Vec<CellDifference>,
}

/// A cell that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct CellDifference {
    /// The column.
    pub column: Cow<'static, str>,
    /// The value on the left.
    pub left: Value,
    /// The value on the right.
    pub right: Value,
}

/// Compares two tables: by their primary key where there is one, else as rows in no order. The options of
/// [`assert_table_eq!`](crate::assert_table_eq) are the methods of the answer.
///
/// ```
/// # use memtable::{MemTable, Table, testing::compare};
/// # #[derive(MemTable, Clone)]
/// # struct City { #[memtable(primary_key)] name: String, people: u32, area: f64 }
/// let city = |people, area| [City { name: "Bern".into(), people, area }];
/// let (left, right) = (city(134_591, 51.6), city(134_794, 51.601));
///
/// let comparison = compare(&left, &right).tolerance(City::AREA, 0.01);
/// assert!(!comparison.is_equal());
/// assert_eq!(comparison.differing()[0].cells[0].column, "people");
/// assert!(comparison.ignoring(City::PEOPLE).is_equal());
/// ```
pub fn compare<L: Tabular + ?Sized, R: Tabular + ?Sized>(left: &L, right: &R) -> Comparison {
    let schema = left.schema();
    let names = |schema: &Schema| -> Vec<Cow<'static, str>> {
        schema
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    };
    let (columns, others) = (names(schema), names(right.schema()));
    let complaint = (columns != others).then(|| {
        format!(
            "the columns differ: {} on the left, {} on the right",
            columns.join(", "),
            others.join(", ")
        )
    });
    Comparison {
        table: schema.name.clone(),
        key: schema
            .primary_key
            .iter()
            .filter_map(|name| schema.column_idx(name))
            .collect(),
        columns,
        left: left.to_values(),
        right: right.to_values(),
        options: Options::default(),
        complaint,
    }
}

impl Comparison {
    /// Leaves a column out. Where it is of the key, rows are compared in no order.
    pub fn ignoring(mut self, column: impl ColumnName) -> Self {
        if let Some(column) = self.find(column.column_name()) {
            self.options.ignored.push(column);
            if self.key.contains(&column) {
                self.key.clear();
            }
        }
        self
    }

    /// Takes floats of a column for equal that are no further apart than this.
    pub fn tolerance(mut self, column: impl ColumnName, tolerance: f64) -> Self {
        let column = self.find(column.column_name());
        self.options
            .tolerances
            .extend(column.map(|column| (column, tolerance)));
        self
    }

    /// Compares the first row with the first, the second with the second, and so on.
    pub fn in_order(mut self) -> Self {
        self.options.order = Order::Same;
        self
    }

    /// Whether both have the same rows, within the options.
    pub fn is_equal(&self) -> bool {
        let found = self.found();
        self.complaint.is_none()
            && found.differing.is_empty()
            && found.pairs.only_left.is_empty()
            && found.pairs.only_right.is_empty()
    }

    /// The rows that are on both sides, with other values.
    pub fn differing(&self) -> Vec<RowDifference> {
        self.found().differing
    }

    /// The rows that are on the left alone.
    pub fn only_left(&self) -> Vec<&[Value]> {
        let pairs = self.pairs();
        pairs
            .only_left
            .iter()
            .filter_map(|row| self.left.get(*row))
            .map(Vec::as_slice)
            .collect()
    }

    /// The rows that are on the right alone.
    pub fn only_right(&self) -> Vec<&[Value]> {
        let pairs = self.pairs();
        pairs
            .only_right
            .iter()
            .filter_map(|row| self.right.get(*row))
            .map(Vec::as_slice)
            .collect()
    }

    pub(super) fn key_of(&self, row: &[Value]) -> Vec<Value> {
        self.key
            .iter()
            .filter_map(|column| row.get(*column))
            .cloned()
            .collect()
    }

    fn find(&mut self, name: &str) -> Option<usize> {
        let found = self.columns.iter().position(|column| column == name);
        if found.is_none() {
            self.complaint = Some(format!(
                "there is no column `{name}`; there are {}",
                self.columns.join(", ")
            ));
        }
        found
    }

    fn pairs(&self) -> Pairs {
        match self.options.order {
            Order::Same => by_place(self.left.len(), self.right.len()),
            Order::Any if self.key.is_empty() => self.alike(),
            Order::Any => {
                let keys = |rows: &'_ [Vec<Value>]| -> Vec<Vec<Value>> {
                    rows.iter().map(|row| self.key_of(row)).collect()
                };
                let (left, right) = (keys(&self.left), keys(&self.right));
                by_key(
                    left.iter().map(|key| key.iter().collect()),
                    right.iter().map(|key| key.iter().collect()),
                )
            }
        }
    }

    /// Without a key, rows belong together that are equal; first those that are so exactly, then those that tolerances make so.
    fn alike(&self) -> Pairs {
        let compared = |row: &'_ Vec<Value>| -> Vec<Value> {
            let cells = row
                .iter()
                .enumerate()
                .filter(|(column, _)| !self.options.ignored.contains(column));
            cells.map(|(_, value)| value.clone()).collect()
        };
        let (left, right): (Vec<_>, Vec<_>) = (
            self.left.iter().map(compared).collect(),
            self.right.iter().map(compared).collect(),
        );
        let mut pairs = by_key(
            left.iter().map(|row| row.iter().collect()),
            right.iter().map(|row| row.iter().collect()),
        );
        if !self.options.tolerances.is_empty() {
            let mut left_over = Vec::new();
            for row in std::mem::take(&mut pairs.only_left) {
                let near = pairs
                    .only_right
                    .iter()
                    .position(|other| self.cells(row, *other).is_empty());
                match near {
                    Some(place) => pairs.both.push((row, pairs.only_right.remove(place))),
                    None => left_over.push(row),
                }
            }
            pairs.only_left = left_over;
        }
        pairs
    }

    /// The cells in which two rows differ.
    fn cells(&self, left: usize, right: usize) -> Vec<CellDifference> {
        let (Some(left), Some(right)) = (self.left.get(left), self.right.get(right)) else {
            return Vec::new();
        };
        let cells = self.columns.iter().zip(left.iter().zip(right)).enumerate();
        let differing = cells.filter(|(column, (_, (left, right)))| {
            !self.options.ignored.contains(column)
                && left != right
                && !self.is_near(*column, left, right)
        });
        differing
            .map(|(_, (column, (left, right)))| CellDifference {
                column: column.clone(),
                left: left.clone(),
                right: right.clone(),
            })
            .collect()
    }

    fn is_near(&self, column: usize, left: &Value, right: &Value) -> bool {
        let tolerance = self
            .options
            .tolerances
            .iter()
            .rev()
            .find(|(of, _)| *of == column);
        match (tolerance, float(left), float(right)) {
            (Some((_, tolerance)), Some(left), Some(right)) => (left - right).abs() <= *tolerance,
            _ => false,
        }
    }

    fn found(&self) -> Found {
        let pairs = self.pairs();
        let differing = pairs.both.iter().filter_map(|(left, right)| {
            let cells = self.cells(*left, *right);
            let key = if self.key.is_empty() || self.options.order == Order::Same {
                vec![Value::from(*left as u64)]
            } else {
                self.key_of(self.left.get(*left)?)
            };
            (!cells.is_empty()).then_some(RowDifference { key, cells })
        });
        Found {
            differing: differing.collect(),
            pairs,
        }
    }

    /// `id: 7`, or the place of the row.
    fn named(&self, key: &[Value]) -> String {
        if self.key.is_empty() || self.options.order == Order::Same {
            return format!("row {}", joined(key.iter().map(ToString::to_string)));
        }
        let names = self
            .key
            .iter()
            .filter_map(|column| self.columns.get(*column));
        joined(
            names
                .zip(key)
                .map(|(name, value)| format!("{name}: {}", value.quoted())),
        )
    }

    fn row(&self, row: Option<&Vec<Value>>) -> String {
        let cells = self
            .columns
            .iter()
            .zip(row.into_iter().flatten())
            .enumerate();
        let shown = cells.filter(|(column, (_, value))| {
            !self.options.ignored.contains(column) && !value.is_null()
        });
        joined(shown.map(|(_, (name, value))| format!("{name}: {}", value.quoted())))
    }

    fn write_rows(&self, f: &mut fmt::Formatter<'_>, kind: &Kind<'_>) -> fmt::Result {
        let Kind {
            title,
            sign,
            style,
            places,
            rows,
        } = kind;
        if places.is_empty() {
            return Ok(());
        }
        write!(f, "\n\n{} {title}:", counted(places.len(), "row"))?;
        for place in places.iter().take(shown(f)) {
            let line = format!("{sign} {}", self.row(rows.get(*place)));
            f.write_str("\n  ")?;
            Painted(*style, line).fmt(f)?;
        }
        write_more(f, places.len(), "row")
    }

    fn write_differing(
        &self,
        f: &mut fmt::Formatter<'_>,
        differing: &[RowDifference],
    ) -> fmt::Result {
        if differing.is_empty() {
            return Ok(());
        }
        write!(
            f,
            "\n\n{} with other values:",
            counted(differing.len(), "row")
        )?;
        for row in differing.iter().take(shown(f)) {
            write!(f, "\n  {}", self.named(&row.key))?;
            for CellDifference {
                column,
                left,
                right,
            } in &row.cells
            {
                write!(f, "\n    {column}: ")?;
                Painted(LEFT, left.quoted()).fmt(f)?;
                f.write_str(" → ")?;
                Painted(RIGHT, right.quoted()).fmt(f)?;
            }
        }
        write_more(f, differing.len(), "row")
    }
}

struct Found {
    pairs: Pairs,
    differing: Vec<RowDifference>,
}

/// Rows of one side.
struct Kind<'a> {
    title: &'static str,
    sign: char,
    style: anstyle::Style,
    places: &'a [usize],
    rows: &'a [Vec<Value>],
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(complaint) = &self.complaint {
            return write!(f, "`{}` cannot be compared: {complaint}", self.table);
        }
        let found = self.found();
        if self.is_equal() {
            return write!(
                f,
                "`{}`: equal, {}",
                self.table,
                counted(self.left.len(), "row")
            );
        }
        let (left, right) = (
            counted(self.left.len(), "row"),
            counted(self.right.len(), "row"),
        );
        write!(
            f,
            "`{}` differs: {left} on the left, {right} on the right",
            self.table
        )?;
        self.write_differing(f, &found.differing)?;
        let (only_left, only_right) = (&found.pairs.only_left, &found.pairs.only_right);
        let (left, right) = (&self.left, &self.right);
        self.write_rows(
            f,
            &Kind {
                title: "only on the left",
                sign: '-',
                style: LEFT,
                places: only_left,
                rows: left,
            },
        )?;
        self.write_rows(
            f,
            &Kind {
                title: "only on the right",
                sign: '+',
                style: RIGHT,
                places: only_right,
                rows: right,
            },
        )
    }
}

fn shown(f: &fmt::Formatter<'_>) -> usize {
    f.precision().unwrap_or(SHOWN)
}

fn write_more(f: &mut fmt::Formatter<'_>, n: usize, what: &str) -> fmt::Result {
    match n.saturating_sub(shown(f)) {
        0 => Ok(()),
        more => write!(f, "\n  … {} more", counted(more, what)),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Float32(float) => Some(f64::from(*float)),
        Value::Float64(float) => Some(*float),
        _ => None,
    }
}
