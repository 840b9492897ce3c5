use std::iter::Flatten;
use std::slice;

use super::groups::Ids;
use super::live::Live;
use super::row_id::{RowId, WINDOW};
use super::windows::{Reader, Window, Windows};

impl<R> Windows<R> {
    /// The live rows, as slices of rows in neighbouring slots, each with the id of its first row.
    pub(super) fn runs(&self) -> Runs<'_, R> {
        let spans = Spans {
            windows: self,
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

/// The runs of all windows.
pub(crate) type Runs<'a, R> = Flatten<Spans<'a, R>>;

/// The windows one by one, but for those that go on where the one before them ends, all rows of both alive.
pub(crate) struct Spans<'a, R> {
    windows: &'a Windows<R>,
    /// The positions of the first of those that are left, and of the one after them.
    first: usize,
    end: usize,
}

impl<R> Clone for Spans<'_, R> {
    fn clone(&self) -> Self {
        Spans { ..*self }
    }
}

fn goes_on(one: &Window, next: &Window) -> bool {
    one.live == Live::ALL
        && next.live == Live::ALL
        && one.segment == next.segment
        && one.offset as usize + WINDOW == next.offset as usize
}

impl<'a, R> Spans<'a, R> {
    /// The windows from one to before another, which are whole.
    fn whole(&self, first: usize, end: usize) -> Option<Span<'a, R>> {
        let rows = &self.windows.segments.loaded.rows[first * WINDOW..end * WINDOW];
        (first < end).then(|| Span::Run(RowId::new(first, 0), rows))
    }

    fn span(&self, first: usize, windows: &[Window]) -> Option<Span<'a, R>> {
        let id = RowId::new(first, 0);
        let window = windows.first()?;
        let slots = &self.windows.segments[window.segment].rows[window.offset as usize..];
        Some(match windows.len() {
            1 => Span::Window(id, slots, window.live),
            n => Span::Run(id, &slots[..n * WINDOW]),
        })
    }
}

impl<'a, R> Iterator for Spans<'a, R> {
    type Item = Span<'a, R>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.first;
        if first < self.windows.n_whole {
            self.first = self.end.min(self.windows.n_whole);
            return self.whole(first, self.first);
        }
        let windows = self.windows.list.start_of(first..self.end);
        let pairs = windows.array_windows();
        let n_more = pairs.take_while(|[one, next]| goes_on(one, next)).count();
        let windows = windows.get(..=n_more)?;
        self.first += windows.len();
        self.span(first, windows)
    }
}

impl<R> DoubleEndedIterator for Spans<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let n_whole = self.windows.n_whole;
        if self.end <= n_whole {
            let end = std::mem::replace(&mut self.end, self.first);
            return self.whole(self.first, end);
        }
        let windows = self.windows.list.end_of(self.first.max(n_whole)..self.end);
        let pairs = windows.array_windows().rev();
        let n_more = pairs.take_while(|[one, next]| goes_on(one, next)).count();
        let windows = &windows[windows.len().checked_sub(n_more + 1)?..];
        self.end -= windows.len();
        self.span(self.end, windows)
    }
}

/// The runs of a span.
pub(crate) enum Span<'a, R> {
    /// The slots from the first of a window on, and those that are not passed yet.
    Window(RowId, &'a [R], Live),
    Run(RowId, &'a [R]),
}

impl<R> Clone for Span<'_, R> {
    fn clone(&self) -> Self {
        match *self {
            Span::Window(id, slots, live) => Span::Window(id, slots, live),
            Span::Run(id, rows) => Span::Run(id, rows),
        }
    }
}

impl<'a, R> Span<'a, R> {
    fn take(&mut self, which: fn(Live) -> Option<(usize, usize)>) -> Option<Run<'a, R>> {
        match self {
            Span::Run(id, rows) => {
                let run = (*id, std::mem::take(rows));
                (!run.1.is_empty()).then_some(run)
            }
            Span::Window(id, slots, live) => {
                let (start, end) = which(*live)?;
                *live = live.without(Live::range(start, end));
                Some((id.plus(start), &slots[start..end]))
            }
        }
    }
}

impl<'a, R> Iterator for Span<'a, R> {
    type Item = Run<'a, R>;

    fn next(&mut self) -> Option<Run<'a, R>> {
        self.take(Live::first_run)
    }
}

impl<R> DoubleEndedIterator for Span<'_, R> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.take(Live::last_run)
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
