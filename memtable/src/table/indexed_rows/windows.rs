use triomphe::Arc;

use super::list::List;
use super::live::Live;
use super::row_id::{CAPACITY, RowId, WINDOW};
use super::segments::{LOADED, Segments};

/// The rows that are pushed to a segment, nearly.
pub(super) const SEGMENT: usize = if cfg!(test) { 12 } else { 512 };

/// Rows in order. A clone shares them; what is written after it is copied, window by window.
///
/// Rows lie in segments: a long `Vec` that was adopted whole, or one that rows are pushed to. A window looks on neighbouring
/// rows of a segment. Deleted rows stay in their segment until [`compact`](Windows::compact).
pub(super) struct Windows<R> {
    pub(super) list: List,
    pub(super) segments: Segments<R>,
    pub(super) n_live: usize,
    /// Before this id, rows are found without a look at their windows: they are in the loaded segment, at the place that is
    /// their id.
    pub(super) straight_end: RowId,
    /// Of the windows before it, none has a hole: their rows are one slice of the loaded segment.
    pub(super) n_whole: usize,
}

/// A look on the rows of a segment from `offset` on, slot by slot.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Window {
    pub(super) segment: u32,
    pub(super) offset: u32,
    pub(super) live: Live,
}

/// Reads rows one after the other, faster than each alone.
pub(super) struct Reader<'a, R> {
    straight: &'a [R],
    windows: &'a Windows<R>,
}

impl<R> Clone for Reader<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Reader<'_, R> {}

impl<'a, R> Reader<'a, R> {
    #[inline]
    pub(super) fn row(self, id: RowId) -> &'a R {
        match self.straight_row(id) {
            Some(row) => row,
            None => self.windows.row_in_window(id),
        }
    }

    /// As [`Windows::get`].
    #[inline]
    pub(super) fn get(self, id: RowId) -> Option<&'a R> {
        self.windows.get(id)
    }

    #[inline]
    pub(super) fn straight_row(self, id: RowId) -> Option<&'a R> {
        self.straight.get(id.n_before())
    }
}

/// Where rows are in the order.
pub(crate) struct Positions<'a> {
    windows: &'a List,
    /// The live rows before each window.
    before: Vec<usize>,
}

impl Positions<'_> {
    /// The place of a row.
    pub(crate) fn of(&self, id: RowId) -> usize {
        let window = id.window();
        self.before[window] + self.windows.at(window).live.before(id.slot())
    }
}

impl Window {
    /// Whether it looks on nothing: all of its rows are gone.
    pub(super) fn is_vacant(&self) -> bool {
        *self == Window::default()
    }
}

impl<R> Clone for Windows<R> {
    fn clone(&self) -> Self {
        Windows {
            list: self.list.clone(),
            segments: self.segments.clone(),
            n_live: self.n_live,
            straight_end: self.straight_end,
            n_whole: self.n_whole,
        }
    }
}

impl<R> Windows<R> {
    pub(super) fn new() -> Self {
        Windows {
            list: List::default(),
            segments: Segments::new(),
            n_live: 0,
            straight_end: RowId::default(),
            n_whole: 0,
        }
    }

    #[inline]
    pub(super) fn row(&self, id: RowId) -> &R {
        match self.straight_row(id) {
            Some(row) => row,
            None => self.row_in_window(id),
        }
    }

    /// The row, without a panic where there is none.
    #[inline]
    pub(super) fn get(&self, id: RowId) -> Option<&R> {
        if id < self.straight_end {
            return self.segments.loaded.rows.get(id.n_before());
        }
        let window = self.list.get(id.window())?;
        let rows = &self.segments.get(window.segment)?.rows;
        rows.get(window.offset as usize + id.slot())
    }

    /// The row, where it is found without a look at its window.
    #[inline]
    pub(super) fn straight_row(&self, id: RowId) -> Option<&R> {
        if id >= self.straight_end {
            return None;
        }
        self.segments.loaded.rows.get(id.n_before())
    }

    /// The rows that are found without a look at their windows.
    #[inline]
    pub(super) fn straight(&self) -> &[R] {
        let rows = self
            .segments
            .loaded
            .rows
            .get(..self.straight_end.n_before());
        rows.unwrap_or_default()
    }

