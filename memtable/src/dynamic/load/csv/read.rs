//! All rows of a text of CSV, block by block.

use crate::dynamic::infer::Policy;
use crate::dynamic::load::batch::{Batch, Batches};
use crate::dynamic::load::column::{Column, Refused};
use crate::dynamic::load::csv::block::{Block, ColumnCells};
use crate::dynamic::load::csv::split::{Limits, Splitter};
use crate::dynamic::load::csv::{Csv, Header, Ragged, header};
use crate::dynamic::load::error::Place;
use crate::dynamic::load::{Inferred, LoadError, loaded};

pub(crate) struct Read<'a> {
    text: &'a str,
    csv: &'a Csv,
    policy: &'a Policy,
    columns: Vec<Column>,
    batches: Batches,
    splitter: Splitter<'a>,
    block: Block,
}

impl<'a> Read<'a> {
    /// Reads the header.
    pub(crate) fn new(text: &'a str, csv: &'a Csv, policy: &'a Policy) -> Result<Self, LoadError> {
        let mut splitter = Splitter::new(text, csv.dialect, 0);
        let mut block = Block::default();
        let one = Limits {
            n_rows: 1,
            end: text.len(),
        };
        splitter.fill(&mut block, one)?;
        if block.rows.is_empty() {
            return Err(LoadError::Empty);
        }
        let first = (0..block.cells.len()).map(|idx| block.cell(text, idx).0.to_owned());
        let names = match csv.header {
            Header::Names => header::strict(first.collect())?,
            Header::Numbered => header::numbered(first.collect()),
            Header::None => {
                splitter = Splitter::new(text, csv.dialect, 0);
                header::counted(first.len())
            }
        };
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        csv.common.check_types()?;
        csv.common.check_columns(&known)?;
        let mut columns: Vec<Column> = names.into_iter().map(Column::new).collect();
        for column in &mut columns {
            if let Some(data_type) = csv.common.types.get(&column.name) {
                column.give(data_type);
            }
        }
        Ok(Read {
            text,
            csv,
            policy,
            columns,
            batches: Batches::default(),
            splitter,
            block,
        })
    }

    /// Reads all rows, and infers from them.
    pub(crate) fn all(&mut self) -> Result<(), LoadError> {
        loop {
            let start = self.splitter.position;
            if self.batches.is_full(start) {
                self.batches.end(start, &mut self.columns)?;
            }
            self.batches.begin(start);
            let n_rows = self.rows_of_next_block();
            if self.fill(n_rows, self.text.len())? == 0 {
                return self.batches.end(start, &mut self.columns);
            }
            self.read_block(self.batches.n_rows)?;
            self.batches.count_rows(self.block.rows.len());
        }
    }

    /// A block ends where a batch or the sample does.
    fn rows_of_next_block(&mut self) -> usize {
        let n_rows = Splitter::rows_of_block(self.columns.len()).min(self.batches.room());
        let Some(sample) = self.csv.common.sample else {
            return n_rows;
        };
        match usize::try_from(sample.saturating_sub(self.batches.n_rows)) {
            Ok(0) => {
                self.columns.iter_mut().for_each(Column::freeze);
                n_rows
            }
            Ok(left) => n_rows.min(left),
            Err(_) => n_rows,
        }
    }

    /// The next rows into the block, each of as many cells as there are columns; how many there are.
    fn fill(&mut self, n_rows: usize, end: usize) -> Result<usize, LoadError> {
        self.splitter
            .fill(&mut self.block, Limits { n_rows, end })?;
        let n_found = self.block.rows.len();
        if !self.block.is_even(self.columns.len()) {
            self.pad()?;
        }
        Ok(n_found)
    }

    /// The rows of a block that begins with this row, column by column.
    fn read_block(&mut self, first_row: u64) -> Result<(), LoadError> {
        let n_columns = self.columns.len();
        for (idx, column) in self.columns.iter_mut().enumerate() {
            if !column.is_wanted {
                continue;
            }
            let cells = ColumnCells {
                block: &self.block,
                text: self.text,
                null_words: &self.csv.null_words,
                column: idx,
                n_columns,
            };
            let pushed = column.push_cells(&cells, first_row, self.policy);
            if let Err((at, refused)) = pushed {
                return Err(self.refused((idx, at), first_row, refused));
            }
        }
        Ok(())
    }

    #[cold]
    fn refused(&self, (column, at): (usize, usize), first_row: u64, refused: Refused) -> LoadError {
        let cell = at * self.columns.len() + column;
        let (value, _) = self.block.cell(self.text, cell);
        let place = Place::of(self.text.as_bytes(), self.block.start_of(at));
        let shown = value.chars().take(40).collect();
        refused.into_error(&self.columns[column], place, (first_row + at as u64, shown))
    }

    /// Rows with missing cells get them, where that is asked for.
    fn pad(&mut self) -> Result<(), LoadError> {
        let expected = self.columns.len();
        let fewest = match self.csv.ragged {
            Ragged::Refused => expected,
            Ragged::Padded => 1,
        };
        if let Some((at, found)) = self.block.first_ragged(expected, fewest) {
            return Err(LoadError::Ragged {
                at: Place::of(self.text.as_bytes(), self.block.start_of(at)),
                row: self.batches.n_rows + at as u64,
                found,
                expected,
            });
        }
        self.block.pad(expected);
        Ok(())
    }

    pub(crate) fn loaded(mut self, name: String) -> Result<Inferred, LoadError> {
        let batches = std::mem::take(&mut self.batches);
        let order = (0..self.columns.len()).collect();
        let policy = self.policy;
        loaded::assemble((name, policy), order, (batches, &mut self))
    }
}

impl loaded::Again for Read<'_> {
    fn columns(&mut self) -> &mut Vec<Column> {
        &mut self.columns
    }

    fn again(&mut self, batch: &Batch) -> Result<(), LoadError> {
        self.splitter = Splitter::new(self.text, self.csv.dialect, batch.bytes.start);
        let mut n_left = batch.n_rows;
        let mut first_row = batch.first_row;
        while n_left > 0 {
            let n_rows = Splitter::rows_of_block(self.columns.len()).min(n_left);
            let n_found = self.fill(n_rows, batch.bytes.end)?;
            if n_found == 0 {
                break;
            }
            self.read_block(first_row)?;
            n_left -= n_found.min(n_left);
            first_row += n_found as u64;
        }
        Ok(())
    }
}
