use crate::record::{Col, ColumnOf, MemTable};
use crate::schema::{Schema, Value};
use crate::table::{Snapshot, Table};

/// What can be compared: rows of a known schema.
///
/// Implemented for tables, snapshots, and for slices, arrays and vectors of rows.
pub trait Tabular {
    /// The schema of the rows.
    fn schema(&self) -> &Schema;
    /// The rows in order, each as the values of its columns.
    fn to_values(&self) -> Vec<Vec<Value>>;
}

impl<R: MemTable> Tabular for Snapshot<R> {
    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        values(self.iter())
    }
}

impl<R: MemTable> Tabular for Table<R> {
    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        values(self.iter())
    }
}

impl<R: MemTable> Tabular for [R] {
    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        values(self.iter())
    }
}

impl<R: MemTable, const N: usize> Tabular for [R; N] {
    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        values(self.iter())
    }
}

impl<R: MemTable> Tabular for Vec<R> {
    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        values(self.iter())
    }
}

impl<T: Tabular + ?Sized> Tabular for &T {
    fn schema(&self) -> &Schema {
        T::schema(self)
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        T::to_values(self)
    }
}

fn values<'a, R: MemTable + 'a>(rows: impl Iterator<Item = &'a R>) -> Vec<Vec<Value>> {
    let accessors = R::accessors();
    rows.map(|row| {
        accessors
            .iter()
            .map(|accessor| (accessor.value)(row))
            .collect()
    })
    .collect()
}

/// A column that an assertion names: `User::AGE`, or by its name, `"age"`.
pub trait ColumnName {
    /// Its name.
    fn column_name(&self) -> &str;
}

impl<R, C: ColumnOf<R>> ColumnName for Col<R, C> {
    fn column_name(&self) -> &str {
        C::NAME
    }
}

impl ColumnName for str {
    fn column_name(&self) -> &str {
        self
    }
}

impl<T: ColumnName + ?Sized> ColumnName for &T {
    fn column_name(&self) -> &str {
        T::column_name(self)
    }
}

/// The rows, of the type that the table has: so that a list without rows has a type too.
#[doc(hidden)]
pub fn rows_like<T: Like + ?Sized, const N: usize>(_table: &T, rows: [T::Row; N]) -> [T::Row; N] {
    rows
}

/// A table of a known type of rows.
#[doc(hidden)]
pub trait Like {
    /// That type.
    type Row: MemTable;
}

impl<R: MemTable> Like for Table<R> {
    type Row = R;
}

impl<R: MemTable> Like for Snapshot<R> {
    type Row = R;
}

impl<R: MemTable> Like for [R] {
    type Row = R;
}

impl<R: MemTable> Like for Vec<R> {
    type Row = R;
}

impl<T: Like + ?Sized> Like for &T {
    type Row = T::Row;
}
