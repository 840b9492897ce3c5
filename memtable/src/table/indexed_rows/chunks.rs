use std::sync::Arc;

use super::holes::Holes;
use super::row_id::{CHUNK, RowId};

/// Rows in order, in chunks. A clone shares the rows; what is written after it is copied, chunk by chunk.
///
/// Rows lie in segments: a long `Vec` that was adopted whole, or the `Vec` of one chunk. A chunk is a window on a segment.
/// Deleted rows stay in their segment until [`compact`](Chunks::compact).
pub(super) struct Chunks<R> {
    /// The first one is empty, for chunks without slots.
    pub(super) segments: Vec<Segment<R>>,
    /// Segments that no chunk looks on.
    pub(super) vacant: Vec<u32>,
    pub(super) list: Vec<Chunk>,
    pub(super) n_live: usize,
    /// The rows in all segments, dead ones and those that no chunk looks on too.
    pub(super) n_slots: usize,
}

pub(super) struct Segment<R> {
    pub(super) rows: Arc<Vec<R>>,
    pub(super) n_windows: u32,
}

#[derive(Clone, Default)]
pub(super) struct Chunk {
    pub(super) segment: u32,
    pub(super) offset: u32,
    pub(super) len: u16,
    pub(super) n_dead: u16,
    pub(super) holes: Option<Arc<Holes>>,
}

impl Chunk {
    pub(super) fn n_live(&self) -> usize {
        usize::from(self.len - self.n_dead)
    }

    pub(super) fn is_live(&self, slot: usize) -> bool {
        slot < usize::from(self.len) && !self.holes.as_ref().is_some_and(|holes| holes.has(slot))
    }

