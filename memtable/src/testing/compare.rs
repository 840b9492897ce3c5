use std::borrow::Cow;

use crate::schema::{DataType, Schema, Value};
use crate::testing::keyed::{Pairs, by_key, by_place};
use crate::testing::rows::{ColumnName, Tabular};
use crate::testing::said::cells;
use crate::testing::sheet::{arranged, fitted};

/// What differs between two tables. Made by [`compare`]; `Display` is a page for people, in colours with `{:#}`; `{:.3}` shows
/// the first 3 of each kind.
#[derive(Clone, Debug)]
#[must_use]
pub struct Comparison {
    pub(super) table: Cow<'static, str>,
    pub(super) columns: Vec<Cow<'static, str>>,
    types: Vec<DataType>,
    pub(super) key: Vec<usize>,
    pub(super) left: Vec<Vec<Value>>,
    pub(super) right: Vec<Vec<Value>>,
    options: Options,
    pub(super) complaint: Option<String>,
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
/// Columns are found by name, in whatever order they are. So a dynamic table can be compared with a typed one: values are the
/// same where both sides hold the same kind of value, integers of all widths being one kind.
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
    let (rows, complaint) = match arranged(right, schema) {
        Ok(rows) => (rows, None),
        Err(complaint) => (Vec::new(), Some(complaint)),
    };
    let columns = schema.columns.iter();
    Comparison {
        table: schema.name.clone(),
        key: key(schema, right.schema()),
        columns: columns.clone().map(|column| column.name.clone()).collect(),
        types: columns.map(|column| column.data_type.clone()).collect(),
        left: left.to_values(),
        right: rows,
        options: Options::default(),
        complaint,
    }
}

/// The columns of the primary key that one side has; those of the left, where both have one.
fn key(left: &Schema, right: &Schema) -> Vec<usize> {
    let keys = [&left.primary_key, &right.primary_key];
    let key = keys.into_iter().find(|key| !key.is_empty());
    let names = key.into_iter().flat_map(|key| key.iter());
    names.filter_map(|name| left.column_idx(name)).collect()
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

    /// What a row is called: its key; all its values, where there is none.
    pub(super) fn key_of(&self, row: &[Value]) -> Vec<Value> {
        if self.key.is_empty() {
            return row.to_vec();
        }
        let cells = self.key.iter().filter_map(|column| row.get(*column));
        cells.cloned().collect()
    }

    /// A key as the columns hold it.
    pub(super) fn fitted_key(&self, key: &[Value]) -> Vec<Value> {
        let (key, columns) = if self.key.is_empty() {
            let all = (0..self.types.len()).collect();
            (cells(key.to_vec(), self.columns.iter()), all)
        } else {
            (key.to_vec(), self.key.clone())
        };
        let types = columns.iter().map(|column| self.types.get(*column));
        let cells = key.iter().zip(types.chain(std::iter::repeat(None)));
        cells
            .map(|(cell, data_type)| fitted(cell.clone(), data_type))
            .collect()
    }

    /// A value as the column holds it.
    pub(super) fn fitted_cell(&self, column: &str, value: &Value) -> Value {
        let place = self.columns.iter().position(|name| name == column);
        fitted(value.clone(), place.and_then(|place| self.types.get(place)))
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
            !self.is_ignored(*column) && left != right && !self.is_near(*column, left, right)
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

    pub(super) fn found(&self) -> Found {
        let pairs = self.pairs();
        let differing = pairs.both.iter().filter_map(|(left, right)| {
            let cells = self.cells(*left, *right);
            let key = if self.is_by_place() {
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

    pub(super) fn is_ignored(&self, column: usize) -> bool {
        self.options.ignored.contains(&column)
    }

    /// Whether rows are called by their places.
    pub(super) fn is_by_place(&self) -> bool {
        self.key.is_empty() || self.options.order == Order::Same
    }
}

/// What was compared.
pub(super) struct Found {
    pub(super) pairs: Pairs,
    pub(super) differing: Vec<RowDifference>,
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Float32(float) => Some(f64::from(*float)),
        Value::Float64(float) => Some(*float),
        _ => None,
    }
}
