//! Rows found and changed by columns and values that are known at run time only.

use std::collections::HashSet;

use crate::record::{Accessor, MemTable};
use crate::schema::Value;
use crate::table::indexed_rows::RowId;
use crate::table::{Snapshot, Table};
use crate::write::Rejected;

/// The values of a key, column by column.
pub(crate) type KeyValues = Vec<Value>;

impl<R: MemTable> Snapshot<R> {
    /// The rows that have one of these keys in these columns. Costs a lookup for each key where the columns have an index,
    /// else one visit of every row.
    pub(crate) fn rows_with(&self, columns: &[usize], keys: &HashSet<KeyValues>) -> Vec<RowId> {
        let accessors = picked::<R>(columns);
        if let Some(key) = self.key_over(columns) {
            let found = keys
                .iter()
                .flat_map(|values| self.found(key, &accessors, values));
            found.collect()
        } else {
            let has_key = |row: &R| keys.contains(&values_of(&accessors, row));
            let rows = self.rows.iter_ids().filter(|(_, row)| has_key(row));
            rows.map(|(id, _)| id).collect()
        }
    }

    /// Whether a row has this key in these columns. Costs as [`rows_with`](Self::rows_with).
    pub(crate) fn has_values(&self, columns: &[usize], values: &[Value]) -> bool {
        let accessors = picked::<R>(columns);
        match self.key_over(columns) {
            Some(key) => self.found(key, &accessors, values).next().is_some(),
            None => self.iter().any(|row| values_of(&accessors, row) == values),
        }
    }

    /// The row at `id`, which a row has, and its place in the order.
    pub(crate) fn row_and_position(&self, id: RowId) -> (&R, usize) {
        (self.rows.row(id), self.rows.positions().of(id))
    }

    /// Whether anything at all differs from an older version. Costs a step per block, and the blocks that differ.
    pub(crate) fn differs_from(&self, older: &Snapshot<R>) -> bool {
        let diff = self.rows.diff(&older.rows);
        !diff.old.is_empty() || !diff.new.is_empty()
    }

    fn key_over(&self, columns: &[usize]) -> Option<usize> {
        self.rows
            .keys()
            .iter()
            .position(|key| key.columns == columns)
    }

    fn found<'a>(
        &'a self,
        key: usize,
        accessors: &'a [Accessor<R>],
        values: &'a [Value],
    ) -> impl Iterator<Item = RowId> + 'a {
        let hash = (self.rows.keys()[key].hash_values)(values, self.rows.state());
        let has_values = move |row: &R| values_of(accessors, row) == values;
        hash.into_iter()
            .flat_map(move |hash| self.rows.find_all(key, hash, has_values))
    }
}

impl<R: MemTable> Table<R> {
    /// Deletes these rows.
    pub(crate) fn delete_rows(&mut self, ids: Vec<RowId>) -> Result<(), Rejected<R>> {
        self.delete(ids)
    }

    /// Makes these columns of these rows null.
    pub(crate) fn set_null(&mut self, ids: &[RowId], columns: &[usize]) -> Result<(), Rejected<R>> {
        let accessors = picked::<R>(columns);
        let without = |&id: &RowId| {
            let mut row = self.rows.row(id).clone();
            for accessor in &accessors {
                // A column without nulls keeps its value: the reference then stays broken, and is reported.
                let _kept = (accessor.set)(&mut row, Value::Null);
            }
            (id, row)
        };
        let updates = ids.iter().map(without).collect();
        self.put(updates)
    }
}

fn picked<R: MemTable>(columns: &[usize]) -> Vec<Accessor<R>> {
    let mut accessors: Vec<_> = R::accessors().into_iter().map(Some).collect();
    let picked = columns
        .iter()
        .filter_map(|&column| accessors.get_mut(column)?.take());
    picked.collect()
}

fn values_of<R>(accessors: &[Accessor<R>], row: &R) -> KeyValues {
    accessors
        .iter()
        .map(|accessor| (accessor.value)(row))
        .collect()
}
