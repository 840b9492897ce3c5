use std::iter::Flatten;
use std::slice;

use super::groups::Ids;
use super::page::Page;
use super::pages::{Pages, Reader};
use super::row_id::{PAGE, RowId};
use super::slots::Slots;

impl<R> Pages<R> {
    /// The live rows, as slices of rows in neighbouring slots, each with the id of its first row.
    pub(super) fn runs(&self) -> Runs<'_, R> {
        let spans = Spans {
            pages: self,
            first: 0,
            end: self.list.len(),
        };
        spans.flatten()
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

/// Rows that share a hash of a key.
pub(crate) struct Candidates<'a, R> {
    pub(super) ids: Ids<'a>,
    pub(super) reader: Reader<'a, R>,
}

impl<R> Clone for Candidates<'_, R> {
    fn clone(&self) -> Self {
        Candidates {
            ids: self.ids.clone(),
            reader: self.reader,
        }
    }
}

impl<'a, R> Iterator for Candidates<'a, R> {
    type Item = (RowId, &'a R);

    #[inline]
    fn next(&mut self) -> Option<(RowId, &'a R)> {
        self.ids.next().map(|id| (id, self.reader.row(id)))
    }
}

/// Neighbouring live rows, and the id of the first.
pub(crate) type Run<'a, R> = (RowId, &'a [R]);

/// The runs of all pages.
pub(crate) type Runs<'a, R> = Flatten<Spans<'a, R>>;

/// The pages one by one, but for those that are one slice.
pub(crate) struct Spans<'a, R> {
    pages: &'a Pages<R>,
    /// The numbers of the first of those that are left, and of the one after them.
    first: usize,
    end: usize,
}

impl<R> Clone for Spans<'_, R> {
    fn clone(&self) -> Self {
        Spans { ..*self }
    }
}

impl<'a, R> Spans<'a, R> {
    /// The pages from one to before another, which are whole.
    fn whole(&self, first: usize, end: usize) -> Option<Span<'a, R>> {
        let rows = &self.pages.loaded[first * PAGE..end * PAGE];
        (first < end).then(|| Span::Run(RowId::new(first, 0), rows))
    }

    fn page(&self, number: usize) -> Option<Span<'a, R>> {
        let (page, first) = (self.pages.list.get(number)?, RowId::new(number, 0));
        let rows = page.rows(number, &self.pages.loaded);
        Some(if page.is_whole() {
            Span::Run(first, rows)
        } else {
            Span::Page {
                first,
                page,
                rows,
                left: page.live,
            }
        })
    }
}

impl<'a, R> Iterator for Spans<'a, R> {
    type Item = Span<'a, R>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.first;
        if first < self.pages.n_whole {
            self.first = self.end.min(self.pages.n_whole);
            return self.whole(first, self.first);
        }
        if first == self.end {
            return None;
        }
        self.first += 1;
        self.page(first)
    }
}

impl<R> DoubleEndedIterator for Spans<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.end <= self.pages.n_whole {
            let end = std::mem::replace(&mut self.end, self.first);
            return self.whole(self.first, end);
        }
        if self.first == self.end {
            return None;
        }
        self.end -= 1;
        self.page(self.end)
    }
}

/// The runs of a span.
pub(crate) enum Span<'a, R> {
    /// A page with the rows behind its patches, and the slots that are not passed yet.
    Page {
        first: RowId,
        page: &'a Page<R>,
        rows: &'a [R],
        left: Slots,
    },
    Run(RowId, &'a [R]),
}

impl<R> Clone for Span<'_, R> {
    fn clone(&self) -> Self {
        match *self {
            Span::Page {
                first,
                page,
                rows,
                left,
            } => Span::Page {
                first,
                page,
                rows,
                left,
            },
            Span::Run(id, rows) => Span::Run(id, rows),
        }
    }
}

impl<'a, R> Span<'a, R> {
    /// The run at one end of the slots that are left: a patch, or rows that lie together.
    #[inline]
    fn take(
        &mut self,
        at_end: fn(Slots) -> Option<(usize, usize)>,
        end_of: fn((usize, usize)) -> usize,
    ) -> Option<Run<'a, R>> {
        match self {
            Span::Run(id, rows) => {
                let run = (*id, std::mem::take(rows));
                (!run.1.is_empty()).then_some(run)
            }
            Span::Page {
                first,
                page,
                rows,
                left,
            } => {
                let slot = end_of(at_end(*left)?);
                let (start, run) = if page.patched().has(slot) {
                    (slot, std::slice::from_ref(page.patch_at(slot)?))
                } else {
                    let (start, end) = at_end(left.without(page.patched()))?;
                    (start, rows.get(start..end)?)
                };
                *left = left.without(Slots::range(start, start + run.len()));
                Some((first.plus(start), run))
            }
        }
    }
}

impl<'a, R> Iterator for Span<'a, R> {
    type Item = Run<'a, R>;

    #[inline]
    fn next(&mut self) -> Option<Run<'a, R>> {
        self.take(Slots::first_run, |(start, _)| start)
    }
}

impl<R> DoubleEndedIterator for Span<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.take(Slots::last_run, |(_, end)| end - 1)
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
