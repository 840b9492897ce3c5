//! Rows in the making: cells come in, whatever the format, rows and faults go out.

use std::borrow::Cow;

use crate::error::{Error, ReadFault, Reason, Unreadable};
use crate::io::contract::{Discards, on_misfit};
use crate::record::{RowValues, ValueRow};
use crate::schema::{Column, Schema, Value};
use crate::write::{Contract, OnChange};

pub(crate) fn unreadable(input: &str, n_rows: usize, faults: Vec<ReadFault>) -> Error {
    Error::Unreadable(Box::new(Unreadable {
        input: input.to_owned(),
        n_rows,
        faults,
    }))
}

/// What becomes of the cells of a row.
pub(crate) trait Make {
    /// What a row is.
    type Row;

    /// The row; what does not fit stays in `values`.
    fn make(&self, schema: &Schema, values: &mut RowValues) -> Option<Self::Row>;
}

/// Rows of a schema that is known at run time: cells in its order, `None` where one is absent and has a default.
pub(crate) struct Untyped;

impl Make for Untyped {
    type Row = ValueRow;

    fn make(&self, schema: &Schema, values: &mut RowValues) -> Option<ValueRow> {
        let n_columns = schema.columns.len();
        let mut row = std::mem::replace(values.cells_mut(), vec![None; n_columns]);
        let mut fits = true;
        for (idx, (column, cell)) in schema.columns.iter().zip(&mut row).enumerate() {
            if cell.is_none() && column.default.is_none() {
                if column.nullable {
                    *cell = Some(Value::Null);
                } else {
                    values.misfit(idx, None);
                    fits = false;
                }
            }
        }
        fits.then_some(row)
    }
}

/// Makes rows of cells, and remembers every fault.
pub(crate) struct RowBuilder<M> {
    schema: Cow<'static, Schema>,
    make: M,
    pub(super) values: RowValues,
    /// The faults of the row in the making, by their columns.
    pub(super) in_row: Vec<(usize, ReadFault)>,
    pub(super) n_rows: usize,
    pub(super) faults: Vec<ReadFault>,
    pub(super) contract: Contract,
    pub(super) discards: Option<Discards>,
}

impl<M: Make> RowBuilder<M> {
    pub(crate) fn new(schema: Cow<'static, Schema>, make: M) -> Self {
        let n_columns = schema.columns.len();
        RowBuilder {
            schema,
            make,
            values: RowValues::new(vec![None; n_columns]),
            in_row: Vec::new(),
            n_rows: 0,
            faults: Vec::new(),
            contract: Contract::default(),
            discards: None,
        }
    }

    pub(crate) fn columns(&self) -> &[Column] {
        &self.schema.columns
    }

    /// Sets the cell of the row in the making.
    #[inline]
    pub(crate) fn set(&mut self, column: usize, value: Value) {
        if let Some(cell) = self.values.cells_mut().get_mut(column) {
            *cell = Some(value);
        }
    }

    /// Says what is wrong with a cell of the row in the making; `path` leads from the column to it.
    #[cold]
    pub(crate) fn refuse(&mut self, column: usize, path: &str, value: Value, reason: Reason) {
        let name = self.schema.columns.get(column).map(|column| &*column.name);
        let fault = ReadFault {
            line: None,
            row: Some(self.n_rows),
            column: format!("{}{path}", name.unwrap_or_default()),
            value,
            reason,
        };
        self.in_row.push((column, fault));
    }

    /// Says what is wrong with a name in the row in the making that no column has.
    #[cold]
    pub(crate) fn refuse_name(&mut self, name: String, value: Value) {
        let columns = self.names();
        let fault = ReadFault {
            line: None,
            row: Some(self.n_rows),
            column: name,
            value,
            reason: Reason::UnknownColumn { columns },
        };
        self.in_row.push((usize::MAX, fault));
    }

    /// The row of the cells that were set, where nothing is wrong with it.
    #[inline]
    pub(crate) fn finish(&mut self, line: u64) -> Option<M::Row> {
        if !self.in_row.is_empty() {
            self.discard_values(line);
        }
        let made = self.make.make(&self.schema, &mut self.values);
        self.n_rows += 1;
        if made.is_some() && self.in_row.is_empty() {
            return made;
        }
        self.collect(line);
        None
    }

    /// The faults since this was asked the last time.
    pub(crate) fn take_faults(&mut self) -> Vec<ReadFault> {
        std::mem::take(&mut self.faults)
    }

    /// The error that tells every fault; none where there is no fault.
    pub(crate) fn check(&mut self, input: &str) -> Result<(), Error> {
        let faults = self.take_faults();
        match faults.len() {
            0 => Ok(()),
            _ => Err(unreadable(input, self.n_rows, faults)),
        }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let columns = self.schema.columns.iter();
        columns.map(|column| column.name.to_string()).collect()
    }

    /// Takes the values out that the contract says to, where nothing else is wrong with the row.
    #[cold]
    fn discard_values(&mut self, line: u64) {
        let Some(discards) = &self.discards else {
            return;
        };
        let columns = &self.schema.columns;
        let is_discarded = |(column, fault): &(usize, ReadFault)| {
            let has_null = columns.get(*column).is_none_or(|column| column.nullable);
            has_null && on_misfit(self.contract, &fault.reason) == OnChange::DiscardValue
        };
        if self.in_row.iter().all(is_discarded) {
            for (column, fault) in self.in_row.drain(..) {
                if let Some(cell) = self.values.cells_mut().get_mut(column) {
                    *cell = Some(Value::Null);
                }
                discards.add_value(ReadFault {
                    line: at(line),
                    ..fault
                });
            }
        }
    }

    #[cold]
    fn collect(&mut self, line: u64) {
        for (column, value) in self.values.take_misfits() {
            if self.in_row.iter().any(|(of, _)| *of == column) {
                continue;
            }
            let reason = match (&value, self.schema.columns.get(column)) {
                (Some(value), Some(column)) if !value.is_null() => {
                    Reason::Type(column.data_type.clone())
                }
                _ => Reason::NoValue,
            };
            self.refuse(column, "", value.unwrap_or(Value::Null), reason);
        }
        self.in_row.sort_by_key(|(column, _)| *column);
        let row = self.n_rows - 1;
        let faults = self.in_row.drain(..).map(|(_, fault)| ReadFault {
            line: at(line),
            row: Some(row),
            ..fault
        });
        let goes =
            |fault: &ReadFault| on_misfit(self.contract, &fault.reason) == OnChange::DiscardRow;
        let faults: Vec<_> = faults.collect();
        match &self.discards {
            Some(discards)
                if faults.iter().any(goes)
                    && faults.iter().all(|fault| {
                        on_misfit(self.contract, &fault.reason) != OnChange::Freeze
                    }) =>
            {
                discards.add_row(faults);
            }
            _ => self.faults.extend(faults),
        }
        self.values.cells_mut().fill_with(|| None);
    }
}

/// Rows of a text without lines are told by their numbers.
fn at(line: u64) -> Option<u64> {
    (line > 0).then_some(line)
}
