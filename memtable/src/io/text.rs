//! Rows of a text, whatever its format.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::error::{Error, ReadFault, Reason};
use crate::io::{Make, RowBuilder};
use crate::record::{MemTable, RowValues};
use crate::schema::{Schema, Value};
#[cfg(feature = "csv")]
use crate::write::OnChange;

/// A text of rows, read one after the other, whatever its format.
pub(crate) trait ReadRows {
    /// What becomes of the cells.
    type Make: Make;

    /// Reads one row into `rows`, where nothing is wrong with it, and tells its line; none at the end.
    fn next(&mut self, rows: &mut Vec<<Self::Make as Make>::Row>) -> Result<Option<u64>, Error>;

    /// The rows in the making, with the faults until now.
    fn builder(&mut self) -> &mut RowBuilder<Self::Make>;

    /// What messages call the text.
    fn input(&self) -> &str;

    /// The error that tells every fault until now.
    fn check(&mut self) -> Result<(), Error> {
        let input = self.input().to_owned();
        self.builder().check(&input)
    }

    /// All rows.
    fn read_all(&mut self) -> Result<Vec<<Self::Make as Make>::Row>, Error> {
        let mut rows = Vec::new();
        while self.next(&mut rows)?.is_some() {}
        self.check()?;
        Ok(rows)
    }
}

/// What becomes of a column that the table has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// It is an error.
    Refuse,
    /// It is passed over.
    Ignore,
}

/// Rows of a struct.
pub(crate) struct Typed<R>(pub(crate) PhantomData<fn() -> R>);

impl<R: MemTable> Make for Typed<R> {
    type Row = R;

    #[inline]
    fn make(&self, _schema: &Schema, values: &mut RowValues) -> Option<R> {
        R::from_values(values)
    }
}

impl<R: MemTable> RowBuilder<Typed<R>> {
    /// Rows of the struct `R`.
    pub(crate) fn typed() -> Self {
        RowBuilder::new(Cow::Borrowed(R::SCHEMA), Typed(PhantomData))
    }
}

impl<M: Make> RowBuilder<M> {
    /// Whether columns that the table has not are told row by row, for the contract to judge.
    #[cfg(feature = "csv")]
    pub(crate) fn judges_unknown(&self) -> bool {
        matches!(
            self.contract.columns,
            Some(OnChange::DiscardRow | OnChange::DiscardValue)
        )
    }

    /// A row that has no cells to be read.
    #[cold]
    pub(crate) fn skip(&mut self, line: u64, reason: Reason) {
        let fault = of_line(line, Some(self.n_rows), reason);
        self.faults.push(fault);
        self.n_rows += 1;
        self.in_row.clear();
        self.values.cells_mut().fill_with(|| None);
    }

    /// A fault of no row.
    #[cold]
    pub(crate) fn fault(&mut self, fault: ReadFault) {
        self.faults.push(fault);
    }

    pub(crate) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }
}

/// A fault of a whole line.
pub(crate) fn of_line(line: u64, row: Option<usize>, reason: Reason) -> ReadFault {
    ReadFault {
        line: Some(line),
        row,
        column: String::new(),
        value: Value::Null,
        reason,
    }
}

/// How many lines end in these bytes.
pub(crate) fn n_breaks(bytes: &[u8]) -> u64 {
    let breaks = bytes.split(|byte| *byte == b'\n').skip(1);
    breaks.count() as u64
}
