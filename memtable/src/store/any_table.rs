use std::any::Any;
use std::borrow::Cow;
use std::collections::HashSet;

use crate::error::Error;
use crate::record::{Accessor, MemTable, RowValues, ValueRow};
use crate::schema::{Rule, Schema, Value};
use crate::store::{Store, TableHandle, typed_write};
use crate::table::{MemoryUsage, RowId, Table};
use crate::validate::{Report, Violation};
use crate::write::{Contract, WriteRequest, Written};

/// The values of a key, column by column.
pub(crate) type Key = Vec<Value>;

/// A table of the store, whatever its rows are: what is published, and, cloned, what is written to.
pub(crate) trait AnyTable: Any + Send + Sync {
    fn schema(&self) -> &Schema;

    /// What rows may change of the schema; none where the columns are a struct's.
    fn contract(&self) -> Option<Contract>;

    fn n_rows(&self) -> usize;

    fn memory_usage(&self) -> MemoryUsage;

    /// By how many bytes the rows grew since an older version of the same table.
    fn growth_since(&self, older: &dyn AnyTable) -> i128;

    /// A copy to write to, which shares the rows.
    fn draft(&self) -> Box<dyn AnyTable>;

    /// The table without its rows.
    fn emptied(&self) -> Box<dyn AnyTable>;

    /// Whether anything differs from an older version of the same table.
    fn differs_from(&self, older: &dyn AnyTable) -> bool;

    /// Visits what changed since an older version of the same table.
    fn visit_changes(&self, older: &dyn AnyTable, visit: &mut dyn FnMut(RowChange<'_>));

    /// Visits every row.
    fn visit_rows(&self, visit: &mut dyn FnMut(&dyn AnyRow));

    /// Whether a row has this key in these columns.
    fn has_key(&self, columns: &[usize], key: &[Value]) -> bool;

    /// Visits the rows that have one of these keys, each with its place in the order. Costs a lookup for each key where the
    /// columns have an index, else one visit of every row.
    fn visit_keyed(
        &self,
        columns: &[usize],
        keys: &HashSet<Key>,
        visit: &mut dyn FnMut(usize, &dyn AnyRow),
    );

    /// Writes rows of values, in the order of the schema's columns, to the table of this name, which is this one, in its
    /// turn; `None` where a cell is absent, and its default stands for it.
    fn write_values(
        &self,
        store: &Store,
        name: &str,
        rows: Vec<ValueRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error>;

    /// Deletes the rows that have one of these keys, and tells how many.
    fn delete_keyed(&mut self, columns: &[usize], keys: &HashSet<Key>) -> Result<usize, Report>;

    /// Makes these columns null in the rows that have one of these keys, and tells how many.
    fn unset_keyed(&mut self, columns: &[usize], keys: &HashSet<Key>) -> Result<usize, Report>;
}

/// A row whose type is not known.
pub(crate) trait AnyRow {
    /// The value of the column at this position of the schema.
    fn value(&self, column: usize) -> Value;
}

/// What became of a row.
pub(crate) enum RowChange<'a> {
    Inserted(&'a dyn AnyRow),
    /// Before, after.
    Updated(&'a dyn AnyRow, &'a dyn AnyRow),
    Deleted(&'a dyn AnyRow),
}

/// A row of type `R`, seen as one whose type is not known.
pub(super) struct TypedRow<'a, R> {
    pub(super) row: &'a R,
    pub(super) accessors: &'a [Accessor<R>],
}

impl<R> AnyRow for TypedRow<'_, R> {
    fn value(&self, column: usize) -> Value {
        let accessor = self.accessors.get(column);
        accessor.map_or(Value::Null, |accessor| (accessor.value)(self.row))
    }
}

/// The table of rows of type `R`, where it is one.
pub(super) fn typed<R: 'static>(table: &dyn AnyTable) -> Option<&Table<R>> {
    (table as &dyn Any).downcast_ref()
}

impl<R: MemTable + Send + Sync + 'static> AnyTable for Table<R> {
    fn schema(&self) -> &Schema {
        R::SCHEMA
    }

    fn contract(&self) -> Option<Contract> {
        None
    }

    fn n_rows(&self) -> usize {
        self.len()
    }

    fn memory_usage(&self) -> MemoryUsage {
        (**self).memory_usage()
    }

    fn growth_since(&self, older: &dyn AnyTable) -> i128 {
        typed::<R>(older).map_or(0, |older| (**self).growth_since(older))
    }

