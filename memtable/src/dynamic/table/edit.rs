use std::fmt;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};

use crate::dynamic::cell;
use crate::dynamic::contract::converted;
use crate::dynamic::filter::{IntoCondition, checked};
use crate::dynamic::keys::Change;
use crate::dynamic::merge::{known_column, same_rows};
use crate::dynamic::table::{DynTable, Piece, RowId, landed};
use crate::dynamic::write::{broken_rules, key_cells, report};
use crate::error::Error;
use crate::schema::{Expr, Rule, SyntaxError, Value};
use crate::store::NotWritten;
use crate::validate::Violation;
use crate::write::Written;

/// The writes to rows that are there. All or nothing, as every write.
impl DynTable {
    /// Changes columns of the rows for which a condition is true: see [`filter`](crate::dynamic::DynSnapshot::filter).
    ///
    /// ```
    /// # use memtable::Value;
    /// # use memtable::dynamic::{DynTable, cell, col};
    /// # use memtable::schema::{Column, DataType, Rule, Schema};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let age = Column::new("age", DataType::UInt8).nullable().with_rule(Rule::range(..=150));
    /// let ages = cell::array(&age, &[Value::from(17), Value::from(34)])?;
    /// let mut users = DynTable::new(Schema::new("users").with_column(age))?;
    /// users.append(arrow_array::RecordBatch::try_from_iter([("age", ages)])?)?;
    ///
    /// let written = users.update_where("age < 18").set("age", 18).run()?;
    /// assert_eq!((written.updated, written.unchanged), (1, 0));
    ///
    /// let refused = users.update_where(col("age").is_some()).set("age", 200).run().unwrap_err();
    /// assert_eq!(refused.report().map(|report| report.len()), Some(2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_where(&mut self, condition: impl IntoCondition) -> DynUpdate<'_> {
        DynUpdate {
            table: self,
            condition: condition.into_condition(),
            sets: Vec::new(),
        }
    }

    /// Deletes the rows for which a condition is true.
    ///
    /// # Errors
    /// As [`filter`](crate::dynamic::DynSnapshot::filter); the table is as it was.
    pub fn delete_where(&mut self, condition: impl IntoCondition) -> Result<Written, Error> {
        let expr = checked(&self.schema, condition)?;
        let deletes = self.ids_where(&expr)?;
        self.delete(deletes)
    }

    /// Keeps the rows for which a condition is true, and deletes the others: also those for which it is unknown.
    ///
    /// # Errors
    /// As [`filter`](crate::dynamic::DynSnapshot::filter); the table is as it was.
    pub fn retain(&mut self, condition: impl IntoCondition) -> Result<Written, Error> {
        let expr = checked(&self.schema, condition)?;
        let kept: std::collections::HashSet<RowId> = self.ids_where(&expr)?.into_iter().collect();
        let deletes = self.rows.ids().filter(|id| !kept.contains(id)).collect();
        self.delete(deletes)
    }

    /// Deletes the row with this primary key, and tells whether there was one: see [`get`](crate::dynamic::DynSnapshot::get).
    ///
    /// # Errors
    /// [`Error::Arrow`]; the table is as it was.
    pub fn remove<V: Into<Value>>(
        &mut self,
        key: impl IntoIterator<Item = V>,
    ) -> Result<bool, Error> {
        match self.id_of(&key.into_iter().map(Into::into).collect::<Vec<_>>()) {
            None => Ok(false),
            Some(id) => self.delete(vec![id]).map(|_| true),
        }
    }

    /// Deletes every row. The schema stays.
    pub fn clear(&mut self) {
        self.state = self.state.emptied();
    }

    pub(in crate::dynamic) fn delete(&mut self, deletes: Vec<RowId>) -> Result<Written, Error> {
        let written = Written {
            deleted: deletes.len(),
            ..Written::default()
        };
        let change = Change {
            deletes,
            ..Change::default()
        };
        self.change(change)?;
        Ok(written)
    }

    /// Puts these values into these columns of some rows, and tells how many rows are others now.
    pub(in crate::dynamic) fn set(
        &mut self,
        ids: &[RowId],
        sets: &[(usize, Value)],
    ) -> Result<Written, NotWritten<RecordBatch>> {
        let n_rows = ids.len();
        let mut written = Written {
            rows_in: n_rows,
            unchanged: n_rows,
            ..Written::default()
        };
        if ids.is_empty() || sets.is_empty() {
            return Ok(written);
        }
        let failed = |cause| self.failed(cause);
        let before = self.rows.gather_rows(ids).map_err(failed)?;
        let (after, misfits) = self.with_values(&before, sets)?;
        if !misfits.is_empty() {
            let report = report(&self.schema, n_rows, misfits);
            return Err(NotWritten {
                rows: before.batch(&self.arrow).into_iter().collect(),
                error: Error::Rejected(vec![report]),
            });
        }
        let columns = self
            .schema
            .columns
            .iter()
            .zip(before.columns.iter().zip(&after.columns));
        let pairs = columns.map(|(column, (before, after))| (column, before, after));
        let same = same_rows(&self.schema, pairs, n_rows)?;
        let changed: Vec<u32> = (0..)
            .zip(&same)
            .filter(|(_, same)| !**same)
            .map(|(row, _)| row)
            .collect();
        let after = after.take(&changed).map_err(failed)?;
        written.updated = changed.len();
        written.unchanged -= changed.len();
        let change = Change {
            updates: changed.iter().map(|row| ids[*row as usize]).collect(),
            updated: Some(after.clone()),
            ..Change::default()
        };
        match self.change(change) {
            Ok(()) => Ok(written),
            Err(error) => Err(NotWritten {
                rows: after.batch(&self.arrow).into_iter().collect(),
                error,
            }),
        }
    }

    /// The rows with these values; those that do not fit are violations of every row.
    fn with_values(
        &self,
        rows: &Piece,
        sets: &[(usize, Value)],
    ) -> Result<(Piece, Vec<Violation>), Error> {
        let mut made = rows.clone();
        let mut misfits = Vec::new();
        for (idx, value) in sets {
            let column = &self.schema.columns[*idx];
            let is_null = value.is_null();
            let Some(fit) = converted(value, &column.data_type).or(is_null.then_some(Value::Null))
            else {
                let rule = Rule::Type(column.data_type.clone());
                misfits.extend((0..rows.n_rows).map(|row| Violation {
                    key: key_cells(&self.schema, rows, row),
                    ..Violation::new(row, vec![column.name.clone()], rule.clone(), value.clone())
                }));
                continue;
            };
            let arrow = self.arrow.field(*idx).data_type();
            let array = cell::array(column, std::iter::repeat_n(&fit, rows.n_rows));
            let array: ArrayRef = array
                .and_then(|array| cell::widen(&array, column, arrow))
                .map_err(|cause| self.failed(cause))?;
            made.columns[*idx] = array;
        }
        Ok((made, misfits))
    }

    /// Makes a change of rows, or none of it.
    fn change(&mut self, change: Change) -> Result<(), Error> {
        self.rules.ready()?;
        let mut rules = Vec::new();
        if let Some(updated) = &change.updated {
            rules.extend(broken_rules(&self.state, updated, |row| row));
        }
        let n_rows = change.updates.len();
        match landed(
            &self.state,
            change,
            None,
            (rules, Written::default()),
            |row| row,
        )? {
            Ok(landing) => self.land(None, landing.planned, n_rows),
            Err(faults) => {
                let report = report(&self.schema, n_rows, faults.into_violations());
                Err(Error::Rejected(vec![report]))
            }
        }
    }
}

