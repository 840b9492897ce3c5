use std::borrow::Cow;
use std::iter::repeat_n;

use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType as ArrowType;

use crate::dynamic::arrow_type;
use crate::dynamic::cell;
use crate::dynamic::contract::columns::{Present, Source, failed};
use crate::dynamic::contract::convert::Convert;
use crate::dynamic::contract::fit::{Fitted, fit};
use crate::dynamic::contract::widen::widened;
use crate::dynamic::contract::{OnChange, Terms, converted};
use crate::dynamic::table::{DynSnapshot, Piece};
use crate::error::{Error, one_of};
use crate::schema::{Column, DataType, Default, Rule, Schema, Value};
use crate::validate::Violation;

/// What rows are to be conformed to.
pub(in crate::dynamic) struct Expected<'a> {
    pub(in crate::dynamic) table: &'a DynSnapshot,
    pub(in crate::dynamic) terms: Terms,
    /// How values become those of another type.
    pub(in crate::dynamic) convert: Convert,
    pub(in crate::dynamic) absent: Absent,
    /// The column that marks rows as deleted, where there is one.
    pub(in crate::dynamic) marker: Option<&'a str>,
    /// Which rows it marks: they are not stored. Empty where none is.
    pub(in crate::dynamic) marks: &'a [bool],
}

/// What becomes of columns that the rows have not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dynamic) enum Absent {
    /// The contract says.
    IsDifference,
    /// A merge keeps what is stored.
    IsKept,
}

/// Rows in the shape of a table, and the shape of the table that takes them.
pub(in crate::dynamic) struct Conformed {
    pub(in crate::dynamic) columns: Vec<Column>,
    pub(in crate::dynamic) types: Vec<ArrowType>,
    /// A piece for each batch, with all columns.
    pub(in crate::dynamic) pieces: Vec<Piece>,
    /// Which rows have each column; the others have a null or the default.
    pub(in crate::dynamic) present: Vec<Present>,
    pub(in crate::dynamic) found: Found,
}

/// The differences that do not end in a change of the schema.
#[derive(Default)]
pub(in crate::dynamic) struct Found {
    /// What is wrong with the write whole.
    pub(in crate::dynamic) refusals: Vec<Violation>,
    /// Values that their column has no place for.
    pub(in crate::dynamic) faults: Vec<Violation>,
    /// Rows to be left out.
    pub(in crate::dynamic) discarded_rows: Vec<Violation>,
    /// Values that are left out.
    pub(in crate::dynamic) discarded: Vec<Violation>,
}

/// Puts batches into the shape of a table, as the terms let it.
pub(in crate::dynamic) fn conform(
    expected: &Expected<'_>,
    sizes: &[usize],
    sources: &[Source],
) -> Result<Conformed, Error> {
    let mut work = Work::new(expected, sizes);
    let schema = &*expected.table.schema;
    for (idx, column) in schema.columns.iter().enumerate() {
        match sources.iter().find(|source| source.name == column.name) {
            Some(source) => work.known(idx, source)?,
            None => work.missing(column)?,
        }
    }
    let is_new = |source: &&Source| {
        schema.column_idx(&source.name).is_none() && Some(&*source.name) != expected.marker
    };
    for source in sources.iter().filter(is_new) {
        work.new_column(source)?;
    }
    Ok(work.finish())
}

struct Work<'a> {
    expected: &'a Expected<'a>,
    /// How many rows each batch has.
    sizes: &'a [usize],
    n_rows: usize,
    columns: Vec<Column>,
    /// The arrays of each column, batch by batch.
    arrays: Vec<Vec<ArrayRef>>,
    types: Vec<ArrowType>,
    present: Vec<Present>,
    found: Found,
}

