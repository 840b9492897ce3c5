use crate::record::{Col, ColumnOf, MemTable};
use crate::schema::{Schema, Value};
use crate::table::{Snapshot, Table};

/// What can be compared: rows of a known schema.
///
/// Implemented for tables and snapshots, typed and dynamic, and for slices, arrays and vectors of rows.
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

/// A table that is compared with rows of this type: a typed one with rows of its own, a dynamic one with what is
/// [`Said`](crate::testing::Said).
pub trait RowsLike<R> {
    /// The cells of a row.
    fn cells(&self, row: R) -> Vec<Value>;
}

impl<R: MemTable> RowsLike<R> for Table<R> {
    fn cells(&self, row: R) -> Vec<Value> {
        cells(&row)
    }
}

impl<R: MemTable> RowsLike<R> for Snapshot<R> {
    fn cells(&self, row: R) -> Vec<Value> {
        cells(&row)
    }
}

impl<R: MemTable> RowsLike<R> for [R] {
    fn cells(&self, row: R) -> Vec<Value> {
        cells(&row)
    }
}

impl<R: MemTable, const N: usize> RowsLike<R> for [R; N] {
    fn cells(&self, row: R) -> Vec<Value> {
        cells(&row)
    }
}

impl<R: MemTable> RowsLike<R> for Vec<R> {
    fn cells(&self, row: R) -> Vec<Value> {
        cells(&row)
    }
}

impl<R, T: RowsLike<R> + ?Sized> RowsLike<R> for &T {
    fn cells(&self, row: R) -> Vec<Value> {
        T::cells(self, row)
    }
}

fn cells<R: MemTable>(row: &R) -> Vec<Value> {
    values(std::iter::once(row)).concat()
}
