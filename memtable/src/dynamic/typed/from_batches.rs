//! Record batches as rows.

use std::borrow::Cow;
use std::collections::HashSet;

use arrow_array::RecordBatch;

use crate::dynamic::arrow_type;
use crate::dynamic::cell::Cells;
use crate::dynamic::contract::converted_or_same;
use crate::dynamic::typed::{Mismatch, NotTyped};
use crate::record::{MemTable, RowValues};
use crate::schema::{Column, Rule, Schema, Value};
use crate::table::Table;
use crate::validate::{Cells as Key, Clash, Report, Violation};

impl<R: MemTable> Table<R> {
    /// The table of the rows in these record batches.
    ///
    /// Columns are found by name. One that is absent has the default of the struct, or null where it takes nulls. Values are
    /// converted without loss alone: integers to any width that holds them, whole numbers to floats that hold them exactly,
    /// text to the one date, number, UUID, .. that is written so, and these to their text: as the contract of a dynamic table does
    /// it. Nothing is rounded, cut or ignored.
    ///
    /// Cost: all cells.
    ///
    /// # Errors
    /// [`NotTyped`], with every column and every value that does not fit, and every rule that a row breaks, keys among them.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    /// use memtable::{MemTable, Table};
    ///
    /// #[derive(MemTable, Clone, Debug, PartialEq)]
    /// struct User {
    ///     #[memtable(primary_key)]
    ///     id: u32,
    ///     name: Option<String>,
    ///     #[memtable(default = 18)]
    ///     age: u8,
    /// }
    ///
    /// let ids: ArrayRef = Arc::new(Int64Array::from(vec![7, 8]));
    /// let batch = RecordBatch::try_from_iter([("id", ids)])?;
    /// let users = Table::<User>::from_batches([&batch])?;
    /// assert_eq!(users.get(&7), Some(&User { id: 7, name: None, age: 18 }));
    ///
    /// let ids: ArrayRef = Arc::new(Int64Array::from(vec![7, -1]));
    /// let batch = RecordBatch::try_from_iter([("id", ids)])?;
    /// let error = Table::<User>::from_batches([&batch]).unwrap_err();
    /// assert_eq!(error.report.violations()[0].to_string(), "row 1 (id -1): id -1: must be uint32, is integer (MT0122 type)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// See also: [`to_batch`](crate::Snapshot::to_batch), the way back.
    pub fn from_batches<'b>(
        batches: impl IntoIterator<Item = &'b RecordBatch>,
    ) -> Result<Self, NotTyped> {
        let mut reading = Reading::default();
        for batch in batches {
            reading.read(batch);
        }
        reading.finish()
    }
}

/// What was read of the batches so far.
struct Reading<R> {
    rows: Vec<R>,
    /// Where each of the rows stood in the batches.
    places: Vec<usize>,
    n_rows: usize,
    columns: Vec<Mismatch>,
    violations: Vec<Violation>,
}

impl<R> Default for Reading<R> {
    fn default() -> Self {
        Reading {
            rows: Vec::new(),
            places: Vec::new(),
            n_rows: 0,
            columns: Vec::new(),
            violations: Vec::new(),
        }
    }
}

impl<R: MemTable> Reading<R> {
    fn read(&mut self, batch: &RecordBatch) {
        let columns = self.columns_of(batch);
        let first = self.n_rows;
        self.n_rows += batch.num_rows();
        if self.columns.is_empty() {
            self.rows.reserve(batch.num_rows());
            for row in 0..batch.num_rows() {
                self.read_row(&columns, row, first + row);
            }
        }
    }

    /// The cells of each column of the struct, where the batch has it; what does not fit is noted, once for all batches.
    fn columns_of(&mut self, batch: &RecordBatch) -> Vec<Option<Cells>> {
        let schema = R::SCHEMA;
        let known: HashSet<&str> = schema.columns.iter().map(|column| &*column.name).collect();
        for field in batch.schema_ref().fields() {
            if !known.contains(field.name().as_str()) {
                let columns = schema.columns.iter().map(|column| column.name.to_string());
                self.mismatch(Mismatch::Unknown {
                    column: field.name().clone(),
                    columns: columns.collect(),
                });
            }
        }
        let columns = schema.columns.iter();
        columns
            .map(|column| self.column_of(batch, column))
            .collect()
    }

