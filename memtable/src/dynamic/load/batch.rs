//! Rows in batches while they are read.

use std::ops::Range;

use crate::dynamic::load::LoadError;
use crate::dynamic::load::column::{Built, Column};

/// The rows of a batch: so many that builders do not grow too often, and so few that their cells stay in the cache.
const ROWS: usize = 1 << 14;

/// The bytes after which a batch ends: with one row of the longest beyond, offsets of 32 bits have room for its text.
const BYTES: usize = 1 << 28;

/// Rows that were read together.
#[derive(Debug)]
pub(crate) struct Batch {
    /// Where in the input they are.
    pub(crate) bytes: Range<usize>,
    pub(crate) first_row: u64,
    pub(crate) n_rows: usize,
    /// An array of each column that was known then, in the order in which they were found; none for one whose cells are to be
    /// read again.
    pub(crate) built: Vec<Option<Built>>,
}

impl Batch {
    /// The most bytes of a row.
    pub(crate) const LONGEST_ROW: usize = 3 << 28;
}

/// The batches so far, and the one that is being read.
#[derive(Debug, Default)]
pub(crate) struct Batches {
    pub(crate) done: Vec<Batch>,
    /// The rows so far.
    pub(crate) n_rows: u64,
    start: Option<usize>,
    len: usize,
}

impl Batches {
    /// Whether a row that starts here belongs to the next batch.
    #[inline]
    pub(crate) fn is_full(&self, position: usize) -> bool {
        self.len >= ROWS || self.start.is_some_and(|start| position - start >= BYTES)
    }

    /// The rows that the batch has room for.
    pub(crate) fn room(&self) -> usize {
        ROWS - self.len
    }

    /// A row starts here.
    #[inline]
    pub(crate) fn begin(&mut self, position: usize) {
        self.start.get_or_insert(position);
    }

    #[inline]
    pub(crate) fn count_row(&mut self) {
        self.count_rows(1);
    }

    pub(crate) fn count_rows(&mut self, n: usize) {
        self.n_rows += n as u64;
        self.len += n;
    }

    pub(crate) const fn len_of_batch(&self) -> usize {
        self.len
    }

    /// The batch ends here: its cells are taken from the columns.
    pub(crate) fn end(&mut self, position: usize, columns: &mut [Column]) -> Result<(), LoadError> {
        let built: Result<Vec<_>, _> = columns.iter_mut().map(Column::finish).collect();
        let (built, len) = (built?, std::mem::take(&mut self.len));
        let start = self.start.take().unwrap_or(position);
        if len > 0 {
            self.done.push(Batch {
                bytes: start..position,
                first_row: self.n_rows - len as u64,
                n_rows: len,
                built,
            });
        }
        Ok(())
    }
}
