use super::chunks::{Chunk, Chunks};
use super::holes::{Holes, Slot};
use super::row_id::RowId;

impl<R> Chunks<R> {
    /// The live rows, as slices of rows in neighbouring slots, each with the id of its first row.
    pub(super) fn runs(&self) -> impl DoubleEndedIterator<Item = Run<'_, R>> + Clone {
        (self.list.iter().enumerate()).flat_map(|(idx, chunk)| self.runs_of(idx, chunk))
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

    pub(super) fn iter(&self) -> Iter<'_, R, impl DoubleEndedIterator<Item = Run<'_, R>> + Clone> {
        Iter {
            runs: self.runs(),
            front: Cursor::default(),
            back: Cursor::default(),
            n_in_runs: self.n_live,
        }
    }
}

/// Neighbouring live rows, and the id of the first.
pub(super) type Run<'a, R> = (RowId, &'a [R]);

/// The runs of a chunk.
pub(super) struct ChunkRuns<'a, R> {
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
pub(super) struct Iter<'a, R, I> {
    runs: I,
    front: Cursor<'a, R>,
    back: Cursor<'a, R>,
    n_in_runs: usize,
}

/// What is left of a run.
struct Cursor<'a, R> {
    id: RowId,
    rows: std::slice::Iter<'a, R>,
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

impl<R, I: Clone> Clone for Iter<'_, R, I> {
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

    fn fold<B>(mut self, start: B, mut f: impl FnMut(B, (RowId, &'a R)) -> B) -> B {
        self.rows.fold(start, |folded, row| {
            let id = self.id;
            self.id = id.next();
            f(folded, (id, row))
        })
    }
}

impl<'a, R, I: DoubleEndedIterator<Item = Run<'a, R>>> Iterator for Iter<'a, R, I> {
    type Item = (RowId, &'a R);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.front.next() {
                return Some(row);
            }
            let Some(run) = self.runs.next() else {
                return self.back.next();
            };
            self.n_in_runs -= run.1.len();
            self.front = Cursor::of(run);
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.front.rows.len() + self.n_in_runs + self.back.rows.len();
        (n, Some(n))
    }

    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, start: B, mut f: F) -> B {
        let folded = self.front.fold(start, &mut f);
        let folded = self
            .runs
            .fold(folded, |folded, run| Cursor::of(run).fold(folded, &mut f));
        self.back.fold(folded, f)
    }
}

impl<'a, R, I: DoubleEndedIterator<Item = Run<'a, R>>> DoubleEndedIterator for Iter<'a, R, I> {
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

impl<'a, R, I: DoubleEndedIterator<Item = Run<'a, R>>> ExactSizeIterator for Iter<'a, R, I> {}
