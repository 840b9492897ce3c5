//! Text into rows of cells.
//!
//! What a quote means is the matter of `csv-core`. A row without one is nothing but its text between delimiters, and is split by
//! `memchr`, several times as fast; a property test holds the two to the same cells.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr3_iter, memrchr2};

use crate::dynamic::load::LoadError;
use crate::dynamic::load::csv::Dialect;
use crate::dynamic::load::csv::block::Block;
use crate::dynamic::load::error::Place;

/// Cells of a block: their places and their text stay in the cache while each column is read.
const CELLS: usize = 1 << 14;
/// Bytes after which a block ends: three times as many are left for its last row.
const BYTES: usize = Block::LENGTH / 4;

/// Rows of a text, block by block.
#[derive(Debug)]
pub(crate) struct Splitter<'a> {
    text: &'a str,
    dialect: Dialect,
    reader: Reader,
    /// Where the next row begins.
    pub(crate) position: usize,
    /// The next quote from there on, or the end.
    next_quote: usize,
    /// Room for the text of a quoted cell.
    scratch: Vec<u8>,
}

/// How a block is filled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most rows.
    pub(crate) n_rows: usize,
    /// The end of the text to be split.
    pub(crate) end: usize,
}

impl<'a> Splitter<'a> {
    pub(crate) fn new(text: &'a str, dialect: Dialect, position: usize) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .quote(dialect.quote.unwrap_or(b'"'))
            .quoting(dialect.quote.is_some())
            .build();
        Splitter {
            text,
            dialect,
            reader,
            position,
            next_quote: 0,
            scratch: vec![0; 1024],
        }
    }

    /// The rows that a block of rows of so many cells holds.
    pub(crate) fn rows_of_block(n_columns: usize) -> usize {
        (CELLS / n_columns.max(1)).max(1)
    }

    /// Fills the block with the next rows, no more of them than the limit; with none at the end.
    pub(crate) fn fill(&mut self, block: &mut Block, limits: Limits) -> Result<(), LoadError> {
        block.clear(self.position);
        while block.rows.len() < limits.n_rows
            && self.position < limits.end
            && self.position - block.base < BYTES
        {
            self.find_quote(limits.end);
            let plain_end = self.plain_end(limits.end);
            if plain_end > self.position {
                self.plain_rows(block, plain_end, limits.n_rows)?;
            } else {
                self.quoted_row(block, limits.end)?;
            }
        }
        Ok(())
    }

    fn find_quote(&mut self, end: usize) {
        let rest = &self.text.as_bytes()[self.position..end];
        match self.dialect.quote {
            None => self.next_quote = end,
            Some(quote) if self.next_quote < self.position || self.next_quote == 0 => {
                self.next_quote = memchr(quote, rest).map_or(end, |found| self.position + found);
            }
            Some(_) => {}
        }
    }

    /// The end of the rows before the one with the next quote.
    fn plain_end(&self, end: usize) -> usize {
        if self.next_quote >= end {
            return end;
        }
        let before = &self.text.as_bytes()[self.position..self.next_quote];
        memrchr2(b'\n', b'\r', before).map_or(self.position, |found| self.position + found + 1)
    }

    /// Rows without quotes, up to their end or to the limit of rows.
    fn plain_rows(
        &mut self,
        block: &mut Block,
        end: usize,
        n_rows: usize,
    ) -> Result<(), LoadError> {
        let bytes = &self.text.as_bytes()[self.position..end];
        let base = self.position;
        let (mut row, mut cell) = (base, base);
        for found in memchr3_iter(self.dialect.delimiter, b'\n', b'\r', bytes) {
            let at = base + found;
            self.check_length(block, at)?;
            if bytes[found] == self.dialect.delimiter {
                block.push_plain(cell, at);
            } else if at > row {
                block.push_plain(cell, at);
                block.push_row(row);
                row = at + 1;
                if block.rows.len() >= n_rows || row - block.base >= BYTES {
                    self.position = row;
                    return Ok(());
                }
            } else {
                // An empty line, or the second half of a line break.
                row = at + 1;
            }
            cell = at + 1;
        }
        self.check_length(block, end)?;
        if row < end {
            // The last row has no line break.
            block.push_plain(cell, end);
            block.push_row(row);
        }
        self.position = end;
        Ok(())
    }

