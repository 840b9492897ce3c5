use std::iter::{Enumerate, Flatten};
use std::slice;

use super::chunks::{Chunk, Chunks};
use super::holes::{Holes, Slot};
use super::row_id::RowId;

impl<R> Chunks<R> {
    /// The live rows, as slices of rows in neighbouring slots, each with the id of its first row.
    pub(super) fn runs(&self) -> Runs<'_, R> {
        let list = self.list.iter().enumerate();
        Windows { chunks: self, list }.flatten()
    }

    /// The live rows of one chunk.
    pub(super) fn runs_of<'a>(&'a self, idx: usize, chunk: &'a Chunk) -> ChunkRuns<'a, R> {
        let slots = self.slots(chunk);
        ChunkRuns {
            chunk: idx,
            slots,
            holes: chunk.holes.as_deref(),
            front: 0,
            back: slots.len(),
        }
    }

    pub(super) fn iter(&self) -> Iter<'_, R> {
        Iter {
            runs: self.runs(),
            front: Cursor::default(),
            back: Cursor::default(),
            n_in_runs: self.n_live,
        }
    }
}

/// Neighbouring live rows, and the id of the first.
pub(crate) type Run<'a, R> = (RowId, &'a [R]);

/// The runs of all chunks.
pub(crate) type Runs<'a, R> = Flatten<Windows<'a, R>>;

/// The runs of each chunk.
pub(crate) struct Windows<'a, R> {
    chunks: &'a Chunks<R>,
    list: Enumerate<slice::Iter<'a, Chunk>>,
}

impl<R> Clone for Windows<'_, R> {
    fn clone(&self) -> Self {
        Windows {
            chunks: self.chunks,
            list: self.list.clone(),
        }
    }
}

impl<'a, R> Iterator for Windows<'a, R> {
    type Item = ChunkRuns<'a, R>;

    fn next(&mut self) -> Option<Self::Item> {
        let (idx, chunk) = self.list.next()?;
        Some(self.chunks.runs_of(idx, chunk))
    }
}

impl<R> DoubleEndedIterator for Windows<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let (idx, chunk) = self.list.next_back()?;
        Some(self.chunks.runs_of(idx, chunk))
    }
}

/// The runs of a chunk.
pub(crate) struct ChunkRuns<'a, R> {
    chunk: usize,
    slots: &'a [R],
    holes: Option<&'a Holes>,
    front: usize,
    back: usize,
}

impl<R> Clone for ChunkRuns<'_, R> {
    fn clone(&self) -> Self {
        ChunkRuns { ..*self }
    }
}

impl<'a, R> ChunkRuns<'a, R> {
    fn run(&self, start: usize, end: usize) -> Option<Run<'a, R>> {
        (start < end).then(|| (RowId::new(self.chunk, start), &self.slots[start..end]))
    }
}

impl<'a, R> Iterator for ChunkRuns<'a, R> {
    type Item = Run<'a, R>;

    fn next(&mut self) -> Option<Run<'a, R>> {
        let (start, end) = match self.holes {
            Some(holes) => {
                let start = holes.next(self.front, Slot::Live).min(self.back);
                (start, holes.next(start, Slot::Dead).min(self.back))
            }
            None => (self.front, self.back),
        };
        self.front = end;
        self.run(start, end)
    }
}

impl<R> DoubleEndedIterator for ChunkRuns<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let (mut start, mut end) = (self.front, self.back);
        if let Some(holes) = self.holes {
            while end > start && holes.has(end - 1) {
                end -= 1;
            }
            start = (start..end)
                .rev()
                .find(|slot| holes.has(*slot))
                .map_or(start, |dead| dead + 1);
        }
        self.back = start;
        self.run(start, end)
    }
}

/// Rows in order, with their ids.
pub(crate) struct Iter<'a, R> {
    runs: Runs<'a, R>,
    front: Cursor<'a, R>,
    back: Cursor<'a, R>,
    n_in_runs: usize,
}

/// What is left of a run.
struct Cursor<'a, R> {
    id: RowId,
    rows: slice::Iter<'a, R>,
}

impl<R> Default for Cursor<'_, R> {
    fn default() -> Self {
        Cursor {
            id: RowId::new(0, 0),
            rows: [].iter(),
        }
    }
}

impl<R> Clone for Cursor<'_, R> {
    fn clone(&self) -> Self {
        Cursor {
            id: self.id,
            rows: self.rows.clone(),
        }
    }
}

impl<R> Clone for Iter<'_, R> {
    fn clone(&self) -> Self {
        Iter {
            runs: self.runs.clone(),
            front: self.front.clone(),
            back: self.back.clone(),
            n_in_runs: self.n_in_runs,
        }
    }
}

impl<'a, R> Cursor<'a, R> {
    fn of((id, rows): Run<'a, R>) -> Self {
        Cursor {
            id,
            rows: rows.iter(),
        }
    }

    #[inline]
    fn next(&mut self) -> Option<(RowId, &'a R)> {
        let row = self.rows.next()?;
        let id = self.id;
        self.id = id.next();
        Some((id, row))
    }

    fn next_back(&mut self) -> Option<(RowId, &'a R)> {
        let row = self.rows.next_back()?;
        Some((self.id.plus(self.rows.len()), row))
    }
}

impl<'a, R> Iter<'a, R> {
    /// The next row, of the next run. Apart from `next`, so that a loop holds only the step along a run.
    #[cold]
    fn next_of_runs(&mut self) -> Option<(RowId, &'a R)> {
        let Some(run) = self.runs.next() else {
            return self.back.next();
        };
        self.n_in_runs -= run.1.len();
        self.front = Cursor::of(run);
        self.front.next()
    }
}

impl<'a, R> Iterator for Iter<'a, R> {
    type Item = (RowId, &'a R);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match self.front.next() {
            Some(row) => Some(row),
            None => self.next_of_runs(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.front.rows.len() + self.n_in_runs + self.back.rows.len();
        (n, Some(n))
    }

    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, start: B, mut f: F) -> B {
        let first = std::iter::once(self.front);
        let cursors = first.chain(self.runs.map(Cursor::of));
        let mut folded = start;
        // One loop within another, so that `f` is compiled in once.
        for mut cursor in cursors.chain([self.back]) {
            while let Some(row) = cursor.next() {
                folded = f(folded, row);
            }
        }
        folded
    }
}

impl<R> DoubleEndedIterator for Iter<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.back.next_back() {
                return Some(row);
            }
            let Some(run) = self.runs.next_back() else {
                return self.front.next_back();
            };
            self.n_in_runs -= run.1.len();
            self.back = Cursor::of(run);
        }
    }
}

impl<R> ExactSizeIterator for Iter<'_, R> {}
