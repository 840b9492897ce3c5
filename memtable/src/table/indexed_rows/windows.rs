use std::sync::Arc;

use super::live::Live;
use super::row_id::{RowId, WINDOW};

/// The rows that are pushed to a segment, nearly.
pub(super) const SEGMENT: usize = if cfg!(test) { 12 } else { 512 };

/// Rows in order. A clone shares them; what is written after it is copied, window by window.
///
/// Rows lie in segments: a long `Vec` that was adopted whole, or one that rows are pushed to. A window looks on neighbouring
/// rows of a segment. Deleted rows stay in their segment until [`compact`](Windows::compact).
pub(super) struct Windows<R> {
    pub(super) list: Vec<Window>,
    /// The first one is empty, for windows without rows.
    pub(super) segments: Vec<Segment<R>>,
    /// Segments that no window looks on.
    pub(super) vacant: Vec<u32>,
    pub(super) n_live: usize,
    /// The rows in all segments, dead ones and those that no window looks on too.
    pub(super) n_slots: usize,
    pub(super) straight: Straight,
}

/// The rows that are found without a look at their windows: those that a table was loaded with, as long as they are where
/// they were.
#[derive(Clone, Copy, Default)]
pub(super) struct Straight {
    pub(super) segment: u32,
    /// The places in the segment of ids before this one are the ids.
    pub(super) end: RowId,
}

pub(super) struct Segment<R> {
    pub(super) rows: Arc<Vec<R>>,
    pub(super) n_windows: u32,
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
        match self.straight.get(id.n_before()) {
            Some(row) => row,
            None => self.windows.row_in_window(id),
        }
    }
}

/// Where rows are in the order.
pub(crate) struct Positions<'a> {
    windows: &'a [Window],
    /// The live rows before each window.
    before: Vec<usize>,
}

impl Positions<'_> {
    /// The place of a row.
    pub(crate) fn of(&self, id: RowId) -> usize {
        let window = id.window();
        self.before[window] + self.windows[window].live.before(id.slot())
    }
}

impl<R> Clone for Segment<R> {
    fn clone(&self) -> Self {
        Segment {
            rows: Arc::clone(&self.rows),
            n_windows: self.n_windows,
        }
    }
}

impl<R> Clone for Windows<R> {
    fn clone(&self) -> Self {
        Windows {
            list: self.list.clone(),
            segments: self.segments.clone(),
            vacant: self.vacant.clone(),
            n_live: self.n_live,
            n_slots: self.n_slots,
            straight: self.straight,
        }
    }
}

impl<R> Windows<R> {
    pub(super) fn new() -> Self {
        let empty = Segment {
            rows: Arc::default(),
            n_windows: 0,
        };
        Windows {
            list: Vec::new(),
            segments: vec![empty],
            vacant: Vec::new(),
            n_live: 0,
            n_slots: 0,
            straight: Straight::default(),
        }
    }

    #[inline]
    pub(super) fn row(&self, id: RowId) -> &R {
        if id < self.straight.end
            && let Some(segment) = self.segments.get(self.straight.segment as usize)
            && let Some(row) = segment.rows.get(id.n_before())
        {
            return row;
        }
        self.row_in_window(id)
    }