    fn column_of(&mut self, batch: &RecordBatch, column: &Column) -> Option<Cells> {
        let Some((position, field)) = batch.schema_ref().column_with_name(&column.name) else {
            if !column.nullable && column.default.is_none() {
                self.mismatch(Mismatch::Absent {
                    column: column.name.to_string(),
                    data_type: column.data_type.clone(),
                });
            }
            return None;
        };
        let meant = if arrow_type::fits(field.data_type(), &column.data_type) {
            Ok(column.data_type.clone())
        } else {
            arrow_type::meaning(field)
        };
        let cells = meant
            .map_err(|unknown| unknown.to_string())
            .and_then(|data_type| {
                let found = Column::new(column.name.clone(), data_type);
                Cells::new(batch.column(position), &found).map_err(|fault| fault.to_string())
            });
        cells
            .map_err(|problem| self.mismatch(Mismatch::Unreadable { problem }))
            .ok()
    }

    fn mismatch(&mut self, mismatch: Mismatch) {
        if !self.columns.contains(&mismatch) {
            self.columns.push(mismatch);
        }
    }

    /// Reads the row of the batch, which is called `place` in the report.
    fn read_row(&mut self, columns: &[Option<Cells>], row: usize, place: usize) {
        let schema = R::SCHEMA;
        let cell = |(cells, column): (&Option<Cells>, &Column)| {
            Some(converted_or_same(
                cells.as_ref()?.get(row),
                &column.data_type,
            ))
        };
        let cells = columns.iter().zip(schema.columns.iter()).map(cell);
        let mut values = RowValues::new(cells.collect());
        if let Some(made) = R::from_values(&mut values) {
            self.rows.push(made);
            self.places.push(place);
            return;
        }
        let key = key_of(schema, columns, row);
        for (column, value) in values.into_misfits() {
            let found = misfit(schema, column, value, place);
            let keyed = found.map(|found| Violation {
                key: key.clone(),
                ..found
            });
            self.violations.extend(keyed);
        }
    }

    fn finish(mut self) -> Result<Table<R>, NotTyped> {
        let refused = match Table::from_rows(self.rows) {
            Ok(table) if self.columns.is_empty() && self.violations.is_empty() => return Ok(table),
            Ok(_) => Vec::new(),
            Err(rejected) => rejected.report.violations,
        };
        let refused = refused.into_iter();
        self.violations
            .extend(refused.map(|violation| placed(violation, &self.places)));
        self.violations
            .sort_by_key(|violation| place_of(R::SCHEMA, violation));
        Err(NotTyped {
            columns: self.columns,
            report: Report {
                table: R::SCHEMA.name.clone(),
                n_rows: self.n_rows,
                violations: self.violations,
            },
        })
    }
}

/// The values of the row's primary key, as they came.
fn key_of(schema: &Schema, columns: &[Option<Cells>], row: usize) -> Key {
    let cell = |name: &Cow<'static, str>| {
        let cells = columns.get(schema.column_idx(name)?)?.as_ref()?;
        Some((name.clone(), cells.get(row)))
    };
    schema.primary_key.iter().filter_map(cell).collect()
}

fn misfit(schema: &Schema, column: usize, value: Option<Value>, place: usize) -> Option<Violation> {
    let column = schema.columns.get(column)?;
    let value = value.unwrap_or(Value::Null);
    let rule = if value.is_null() {
        Rule::NotNull
    } else {
        Rule::Type(column.data_type.clone())
    };
    Some(Violation::new(
        place,
        vec![column.name.clone()],
        rule,
        value,
    ))
}

/// The violation with the rows as they are counted in the batches.
fn placed(mut violation: Violation, places: &[usize]) -> Violation {
    let place = |row: usize| places.get(row).copied().unwrap_or(row);
    violation.row = place(violation.row);
    if let Some(Clash::InBatch(other)) = &mut violation.clash {
        *other = place(*other);
    }
    violation
}

fn place_of(schema: &Schema, violation: &Violation) -> (usize, usize) {
    let column = violation.columns.first();
    let column = column.and_then(|name| schema.column_idx(name));
    (violation.row, column.unwrap_or(usize::MAX))
}