impl<'a> Work<'a> {
    fn new(expected: &'a Expected<'a>, sizes: &'a [usize]) -> Self {
        Work {
            expected,
            sizes,
            n_rows: sizes.iter().sum(),
            columns: Vec::new(),
            arrays: Vec::new(),
            types: Vec::new(),
            present: Vec::new(),
            found: Found::default(),
        }
    }

    fn schema(&self) -> &'a Schema {
        &self.expected.table.schema
    }

    /// A column that both have.
    fn known(&mut self, idx: usize, source: &Source) -> Result<(), Error> {
        let mut column = self.schema().columns[idx].clone();
        Work::bind(&mut column, source);
        let mut fitted = self.fitted(source, &column)?;
        let has_misfits = fitted.iter().any(|fitted| !fitted.misfits.is_empty());
        if has_misfits && self.expected.terms.types == OnChange::Evolve {
            let stored = self.expected.table.column(idx)?;
            let before = &self.schema().columns[idx];
            if let Some(wider) =
                self.widened(source, &column, &|to| all_fit(&stored, before, to))?
            {
                column.data_type = wider;
                fitted = self.fitted(source, &column)?;
            }
        }
        self.judge(&mut column, &fitted, &source.present);
        let stored = self.expected.table.arrow.field(idx).data_type();
        let is_of_type = column.data_type == self.schema().columns[idx].data_type;
        let first = is_of_type.then(|| stored.clone());
        self.add(column, &fitted, first)?;
        self.present.push(source.present.clone());
        Ok(())
    }

    /// A column that the table has not.
    fn new_column(&mut self, source: &Source) -> Result<(), Error> {
        if self.expected.terms.columns != OnChange::Evolve {
            return self.unknown(source);
        }
        let data_type = source.data_type().cloned().unwrap_or(DataType::Null);
        let mut column = Column::new(source.name.clone(), data_type);
        column.nullable = !self.expected.table.is_empty()
            || source.has_null()
            || column.data_type == DataType::Null;
        let mut fitted = self.fitted(source, &column)?;
        if fitted.iter().any(|fitted| !fitted.misfits.is_empty())
            && let Some(wider) = self.widened(source, &column, &|_| true)?
        {
            column.data_type = wider;
            fitted = self.fitted(source, &column)?;
        }
        self.judge(&mut column, &fitted, &source.present);
        self.add(column, &fitted, None)?;
        self.present.push(Present::Everywhere);
        Ok(())
    }

    /// A column that the table has not and may not get.
    fn unknown(&mut self, source: &Source) -> Result<(), Error> {
        let values = source.values(self.schema(), self.sizes)?;
        let names: Vec<&str> = self
            .schema()
            .columns
            .iter()
            .map(|column| &*column.name)
            .collect();
        let known = one_of(&source.name, &names, "it has").to_string();
        let message = format!("is no column of `{}`{known}", self.schema().name);
        let violation = |(row, value): (usize, Value)| {
            let names = vec![Cow::Owned(source.name.clone())];
            Violation {
                message: Some(message.clone()),
                ..Violation::new(row, names, Rule::Columns, value)
            }
        };
        let present = values
            .into_iter()
            .enumerate()
            .filter(|(_, value)| !value.is_null());
        match self.expected.terms.columns {
            OnChange::Freeze => {
                let first = present.into_iter().next().unwrap_or((0, Value::Null));
                self.found.refusals.push(violation(first));
            }
            OnChange::DiscardRow => self.found.discarded_rows.extend(present.map(violation)),
            OnChange::DiscardValue => self.found.discarded.extend(present.map(violation)),
            OnChange::Evolve => {}
        }
        Ok(())
    }

    /// A column that the rows have not.
    fn missing(&mut self, column: &Column) -> Result<(), Error> {
        let mut column = column.clone();
        let default = default_of(&column);
        if default.is_none() && self.expected.absent == Absent::IsDifference && self.n_rows > 0 {
            self.difference(&mut column);
        }
        let sizes = self.sizes.iter();
        let fitted = sizes.map(|n_rows| self.absent(&column, *n_rows));
        let fitted: Vec<Fitted> = fitted.collect::<Result<_, Error>>()?;
        let stored = self
            .expected
            .table
            .arrow
            .field(self.columns.len())
            .data_type()
            .clone();
        self.add(column, &fitted, Some(stored))?;
        self.present.push(Present::Nowhere);
        Ok(())
    }

    /// What rows have in a column that they have not: its default, or nulls.
    fn absent(&self, column: &Column, n_rows: usize) -> Result<Fitted, Error> {
        let value = default_of(column).unwrap_or(Value::Null);
        let array = cell::array(column, repeat_n(&value, n_rows));
        Ok(Fitted {
            array: array.map_err(|cause| failed(self.schema(), cause))?,
            misfits: Vec::new(),
        })
    }

    fn difference(&mut self, column: &mut Column) {
        let message =
            "is missing in these rows: add it, or let `columns` evolve, which fills it with nulls";
        let violation = |row| Violation {
            message: Some(message.to_owned()),
            ..Violation::new(row, vec![column.name.clone()], Rule::Columns, Value::Null)
        };
        let Terms {
            columns,
            nullability,
            ..
        } = self.expected.terms;
        match columns {
            OnChange::Freeze => self.found.refusals.push(violation(0)),
            OnChange::DiscardRow => {
                let rows = (0..self.n_rows).map(violation);
                self.found.discarded_rows.extend(rows);
            }
            OnChange::Evolve if nullability == OnChange::Evolve && !self.is_key(column) => {
                column.nullable = true;
            }
            OnChange::Evolve | OnChange::DiscardValue => {}
        }
    }

    /// A column of nothing but nulls takes the type of the first values that come.
    fn bind(column: &mut Column, source: &Source) {
        if column.data_type == DataType::Null {
            column.data_type = source.data_type().cloned().unwrap_or(DataType::Null);
        }
    }

    fn fitted(&self, source: &Source, column: &Column) -> Result<Vec<Fitted>, Error> {
        let parts = source.parts.iter().zip(self.sizes);
        let fitted = parts.map(|(part, n_rows)| match part {
            Some(part) => fit(part, column, (self.schema(), self.expected.convert)),
            None => self.absent(column, *n_rows),
        });
        fitted.collect()
    }

    /// The type that holds what the source has and what is stored.
    fn widened(
        &self,
        source: &Source,
        column: &Column,
        stored: &dyn Fn(&DataType) -> bool,
    ) -> Result<Option<DataType>, Error> {
        let values = source.values(self.schema(), self.sizes)?;
        let values: Vec<Cow<'_, Value>> = values.iter().map(Cow::Borrowed).collect();
        Ok(widened(&column.data_type, &values, stored))
    }

    /// What becomes of values that do not fit, and of nulls where there may be none.
    fn judge(&mut self, column: &mut Column, fitted: &[Fitted], present: &Present) {
        let mut first_row = 0;
        let mut nulls = Vec::new();
        for part in fitted {
            for (row, value) in &part.misfits {
                self.misfit(column, first_row + row, value);
            }
            if !column.nullable && part.array.logical_null_count() > part.misfits.len() {
                nulls.extend(self.null_rows(part, first_row, present));
            }
            first_row += part.array.len();
        }
        if nulls.is_empty() {
            return;
        }
        match self.expected.terms.nullability {
            OnChange::Evolve if !self.is_key(column) => column.nullable = true,
            OnChange::DiscardRow => {
                let violation = |row| {
                    let names = vec![column.name.clone()];
                    Violation::new(row, names, Rule::NotNull, Value::Null)
                };
                self.found
                    .discarded_rows
                    .extend(nulls.into_iter().map(violation));
            }
            // A null where there may be none is a violation, which the rules find.
            OnChange::Evolve | OnChange::Freeze | OnChange::DiscardValue => {}
        }
    }

    /// The rows that come with a null and are to be stored. A row that has not the column comes with none where what is stored
    /// is kept.
    fn null_rows(&self, part: &Fitted, first_row: usize, present: &Present) -> Vec<usize> {
        let nulls = part.array.logical_nulls();
        let is_null = |row: &usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(*row));
        let is_misfit = |row: &usize| {
            let misfits = &part.misfits;
            misfits.binary_search_by_key(row, |(row, _)| *row).is_ok()
        };
        let rows = (0..part.array.len()).filter(|row| is_null(row) && !is_misfit(row));
        let rows = rows.map(|row| first_row + row);
        let is_kept = |row: &usize| match present {
            Present::In(rows) => self.expected.absent == Absent::IsKept && !rows[*row],
            Present::Everywhere | Present::Nowhere => false,
        };
        rows.filter(|row| self.expected.marks.get(*row) != Some(&true) && !is_kept(row))
            .collect()
    }

    fn misfit(&mut self, column: &Column, row: usize, value: &Value) {
        if self.expected.marks.get(row) == Some(&true) {
            return;
        }
        let rule = Rule::Type(column.data_type.clone());
        let violation = Violation::new(row, vec![column.name.clone()], rule, value.clone());
        let found = &mut self.found;
        match self.expected.terms.types {
            OnChange::DiscardRow => found.discarded_rows.push(violation),
            OnChange::DiscardValue if column.nullable => found.discarded.push(violation),
            OnChange::Evolve | OnChange::Freeze | OnChange::DiscardValue => {
                found.faults.push(violation);
            }
        }
    }

    /// Adds a column whose arrays get one Arrow type, that of what is stored too.
    fn add(
        &mut self,
        column: Column,
        fitted: &[Fitted],
        stored: Option<ArrowType>,
    ) -> Result<(), Error> {
        let table = self.schema();
        let mut common = stored;
        for part in fitted {
            let arrow = part.array.data_type();
            common = Some(match common {
                None => arrow.clone(),
                Some(common) => arrow_type::common(&common, arrow).ok_or_else(|| {
                    let cause = format!(
                        "column `{}` holds {common}, which does not go with {arrow}",
                        column.name
                    );
                    failed(table, cause)
                })?,
            });
        }
        let common = common.unwrap_or_else(|| arrow_type::of(&column.data_type));
        let arrays = fitted.iter().map(|part| {
            let widened = cell::widen(&part.array, &column, &common);
            widened.map_err(|cause| failed(table, cause))
        });
        self.arrays.push(arrays.collect::<Result<_, _>>()?);
        self.types.push(common);
        self.columns.push(column);
        Ok(())
    }

    fn is_key(&self, column: &Column) -> bool {
        self.schema().primary_key.contains(&column.name)
    }

    fn finish(self) -> Conformed {
        let pieces = self.sizes.iter().enumerate();
        let pieces = pieces.map(|(nth, n_rows)| Piece {
            columns: self
                .arrays
                .iter()
                .map(|arrays| arrays[nth].clone())
                .collect(),
            n_rows: *n_rows,
        });
        Conformed {
            pieces: pieces.collect(),
            columns: self.columns,
            types: self.types,
            present: self.present,
            found: self.found,
        }
    }
}

/// What stands for a value that is absent.
pub(super) fn default_of(column: &Column) -> Option<Value> {
    match &column.default {
        Some(Default::Value(value)) => Some(value.clone()),
        Some(Default::Expr(_)) | None => None,
    }
}

/// Whether every value of the arrays can be one of this type.
fn all_fit(stored: &[ArrayRef], column: &Column, to: &DataType) -> bool {
    stored.iter().all(|array| {
        let cells = cell::Cells::new(array, column);
        cells.is_ok_and(|cells| {
            let mut values = cells.iter().filter(|value| !value.is_null());
            values.all(|value| converted(&value, to).is_some())
        })
    })
}