    fn draft(&self) -> Box<dyn AnyTable> {
        Box::new(self.clone())
    }

    fn emptied(&self) -> Box<dyn AnyTable> {
        Box::new(Table::<R>::new())
    }

    fn differs_from(&self, older: &dyn AnyTable) -> bool {
        let older = typed::<R>(older);
        older.is_none_or(|older| self.len() != older.len() || (**self).differs_from(older))
    }

    fn visit_changes(&self, older: &dyn AnyTable, visit: &mut dyn FnMut(RowChange<'_>)) {
        let Some(older) = typed::<R>(older) else {
            return;
        };
        let accessors = &R::accessors();
        let any = |row| TypedRow { row, accessors };
        let changes = self.changes_since(older);
        for row in changes.inserted {
            visit(RowChange::Inserted(&any(row)));
        }
        for updated in changes.updated {
            visit(RowChange::Updated(
                &any(updated.before),
                &any(updated.after),
            ));
        }
        for row in changes.deleted {
            visit(RowChange::Deleted(&any(row)));
        }
    }

    fn visit_rows(&self, visit: &mut dyn FnMut(&dyn AnyRow)) {
        let accessors = &R::accessors();
        for row in self {
            visit(&TypedRow { row, accessors });
        }
    }

    fn has_key(&self, columns: &[usize], key: &[Value]) -> bool {
        self.has_values(columns, key)
    }

    fn visit_keyed(
        &self,
        columns: &[usize],
        keys: &HashSet<Key>,
        visit: &mut dyn FnMut(usize, &dyn AnyRow),
    ) {
        let accessors = &R::accessors();
        for id in self.rows_with(columns, keys) {
            let (row, position) = self.row_and_position(id);
            visit(position, &TypedRow { row, accessors });
        }
    }

    fn write_values(
        &self,
        store: &Store,
        name: &str,
        rows: Vec<ValueRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        let request = typed_write(&format!("table {name}"), request)?;
        let rows = rows_of::<R>(name, rows)?;
        let written = TableHandle::<R>::new(store.clone(), name).write(rows, request)?;
        Ok(written.written)
    }

    fn delete_keyed(&mut self, columns: &[usize], keys: &HashSet<Key>) -> Result<usize, Report> {
        let ids = self.rows_with(columns, keys);
        let n_rows = ids.len();
        match self.delete_rows(ids) {
            Ok(()) => Ok(n_rows),
            Err(rejected) => Err(rejected.report),
        }
    }

    fn unset_keyed(&mut self, columns: &[usize], keys: &HashSet<Key>) -> Result<usize, Report> {
        let ids = self.rows_with(columns, keys);
        match self.set_null(&ids, columns) {
            Ok(()) => Ok(ids.len()),
            Err(rejected) => Err(in_table(self, &ids, rejected.report)),
        }
    }
}

/// The rows of these values; a report of every value that does not fit.
pub(crate) fn rows_of<R: MemTable>(name: &str, rows: Vec<ValueRow>) -> Result<Vec<R>, Error> {
    let (mut made, mut violations) = (Vec::with_capacity(rows.len()), Vec::new());
    let n_rows = rows.len();
    for (place, row) in rows.into_iter().enumerate() {
        let mut values = RowValues::new(row);
        match R::from_values(&mut values) {
            Some(row) => made.push(row),
            None => violations.extend(misfits(R::SCHEMA, place, values)),
        }
    }
    if violations.is_empty() {
        return Ok(made);
    }
    Err(Error::Rejected(vec![Report {
        table: Cow::Owned(name.to_owned()),
        n_rows,
        violations,
    }]))
}

fn misfits(schema: &Schema, place: usize, values: RowValues) -> impl Iterator<Item = Violation> {
    let misfits = values.into_misfits().into_iter();
    misfits.filter_map(move |(column, value)| {
        let column = schema.columns.get(column)?;
        let (rule, value) = match value {
            None | Some(Value::Null) => (Rule::NotNull, Value::Null),
            Some(value) => (Rule::Type(column.data_type.clone()), value),
        };
        let columns = vec![column.name.clone()];
        Some(Violation::new(place, columns, rule, value))
    })
}

/// The report with the rows' places in the table.
fn in_table<R: MemTable>(table: &Table<R>, ids: &[RowId], mut report: Report) -> Report {
    for violation in &mut report.violations {
        if let Some(id) = ids.get(violation.row) {
            violation.row = table.row_and_position(*id).1;
        }
    }
    report.n_rows = table.len();
    report
}