    /// Reads rows.
    #[inline]
    pub(super) fn reader(&self) -> Reader<'_, R> {
        let rows = &self.segments[self.straight.segment as usize].rows;
        Reader {
            straight: &rows[..self.straight.end.n_before()],
            windows: self,
        }
    }

    #[inline(never)]
    fn row_in_window(&self, id: RowId) -> &R {
        let window = &self.list[id.window()];
        &self.segments[window.segment as usize].rows[window.offset as usize + id.slot()]
    }

    pub(super) fn is_live(&self, id: RowId) -> bool {
        (self.list.get(id.window())).is_some_and(|window| window.live.has(id.slot()))
    }

    /// The slots of a window up to the last live one.
    pub(super) fn slots(&self, window: Window) -> &[R] {
        let start = window.offset as usize;
        &self.segments[window.segment as usize].rows[start..start + window.live.span()]
    }

    pub(super) fn positions(&self) -> Positions<'_> {
        let mut n_before = 0;
        let count = |window: &Window| {
            let before = n_before;
            n_before += window.live.count();
            before
        };
        Positions {
            before: self.list.iter().map(count).collect(),
            windows: &self.list,
        }
    }

    /// Where a `Vec` would be if it were adopted now.
    pub(super) fn end(&self) -> RowId {
        let used = self.list.iter().rposition(|window| window.live.count() > 0);
        RowId::new(used.map_or(0, |last| last + 1), 0)
    }

    /// Puts rows after the last, without moving them, and says where: the slots from there on.
    pub(super) fn adopt(&mut self, rows: Vec<R>) -> RowId {
        let first = self.end();
        let n_rows = rows.len();
        if n_rows == 0 {
            return first;
        }
        for unused in self.list.split_off(first.window()) {
            self.forget_window(unused.segment);
        }
        let segment = self.store(rows);
        for offset in (0..n_rows).step_by(WINDOW) {
            self.look(segment, offset);
            self.tail_mut().live = Live::range(0, (n_rows - offset).min(WINDOW));
        }
        self.n_live += n_rows;
        if first.n_before() == 0 {
            let end = first.plus(n_rows);
            self.straight = Straight { segment, end };
        }
        first
    }

    /// Puts a row after the last. The tail is open: [`open_tail`](Windows::open_tail) is the step before.
    #[inline]
    pub(super) fn push(&mut self, row: R) {
        let Windows { list, segments, .. } = self;
        let tail = list.last_mut().expect("the tail is open");
        let rows = owned(&mut segments[tail.segment as usize].rows);
        let slot = rows.len() - tail.offset as usize;
        rows.push(row);
        tail.live.0 |= 1 << slot;
        self.n_live += 1;
        self.n_slots += 1;
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
            let tail = self.tail_mut().segment as usize;
            let stored = owned(&mut self.segments[tail].rows);
            stored.extend(rows.by_ref().take(n_more));
            self.tail_mut().live.0 |= Live::range(slot, slot + n_more).0;
            self.n_live += n_more;
            self.n_slots += n_more;
        }
    }

    /// Puts each row in the place of the stored one, whose window is [owned](Windows::own), and that one in its.
    pub(super) fn swap<'a>(&mut self, updates: impl Iterator<Item = (RowId, &'a mut R)>)
    where
        R: 'a,
    {
        let Windows { list, segments, .. } = self;
        let mut updates = updates.peekable();
        let segment = |id: RowId| list[id.window()].segment as usize;
        while let Some(&(first, _)) = updates.peek() {
            // One `get_mut` for many rows, as each costs a fence.
            let place = segment(first);
            let rows = owned(&mut segments[place].rows);
            while let Some((id, row)) = updates.next_if(|(id, _)| segment(*id) == place) {
                let slot = list[id.window()].offset as usize + id.slot();
                std::mem::swap(&mut rows[slot], row);
            }
        }
    }

    /// Deletes a row. Gives a segment back that nothing looks on any more, to be dropped when all is done.
    pub(super) fn kill(&mut self, id: RowId) -> Option<Arc<Vec<R>>> {
        let window = &mut self.list[id.window()];
        window.live.0 &= !(1 << id.slot());
        self.n_live -= 1;
        if window.live.count() > 0 {
            return None;
        }
        let emptied = std::mem::take(window);
        self.forget_window(emptied.segment)
    }

    /// Whether so little is alive that all should be moved together, once `n_live` rows are left.
    pub(super) fn is_sparse_with(&self, n_live: usize) -> bool {
        let (slots, places) = (2 * n_live + 2 * SEGMENT, 8 * n_live + 8 * SEGMENT);
        self.n_slots > slots || self.list.len() * WINDOW > places
    }

    /// Whether a snapshot has some of the rows too.
    pub(super) fn is_shared(&self) -> bool {
        let mut used = self.segments.iter().filter(|segment| segment.n_windows > 0);
        used.any(|segment| Arc::strong_count(&segment.rows) > 1)
    }

    fn tail_mut(&mut self) -> &mut Window {
        self.list.last_mut().expect("there is a tail now")
    }

    /// The slot of the last window that the next row of its segment has: past the window where that is full.
    pub(super) fn next_slot(&self) -> usize {
        let tail = self.list.last().copied().unwrap_or_default();
        self.segments[tail.segment as usize].rows.len() - tail.offset as usize
    }

    /// The slot of the last window for the next row, and how many have its segment; none where the window is full, or its
    /// segment was adopted.
    #[inline]
    pub(super) fn room_in_tail(&self) -> Option<(usize, usize)> {
        let tail = self.list.last()?;
        let rows = &self.segments[tail.segment as usize].rows;
        let slot = rows.len() - tail.offset as usize;
        let has_room = tail.segment != 0 && slot < WINDOW && rows.len() < SEGMENT + WINDOW;
        has_room.then(|| (slot, Arc::strong_count(rows)))
    }

    /// Adds a window after the last, behind the rows of its segment as long as that is short, and nobody else has it.
    #[cold]
    pub(super) fn add_window(&mut self) {
        let tail = self.list.last().copied().unwrap_or_default();
        let rows = &self.segments[tail.segment as usize].rows;
        if tail.segment != 0 && rows.len() < SEGMENT && Arc::strong_count(rows) == 1 {
            self.look(tail.segment, rows.len());
        } else {
            let n_rows = if self.list.is_empty() { 0 } else { SEGMENT };
            let segment = self.store(Vec::with_capacity(n_rows));
            self.look(segment, 0);
        }
    }

    pub(super) fn look(&mut self, segment: u32, offset: usize) {
        self.segments[segment as usize].n_windows += 1;
        // A window may have been in its place, all of its rows deleted.
        self.straight.end = self.straight.end.min(RowId::new(self.list.len(), 0));
        self.list.push(Window {
            segment,
            offset: cast(offset),
            live: Live::default(),
        });
    }

    pub(super) fn store(&mut self, rows: Vec<R>) -> u32 {
        self.n_slots += rows.len();
        let segment = Segment {
            rows: Arc::new(rows),
            n_windows: 0,
        };
        if let Some(place) = self.vacant.pop() {
            self.segments[place as usize] = segment;
            return place;
        }
        self.segments.push(segment);
        cast(self.segments.len() - 1)
    }

    pub(super) fn forget_window(&mut self, place: u32) -> Option<Arc<Vec<R>>> {
        let empty = Arc::clone(&self.segments[0].rows);
        let segment = &mut self.segments[place as usize];
        segment.n_windows = segment.n_windows.saturating_sub(1);
        if place == 0 || segment.n_windows > 0 {
            return None;
        }
        let rows = std::mem::replace(&mut segment.rows, empty);
        if place == self.straight.segment {
            self.straight = Straight::default();
        }
        self.n_slots -= rows.len();
        self.vacant.push(place);
        Some(rows)
    }
}

/// The rows of a segment that a plan has made sure to own: only its own code can fail this.
fn owned<R>(rows: &mut Arc<Vec<R>>) -> &mut Vec<R> {
    Arc::get_mut(rows).expect("what is written is owned")
}

/// The numbers here are below 2^32, as [`RowId::new`] sees to.
pub(super) fn cast<N: TryFrom<usize>>(n: usize) -> N {
    N::try_from(n).ok().expect("a table has at most 2^32 slots")
}
