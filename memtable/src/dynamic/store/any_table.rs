use std::any::Any;
use std::collections::{HashMap, HashSet};

use crate::dynamic::table::{DynRow, DynTable, RowId};
use crate::dynamic::write::{DynWrite, named, report};
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::{Rule, Schema, Value};
use crate::store::{AnyRow, AnyTable, Key, RowChange, Store};
use crate::table::MemoryUsage;
use crate::validate::{Report, Violation};
use crate::write::{Contract, WriteRequest, Written};

impl AnyRow for DynRow<'_> {
    fn value(&self, column: usize) -> Value {
        self.value_at(column)
    }
}

/// A row that was read out of its columns.
struct ReadRow(Vec<Value>);

impl AnyRow for ReadRow {
    fn value(&self, column: usize) -> Value {
        self.0.get(column).cloned().unwrap_or(Value::Null)
    }
}

impl AnyTable for DynTable {
    fn schema(&self) -> &Schema {
        (**self).schema()
    }

    fn contract(&self) -> Option<Contract> {
        Some(DynTable::contract(self))
    }

    fn n_rows(&self) -> usize {
        self.len()
    }

    fn memory_usage(&self) -> MemoryUsage {
        (**self).memory_usage()
    }

    fn growth_since(&self, older: &dyn AnyTable) -> i128 {
        let bytes = |bytes: usize| i128::try_from(bytes).unwrap_or(i128::MAX);
        let older = (older as &dyn Any).downcast_ref::<DynTable>();
        older.map_or(0, |older| {
            let (new, old) = self.rows.bytes_since(&older.rows);
            bytes(new) - bytes(old)
        })
    }

    fn draft(&self) -> Box<dyn AnyTable> {
        Box::new(self.clone())
    }

    fn emptied(&self) -> Box<dyn AnyTable> {
        let mut emptied = self.clone();
        emptied.clear();
        Box::new(emptied)
    }

    fn differs_from(&self, older: &dyn AnyTable) -> bool {
        let older = (older as &dyn Any).downcast_ref::<DynTable>();
        older.is_none_or(|older| {
            let same_rows = self.rows.is_same(&older.rows);
            !same_rows || self.schema != older.schema || self.contract() != older.contract()
        })
    }

    /// Rows are followed by their primary key; without one, a changed row is a deleted one and an inserted one.
    fn visit_changes(&self, older: &dyn AnyTable, visit: &mut dyn FnMut(RowChange<'_>)) {
        let Some(older) = (older as &dyn Any).downcast_ref::<DynTable>() else {
            return;
        };
        let (new, old) = self.rows.places_since(&older.rows);
        let read = |table: &DynTable, places: Vec<_>| {
            let rows = places
                .into_iter()
                .map(|(piece, place)| DynRow::new(table.schema(), piece, place));
            rows.map(|row| row.values()).collect::<Vec<_>>()
        };
        let (new, old) = (read(self, new), read(older, old));
        let key = self
            .schema()
            .primary_key
            .iter()
            .filter_map(|name| self.schema().column_idx(name));
        let key: Vec<usize> = key.collect();
        let identity = |row: &[Value]| match key.as_slice() {
            [] => row.to_vec(),
            key => key
                .iter()
                .filter_map(|idx| row.get(*idx).cloned())
                .collect(),
        };
        let mut gone: HashMap<Key, Vec<Vec<Value>>> = HashMap::new();
        for row in old.into_iter().rev() {
            gone.entry(identity(&row)).or_default().push(row);
        }
        for row in new {
            match gone.get_mut(&identity(&row)).and_then(Vec::pop) {
                None => visit(RowChange::Inserted(&ReadRow(row))),
                Some(before) if before == row => {}
                Some(before) => visit(RowChange::Updated(&ReadRow(before), &ReadRow(row))),
            }
        }
        for row in gone.into_values().flatten() {
            visit(RowChange::Deleted(&ReadRow(row)));
        }
    }

    fn visit_rows(&self, visit: &mut dyn FnMut(&dyn AnyRow)) {
        for row in self {
            visit(&row);
        }
    }

    fn has_key(&self, columns: &[usize], key: &[Value]) -> bool {
        if self.has_unique(columns) {
            return self.id_by(columns, key).is_some();
        }
        self.iter().any(|row| {
            columns
                .iter()
                .zip(key)
                .all(|(idx, value)| row.value_at(*idx) == *value)
        })
    }

    fn visit_keyed(
        &self,
        columns: &[usize],
        keys: &HashSet<Key>,
        visit: &mut dyn FnMut(usize, &dyn AnyRow),
    ) {
        let ids = rows_with(self, columns, keys);
        for (id, position) in ids.iter().zip(self.rows.positions(&ids)) {
            if let Some((piece, place)) = self.rows.place(*id) {
                visit(position, &DynRow::new(self.schema(), piece, place));
            }
        }
    }

    fn write_values(
        &self,
        store: &Store,
        name: &str,
        rows: Vec<ValueRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        let (rows, request) = (named(self.schema(), rows), DynWrite::from(request.clone()));
        let handle = store.dynamic(name)?;
        let outcome = handle.edit(|table| table.write_cells(&rows, &request))?;
        Ok(outcome.written)
    }

    fn delete_keyed(&mut self, columns: &[usize], keys: &HashSet<Key>) -> Result<usize, Report> {
        let ids = rows_with(self, columns, keys);
        let written = self.delete(ids);
        written
            .map(|written| written.deleted)
            .map_err(|error| told(self, error))
    }

    fn unset_keyed(&mut self, columns: &[usize], keys: &HashSet<Key>) -> Result<usize, Report> {
        let ids = rows_with(self, columns, keys);
        let nulls: Vec<(usize, Value)> = columns.iter().map(|idx| (*idx, Value::Null)).collect();
        let written = self.set(&ids, &nulls);
        written.map(|_| ids.len()).map_err(|not_written| {
            let mut report = told(self, not_written.error);
            let positions = self.rows.positions(&ids);
            for violation in &mut report.violations {
                violation.row = positions
                    .get(violation.row)
                    .copied()
                    .unwrap_or(violation.row);
            }
            report.n_rows = self.len();
            report
        })
    }
}

/// The rows that have one of these keys. Costs a lookup for each where the columns are a key, else a visit of every row.
fn rows_with(table: &DynTable, columns: &[usize], keys: &HashSet<Key>) -> Vec<RowId> {
    if table.has_unique(columns) {
        let mut ids: Vec<RowId> = keys
            .iter()
            .filter_map(|key| table.id_by(columns, key))
            .collect();
        ids.sort_unstable();
        return ids;
    }
    let has_key = |row: &DynRow<'_>| {
        let key: Key = columns.iter().map(|idx| row.value_at(*idx)).collect();
        keys.contains(&key)
    };
    let rows = table.rows.ids().zip(table.iter());
    rows.filter(|(_, row)| has_key(row))
        .map(|(id, _)| id)
        .collect()
}

/// The report of an error.
fn told(table: &DynTable, error: Error) -> Report {
    match error {
        Error::Rejected(mut reports) if !reports.is_empty() => reports.remove(0),
        error => {
            let violation = Violation {
                message: Some(error.to_string()),
                ..Violation::new(0, Vec::new(), Rule::Columns, Value::Null)
            };
            report(table.schema(), table.len(), vec![violation])
        }
    }
}
