//! Dynamic tables: compared, judged and written as typed ones are.

use crate::dynamic::{DynSnapshot, DynTable};
use crate::schema::{Column, Schema, Value};
use crate::testing::rows::{RowsLike, Tabular};
use crate::testing::rules::{Broken, Judged};
use crate::testing::rust::{argument, whole};
use crate::testing::said::{Said, cells};
use crate::testing::text::markdown;

/// How many values the longest tuple has that can be [`Said`].
const LONGEST: usize = 16;

impl Tabular for DynSnapshot {
    fn schema(&self) -> &Schema {
        DynSnapshot::schema(self)
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        self.iter().map(|row| row.values()).collect()
    }
}

impl Tabular for DynTable {
    fn schema(&self) -> &Schema {
        DynSnapshot::schema(self)
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        DynSnapshot::to_values(self)
    }
}

impl<S: Said> RowsLike<S> for DynSnapshot {
    fn cells(&self, row: S) -> Vec<Value> {
        let columns = DynSnapshot::schema(self).columns.iter();
        cells(row.values(), columns.map(|column| &column.name))
    }
}

impl<S: Said> RowsLike<S> for DynTable {
    fn cells(&self, row: S) -> Vec<Value> {
        DynSnapshot::cells(self, row)
    }
}

impl Judged for DynSnapshot {
    fn broken(&self) -> Option<Broken> {
        self.verify().err().map(Broken::from)
    }
}

impl Judged for DynTable {
    fn broken(&self) -> Option<Broken> {
        DynSnapshot::broken(self)
    }
}

impl DynSnapshot {
    /// The rows as a table of Markdown, numbers at the right; an empty cell where there is no value.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    ///
    /// let cities = DynTable::from_csv(b"name,people\nBern,134591\nBiel,\n")?;
    /// assert_eq!(
    ///     cities.to_markdown(),
    ///     "\
    /// | name | people |
    /// |------|-------:|
    /// | Bern | 134591 |
    /// | Biel |        |
    /// "
    /// );
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    pub fn to_markdown(&self) -> String {
        markdown(self)
    }

    /// The rows as Rust, to be pasted into [`assert_rows!`](crate::assert_rows): an array of tuples.
    ///
    /// Values are written as people say them, a date as its text, and as a [`Value`] where Rust has none. More than 16 columns
    /// are a `vec![]` of [`Value`]s.
    ///
    /// ```
    /// use memtable::{assert_rows, dynamic::DynTable};
    ///
    /// let cities = DynTable::from_csv(b"name,people,since\nBern,134591,1191-01-01\nBiel,,\n")?;
    /// assert_eq!(
    ///     cities.to_rust_literal(),
    ///     r#"[
    ///     ("Bern", 134591, "1191-01-01"),
    ///     ("Biel", memtable::Value::Null, memtable::Value::Null),
    /// ]"#
    /// );
    /// // pasted:
    /// assert_rows!(cities, [
    ///     ("Bern", 134591, "1191-01-01"),
    ///     ("Biel", memtable::Value::Null, memtable::Value::Null),
    /// ]);
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    ///
    /// See also [`to_csv`](Self::to_csv), which [`DynTable::from_csv`] reads, and [`to_markdown`](Self::to_markdown).
    pub fn to_rust_literal(&self) -> String {
        if self.is_empty() {
            return "[]".to_owned();
        }
        let columns = &DynSnapshot::schema(self).columns;
        let rows = self.iter().map(|row| row.values());
        let rows = rows.map(|cells| format!("    {},\n", row(&cells, columns)));
        format!("[\n{}]", rows.collect::<String>())
    }
}

/// A row as a tuple, or as a list where it is longer than tuples are.
fn row(cells: &[Value], columns: &[Column]) -> String {
    if cells.len() > LONGEST {
        let cells: Vec<String> = cells.iter().map(whole).collect();
        return format!("vec![{}]", cells.join(", "));
    }
    let cells = cells.iter().zip(columns);
    let cells: Vec<String> = cells.map(|(cell, column)| said(cell, column)).collect();
    match cells.as_slice() {
        [cell] => format!("({cell},)"),
        cells => format!("({})", cells.join(", ")),
    }
}

/// A value as a person says it.
fn said(value: &Value, column: &Column) -> String {
    match value.plain(&column.data_type) {
        // What fits into an `i32` is one without being told.
        Value::Int(int) if i32::try_from(int).is_ok() => int.to_string(),
        Value::Float64(float) if float.is_finite() => format!("{float:?}"),
        Value::Bytes(bytes) if bytes.is_empty() => "Vec::<u8>::new()".to_owned(),
        Value::Bytes(bytes) => {
            let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte}_u8")).collect();
            format!("vec![{}]", bytes.join(", "))
        }
        plain @ (Value::Bool(_)
        | Value::Int(_)
        | Value::UInt(_)
        | Value::Float32(_)
        | Value::Float64(_)
        | Value::Text(_)) => argument(&plain),
        plain => whole(&plain),
    }
}