    /// The live rows in the slots before this one.
    pub(super) fn rank(&self, slot: usize) -> usize {
        slot - self.holes.as_ref().map_or(0, |holes| holes.before(slot))
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

impl<R> Clone for Chunks<R> {
    fn clone(&self) -> Self {
        Chunks {
            segments: self.segments.clone(),
            vacant: self.vacant.clone(),
            list: self.list.clone(),
            n_live: self.n_live,
            n_slots: self.n_slots,
        }
    }
}

impl<R> Chunks<R> {
    pub(super) fn new() -> Self {
        let empty = Segment {
            rows: Arc::default(),
            n_windows: 0,
        };
        Chunks {
            segments: vec![empty],
            vacant: Vec::new(),
            list: Vec::new(),
            n_live: 0,
            n_slots: 0,
        }
    }

    #[inline]
    pub(super) fn row(&self, id: RowId) -> &R {
        let chunk = &self.list[id.chunk()];
        &self.segments[chunk.segment as usize].rows[chunk.offset as usize + id.slot()]
    }

    /// As [`row`](Chunks::row), without an end to it where there is none.
    #[inline]
    pub(super) fn get(&self, id: RowId) -> Option<&R> {
        let chunk = self.list.get(id.chunk())?;
        let segment = self.segments.get(chunk.segment as usize)?;
        segment.rows.get(chunk.offset as usize + id.slot())
    }

    pub(super) fn is_live(&self, id: RowId) -> bool {
        (self.list.get(id.chunk())).is_some_and(|chunk| chunk.is_live(id.slot()))
    }

    /// The slots of a chunk, dead ones too.
    pub(super) fn slots(&self, chunk: &Chunk) -> &[R] {
        let start = chunk.offset as usize;
        &self.segments[chunk.segment as usize].rows[start..start + usize::from(chunk.len)]
    }

    /// The place of the row in the order.
    pub(super) fn position(&self, id: RowId) -> usize {
        let before = self.list[..id.chunk()].iter();
        before.map(Chunk::n_live).sum::<usize>() + self.list[id.chunk()].rank(id.slot())
    }

    /// Where a `Vec` would be if it were adopted now.
    pub(super) fn end(&self) -> RowId {
        let used = self.list.iter().rposition(|chunk| chunk.len > 0);
        RowId::new(used.map_or(0, |last| last + 1), 0)
    }

    /// Puts rows after the last, without moving them, and says where: the slots from there on.
    pub(super) fn adopt(&mut self, rows: Vec<R>) -> RowId {
        let first = self.end();
        let n_rows = rows.len();
        if n_rows == 0 {
            return first;
        }
        while self.list.len() > first.chunk() {
            let unused = self.list.pop().unwrap_or_default();
            self.forget_window(unused.segment);
        }
        let segment = self.store(rows);
        for offset in (0..n_rows).step_by(CHUNK) {
            self.list.push(Chunk {
                segment,
                offset: cast(offset),
                len: cast((n_rows - offset).min(CHUNK)),
                ..Chunk::default()
            });
            self.segments[segment as usize].n_windows += 1;
        }
        self.n_live += n_rows;
        first
    }

    /// Puts a row after the last. The tail is open: [`open_tail`](Chunks::open_tail) is the step before.
    pub(super) fn push(&mut self, row: R) {
        let (tail, rows) = self.tail();
        rows.push(row);
        tail.len += 1;
        self.n_live += 1;
        self.n_slots += 1;
    }

    /// Puts rows after the last. The tail is open.
    pub(super) fn extend(&mut self, rows: Vec<R>) {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let (tail, slots) = self.tail();
            let n_before = slots.len();
            slots.extend(rows.by_ref().take(CHUNK - n_before));
            let n_more = slots.len() - n_before;
            tail.len += cast::<u16>(n_more);
            self.n_live += n_more;
            self.n_slots += n_more;
        }
    }

    /// Puts each row in the place of the stored one, whose chunk is [owned](Chunks::own), and that one in its.
    pub(super) fn swap(&mut self, updates: &mut [(RowId, R)]) {
        let Chunks { list, segments, .. } = self;
        let segment = |id: RowId| list[id.chunk()].segment as usize;
        // One `get_mut` for many rows, as each costs a fence.
        for updates in updates.chunk_by_mut(|(one, _), (next, _)| segment(*one) == segment(*next)) {
            let rows = owned(&mut segments[segment(updates[0].0)].rows);
            for (id, row) in updates {
                let place = list[id.chunk()].offset as usize + id.slot();
                std::mem::swap(&mut rows[place], row);
            }
        }
    }

    /// Deletes a row. Gives a segment back that nothing looks on any more, to be dropped when all is done.
    pub(super) fn kill(&mut self, id: RowId) -> Option<Arc<Vec<R>>> {
        let chunk = &mut self.list[id.chunk()];
        let holes = chunk.holes.get_or_insert_default();
        Arc::make_mut(holes).add(id.slot());
        chunk.n_dead += 1;
        self.n_live -= 1;
        if chunk.n_live() > 0 {
            return None;
        }
        let emptied = std::mem::take(chunk);
        self.forget_window(emptied.segment)
    }

    /// Whether so little is alive that all should be moved together, once `n_live` rows are left.
    pub(super) fn is_sparse_with(&self, n_live: usize) -> bool {
        let (slots, places) = (2 * n_live + 2 * CHUNK, 8 * n_live + 8 * CHUNK);
        self.n_slots > slots || self.list.len() * CHUNK > places
    }

    /// The last chunk, with room for a row, and its rows.
    fn tail(&mut self) -> (&mut Chunk, &mut Vec<R>) {
        if (self.list.last()).is_none_or(|tail| usize::from(tail.len) == CHUNK) {
            self.add_tail();
        }
        let tail = self.list.last_mut().expect("there is a tail now");
        let rows = owned(&mut self.segments[tail.segment as usize].rows);
        (tail, rows)
    }

    fn add_tail(&mut self) {
        let n_rows = if self.list.is_empty() { 0 } else { CHUNK };
        let segment = self.store(Vec::with_capacity(n_rows));
        self.segments[segment as usize].n_windows = 1;
        self.list.push(Chunk {
            segment,
            ..Chunk::default()
        });
    }

    /// Whether the next row can go into the last chunk: it has slots left, at the end of a segment of its own.
    fn tail_has_room(&self) -> bool {
        self.list.last().is_some_and(|tail| {
            let n_rows = self.segments[tail.segment as usize].rows.len();
            tail.segment != 0
                && tail.offset == 0
                && n_rows == usize::from(tail.len)
                && n_rows < CHUNK
        })
    }

    fn store(&mut self, rows: Vec<R>) -> u32 {
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

    fn forget_window(&mut self, place: u32) -> Option<Arc<Vec<R>>> {
        let empty = Arc::clone(&self.segments[0].rows);
        let segment = &mut self.segments[place as usize];
        segment.n_windows = segment.n_windows.saturating_sub(1);
        if place == 0 || segment.n_windows > 0 {
            return None;
        }
        let rows = std::mem::replace(&mut segment.rows, empty);
        self.n_slots -= rows.len();
        self.vacant.push(place);
        Some(rows)
    }
}

/// What changes where rows lie, and not which: it runs the rows' own `clone`.
impl<R: Clone> Chunks<R> {
    /// Makes the last chunk ready for a row more, and says where that will be; further rows follow slot by slot.
    pub(super) fn open_tail(&mut self) -> RowId {
        if self.tail_has_room() {
            self.own(self.list.len() - 1);
        } else {
            self.list.pop_if(|tail| tail.segment == 0);
            // Past the last address this ends here, where nothing has been done yet.
            RowId::new(self.list.len(), 0);
            self.add_tail();
        }
        let tail = self.list.len() - 1;
        RowId::new(tail, usize::from(self.list[tail].len))
    }

    /// Makes a chunk the only one with its rows: copied where a snapshot has them too.
    #[inline]
    pub(super) fn own(&mut self, chunk: usize) {
        let segment = self.list[chunk].segment;
        // Nobody else can share what is not shared now; to ask `get_mut` would cost a fence.
        if Arc::strong_count(&self.segments[segment as usize].rows) > 1 {
            self.copy(chunk);
        }
    }

    /// Moves a chunk to a copy of its rows.
    #[cold]
    fn copy(&mut self, chunk: usize) {
        let segment = self.list[chunk].segment;
        let slots = self.slots(&self.list[chunk]);
        let is_tail = chunk + 1 == self.list.len();
        let spare = if is_tail {
            slots.len().min(CHUNK - slots.len())
        } else {
            0
        };
        let mut copy = Vec::with_capacity(slots.len() + spare);
        copy.extend_from_slice(slots);
        let own = self.store(copy);
        self.segments[own as usize].n_windows = 1;
        self.list[chunk].segment = own;
        self.list[chunk].offset = 0;
        self.forget_window(segment);
    }

    /// Owns every chunk that has live rows.
    pub(super) fn own_all(&mut self) {
        for chunk in 0..self.list.len() {
            if self.list[chunk].len > 0 {
                self.own(chunk);
            }
        }
    }
}

/// The rows of a segment that a plan has made sure to own: only its own code can fail this.
fn owned<R>(rows: &mut Arc<Vec<R>>) -> &mut Vec<R> {
    Arc::get_mut(rows).expect("what is written is owned")
}

/// The numbers here are below 2^32, as [`RowId::new`] sees to.
fn cast<N: TryFrom<usize>>(n: usize) -> N {
    N::try_from(n).ok().expect("a table has at most 2^32 slots")
}