    /// One row with a quote in it.
    fn quoted_row(&mut self, block: &mut Block, end: usize) -> Result<(), LoadError> {
        let rest = &self.text.as_bytes()[self.position..end];
        self.position += rest
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
        let row = self.position;
        self.reader.reset();
        loop {
            let start = self.position;
            let read = self.read_cell(end);
            match read {
                Cell::End => return Ok(()),
                Cell::Within | Cell::Last => self.push(block, start)?,
            }
            if read == Cell::Last {
                block.push_row(row);
                return Ok(());
            }
        }
    }

    /// Goes behind the next cell, with what ends it.
    fn read_cell(&mut self, end: usize) -> Cell {
        loop {
            let input = &self.text.as_bytes()[self.position..end];
            let (result, n_in, _) = self.reader.read_field(input, &mut self.scratch);
            self.position += n_in;
            match result {
                ReadFieldResult::Field { record_end: true } => return Cell::Last,
                ReadFieldResult::Field { record_end: false } => return Cell::Within,
                ReadFieldResult::End => return Cell::End,
                // The text of the cell is taken from the input: its place is all that is asked for.
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    /// The cell that was read since `start`.
    fn push(&mut self, block: &mut Block, start: usize) -> Result<(), LoadError> {
        let raw = &self.text[start..self.position];
        self.check_length(block, start + raw.len())?;
        let quote = self.dialect.quote.unwrap_or(b'"');
        if raw.as_bytes().first() != Some(&quote) {
            let ends = [char::from(self.dialect.delimiter), '\n', '\r'];
            let length = raw.strip_suffix(ends).unwrap_or(raw).len();
            block.push_plain(start, start + length);
            return Ok(());
        }
        match within(raw, quote, self.dialect.delimiter) {
            Ok(Within::Plain(end)) => block.push_quoted(start + 1, start + end),
            Ok(Within::Quotes(text)) => block.push_unescaped(&text),
            Err(problem) => {
                return Err(LoadError::Quote {
                    at: Place::of(self.text.as_bytes(), start),
                    problem,
                });
            }
        }
        Ok(())
    }

    fn check_length(&self, block: &Block, position: usize) -> Result<(), LoadError> {
        if position - block.base < Block::LENGTH {
            return Ok(());
        }
        let row = block.start_of(block.rows.len().saturating_sub(1));
        Err(LoadError::TooLong {
            at: Place::of(self.text.as_bytes(), row),
        })
    }
}

/// What is between the quotes of a cell.
enum Within {
    /// No quote, up to the closing one here.
    Plain(usize),
    /// Quotes, which were written twice.
    Quotes(String),
}

/// What is between the quotes of a cell, which starts with one and ends with its delimiter or line break, or with the input.
fn within(raw: &str, quote: u8, delimiter: u8) -> Result<Within, &'static str> {
    let bytes = raw.as_bytes();
    let (mut from, mut text) = (1, String::new());
    let mut next = from;
    while let Some(found) = memchr(quote, &bytes[next..]) {
        let at = next + found;
        if bytes.get(at + 1) == Some(&quote) {
            text.push_str(&raw[from..=at]);
            from = at + 2;
            next = from;
            continue;
        }
        let is_end = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
        match bytes[at + 1..] {
            [] => {}
            [byte] if is_end(byte) => {}
            _ => return Err("goes on after its closing quote"),
        }
        if from == 1 {
            return Ok(Within::Plain(at));
        }
        text.push_str(&raw[from..at]);
        return Ok(Within::Quotes(text));
    }
    Err("is never closed")
}

/// What was read of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// A cell, and another one follows.
    Within,
    /// The last cell.
    Last,
    /// Nothing.
    End,
}