    /// Reads rows.
    #[inline]
    pub(super) fn reader(&self) -> Reader<'_, R> {
        Reader {
            straight: self.straight(),
            windows: self,
        }
    }

    #[inline(never)]
    fn row_in_window(&self, id: RowId) -> &R {
        self.get(id).expect("an id that was given out has a row")
    }

    /// The segment of a row, and its place there.
    #[inline]
    pub(super) fn place(&self, id: RowId) -> (u32, usize) {
        place_in(&self.list, self.straight_end, id)
    }

    pub(super) fn is_live(&self, id: RowId) -> bool {
        let window = self.list.get(id.window());
        window.is_some_and(|window| window.live.has(id.slot()))
    }

    /// The slots of a window up to the last live one.
    pub(super) fn slots(&self, window: Window) -> &[R] {
        let start = window.offset as usize;
        &self.segments[window.segment].rows[start..start + window.live.span()]
    }

    pub(super) fn positions(&self) -> Positions<'_> {
        let mut n_before = 0;
        let count = |window: Window| {
            let before = n_before;
            n_before += window.live.count();
            before
        };
        Positions {
            before: self.list.iter().map(count).collect(),
            windows: &self.list,
        }
    }

    /// Whether there are addresses for more rows, of which there are so many.
    pub(super) fn has_room_for(&self, n_rows: usize) -> bool {
        let n_left = CAPACITY.checked_sub(self.list.len() * WINDOW);
        n_left.is_some_and(|n_left| n_rows <= n_left)
    }

    /// Where a `Vec` would be if it were adopted now.
    pub(super) fn end(&self) -> RowId {
        let is_used = |place: &usize| self.list.at(*place).live.count() > 0;
        let last = (0..self.list.len()).rev().find(is_used);
        RowId::new(last.map_or(0, |last| last + 1), 0)
    }

    /// Puts rows after the last, without moving them, and says where: the slots from there on.
    pub(super) fn adopt(&mut self, rows: Vec<R>) -> RowId {
        let first = self.end();
        let n_rows = rows.len();
        if n_rows == 0 {
            return first;
        }
        while self.list.len() > first.window() {
            self.pop_window();
        }
        let segment = if first.n_before() == 0 {
            self.segments.load(rows);
            LOADED
        } else {
            self.segments.store(rows)
        };
        for offset in (0..n_rows).step_by(WINDOW) {
            let live = Live::range(0, (n_rows - offset).min(WINDOW));
            self.look(segment, offset, live);
        }
        self.n_live += n_rows;
        if segment == LOADED {
            self.straight_end = first.plus(n_rows);
            self.n_whole = n_rows / WINDOW;
        }
        first
    }

    /// Puts a row after the last. The tail is open: [`open_tail`](Windows::open_tail) is the step before.
    #[inline]
    pub(super) fn push(&mut self, row: R) {
        let tail = self.list.last_mut().expect("the tail is open");
        let rows = self.segments[tail.segment].owned();
        let slot = rows.len() - tail.offset as usize;
        rows.push(row);
        tail.live.0 |= 1 << slot;
        self.n_live += 1;
        self.segments.n_slots += 1;
    }

    /// Puts as many rows after the last. The tail is open.
    pub(super) fn extend(&mut self, n_rows: usize, mut rows: impl Iterator<Item = R>) {
        let n_after = self.n_live + n_rows;
        while self.n_live < n_after {
            if self.next_slot() >= WINDOW {
                self.add_window();
            }
            let slot = self.next_slot();
            let n_more = (WINDOW - slot).min(n_after - self.n_live);
            let tail = self.list.last_mut().expect("there is a tail now");
            let stored = self.segments[tail.segment].owned();
            stored.extend(rows.by_ref().take(n_more));
            tail.live.0 |= Live::range(slot, slot + n_more).0;
            self.n_live += n_more;
            self.segments.n_slots += n_more;
        }
    }

    /// Puts each row in the place of the stored one, whose window is [owned](Windows::own), and that one in its.
    pub(super) fn swap<'a>(&mut self, updates: impl Iterator<Item = (RowId, &'a mut R)>)
    where
        R: 'a,
    {
        let mut updates = updates.peekable();
        while let Some(&(first, _)) = updates.peek() {
            let (segment, _) = self.place(first);
            let n_straight = self.straight_end;
            let Windows { list, segments, .. } = self;
            let rows = segments[segment].owned();
            let place = |id: RowId| place_in(list, n_straight, id);
            while let Some((id, row)) = updates.next_if(|(id, _)| place(*id).0 == segment) {
                std::mem::swap(&mut rows[place(id).1], row);
            }
        }
    }

    /// Deletes a row. Gives a segment back that nothing looks on any more, to be dropped when all is done.
    pub(super) fn kill(&mut self, id: RowId) -> Option<Arc<Vec<R>>> {
        let window = self.list.at_mut(id.window());
        window.live.0 &= !(1 << id.slot());
        self.n_live -= 1;
        self.n_whole = self.n_whole.min(id.window());
        if window.live.count() > 0 {
            return None;
        }
        let emptied = std::mem::take(window);
        self.forget_window(emptied.segment)
    }

    /// Whether so little is alive that all should be moved together, once `n_live` rows are left.
    pub(super) fn is_sparse_with(&self, n_live: usize) -> bool {
        let (slots, places) = (2 * n_live + 2 * SEGMENT, 8 * n_live + 8 * SEGMENT);
        self.segments.n_slots > slots || self.list.len() * WINDOW > places
    }

    /// Whether a snapshot has some of the rows too.
    pub(super) fn is_shared(&self) -> bool {
        let mut segments = (0..).zip(self.segments.iter());
        segments.any(|(number, segment)| segment.n_windows > 0 && self.segments.is_shared(number))
    }

    /// The slot of the last window that the next row of its segment has: past the window where that is full.
    pub(super) fn next_slot(&self) -> usize {
        let tail = self.list.last().unwrap_or_default();
        self.segments[tail.segment].rows.len() - tail.offset as usize
    }

    /// The slot of the last window for the next row, and whether a snapshot has its segment; none where the window is full, or
    /// its segment was adopted.
    #[inline]
    pub(super) fn room_in_tail(&self) -> Option<(usize, bool)> {
        let tail = self.list.last()?;
        if tail.segment == LOADED {
            return None;
        }
        let segment = &self.segments[tail.segment];
        let slot = segment.rows.len() - tail.offset as usize;
        let has_room = slot < WINDOW && segment.rows.len() < SEGMENT + WINDOW;
        has_room.then(|| (slot, self.segments.is_shared(tail.segment)))
    }

    /// Adds a window after the last, behind the rows of its segment as long as that is short, and nobody else has it.
    #[cold]
    pub(super) fn add_window(&mut self) {
        let tail = self.list.last().unwrap_or_default();
        let n_rows = self.segments[tail.segment].rows.len();
        let is_open = tail.segment != LOADED && n_rows < SEGMENT;
        if is_open && !self.segments.is_shared(tail.segment) {
            self.look(tail.segment, n_rows, Live::default());
        } else {
            // A tail that is short was cut off by a snapshot, and so may the next one be.
            let n_rows = SEGMENT.min(2 * n_rows);
            let segment = self.segments.store(Vec::with_capacity(n_rows));
            self.look(segment, 0, Live::default());
        }
    }

    fn look(&mut self, segment: u32, offset: usize, live: Live) {
        self.segments[segment].n_windows += 1;
        // A window may have been in its place, all of its rows deleted.
        self.bend(self.list.len());
        self.list.push(Window {
            segment,
            offset: cast(offset),
            live,
        });
    }

    /// From this window on, rows are not where they were loaded to.
    pub(super) fn bend(&mut self, window: usize) {
        self.straight_end = self.straight_end.min(RowId::new(window, 0));
        self.n_whole = self.n_whole.min(window);
    }

    /// Takes the last window away, which has no live rows.
    pub(super) fn pop_window(&mut self) {
        if let Some(window) = self.list.pop()
            && !window.is_vacant()
        {
            self.forget_window(window.segment);
        }
    }

    pub(super) fn forget_window(&mut self, segment: u32) -> Option<Arc<Vec<R>>> {
        let rows = self.segments.forget_window(segment)?;
        if segment == LOADED {
            self.bend(0);
        }
        Some(rows)
    }
}

#[inline]
fn place_in(list: &List, straight_end: RowId, id: RowId) -> (u32, usize) {
    if id < straight_end {
        return (LOADED, id.n_before());
    }
    let window = list.at(id.window());
    (window.segment, window.offset as usize + id.slot())
}

/// The numbers here are below 2^32, as [`CAPACITY`] is.
pub(super) fn cast<N: TryFrom<usize>>(n: usize) -> N {
    N::try_from(n).ok().expect("a table has at most 2^32 slots")
}