/// A change of columns of some rows: made by [`DynTable::update_where`].
#[must_use = "nothing is written before `run`"]
pub struct DynUpdate<'a> {
    table: &'a mut DynTable,
    condition: Result<Expr, SyntaxError>,
    sets: Vec<(String, Value)>,
}

impl DynUpdate<'_> {
    /// Puts a value into a column. Of two values for one column the last stays.
    pub fn set(mut self, column: impl Into<String>, value: impl Into<Value>) -> Self {
        self.sets.push((column.into(), value.into()));
        self
    }

    /// Writes, and counts the rows that are others now, and those that had these values already.
    ///
    /// # Errors
    /// [`NotWritten`], with the changed rows where one breaks a rule; the table is as it was.
    pub fn run(self) -> Result<Written, NotWritten<RecordBatch>> {
        let schema = Arc::clone(&self.table.schema);
        let expr = checked(&schema, self.condition.map_err(Error::from)?)?;
        let sets = self.sets.into_iter();
        let sets = sets.map(|(name, value)| Ok((known_column(&schema, &name)?, value)));
        let sets: Vec<(usize, Value)> = sets.collect::<Result<_, Error>>()?;
        let ids = self.table.ids_where(&expr)?;
        self.table.set(&ids, &sets)
    }
}

impl fmt::Debug for DynUpdate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.condition {
            Ok(condition) => write!(f, "DynUpdate({}, {condition})", self.table.schema.name),
            Err(error) => write!(f, "DynUpdate({}, {error})", self.table.schema.name),
        }
    }
}
