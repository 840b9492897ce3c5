use std::ops::Range;

use super::list::LEAF;
use super::row_id::RowId;
use super::segments::LOADED;
use super::windows::{Window, Windows, cast};

/// The windows of a section, which lies in one leaf. It is copied as a whole when it looks on more than [`MOST_SEGMENTS`], so that a table that is
/// written between snapshots does not fall into small pieces.
const SECTION: usize = if cfg!(test) { 4 } else { 16 };

const MOST_SEGMENTS: usize = SECTION / 2;

/// The pieces of a leaf, at most, when it is left as it is.
const MOST_PIECES: usize = 2;

/// What changes where rows lie, and not which: it runs the rows' own `clone`.
impl<R: Clone> Windows<R> {
    /// Makes the last window ready for a row more, and says where that will be; further rows follow slot by slot.
    #[inline]
    pub(super) fn open_tail(&mut self) -> RowId {
        match self.room_in_tail() {
            Some((slot, false)) => RowId::new(self.list.len() - 1, slot),
            _ => self.open_window(),
        }
    }

    #[cold]
    fn open_window(&mut self) -> RowId {
        if self.room_in_tail().is_some() {
            self.own_copy(self.list.len() - 1);
        } else {
            if self.list.last().is_some_and(|tail| tail.is_vacant()) {
                self.pop_window();
            }
            self.add_window();
            self.join_last_leaf();
        }
        RowId::new(self.list.len() - 1, self.next_slot())
    }

    /// Moves the rows of a leaf together, once another one begins behind it: rows that were put in between snapshots lie in
    /// pieces, and scans would have to find each. Those that were loaded stay where they are found fastest.
    fn join_last_leaf(&mut self) {
        let n_before = self.list.len() - 1;
        let Some(start) = n_before.checked_sub(LEAF) else {
            return;
        };
        if !n_before.is_multiple_of(LEAF) {
            return;
        }
        let windows = self.list.start_of(start..n_before).iter();
        let n_loaded = windows
            .take_while(|window| window.segment == LOADED)
            .count();
        let pushed = start + n_loaded..n_before;
        if !pushed.is_empty() && self.n_pieces(pushed.clone()) > MOST_PIECES {
            self.copy(pushed);
        }
    }

    /// The pieces that these windows, which are in one leaf, make up: neighbours that look on one segment.
    fn n_pieces(&self, windows: Range<usize>) -> usize {
        let windows = self.list.start_of(windows);
        let pieces = windows.chunk_by(|one, next| one.segment == next.segment);
        pieces.count()
    }

    /// Makes a window the only one with its rows: copied where a snapshot has them too.
    #[inline]
    pub(super) fn own(&mut self, window: usize) {
        let (segment, _) = self.place(RowId::new(window, 0));
        if self.segments.is_shared(segment) {
            self.own_copy(window);
        }
    }

    #[cold]
    fn own_copy(&mut self, window: usize) {
        let start = window / SECTION * SECTION;
        let section = start..(start + SECTION).min(self.list.len());
        if self.n_pieces(section.clone()) > MOST_SEGMENTS {
            self.copy(section);
        } else {
            self.copy(window..window + 1);
        }
    }

    /// Moves neighbouring windows to a copy of their rows.
    fn copy(&mut self, windows: Range<usize>) {
        let is_tail = windows.end == self.list.len();
        let copied = self.list.start_of(windows.clone());
        let n_slots: usize = copied.iter().map(|window| window.live.span()).sum();
        // The rows that are pushed next are likely to be as many.
        let spare = if is_tail { n_slots } else { 0 };
        let mut copy = Vec::with_capacity(n_slots + spare);
        let mut moved = Vec::with_capacity(windows.len());
        for window in copied {
            let offset = cast(copy.len());
            copy.extend_from_slice(self.slots(*window));
            moved.push(Window { offset, ..*window });
        }
        let own = self.segments.store(copy);
        self.bend(windows.start);
        let mut unused = Vec::new();
        for (place, window) in windows.zip(moved) {
            if !self.list.at(place).is_vacant() {
                self.segments[own].n_windows += 1;
                *self.list.at_mut(place) = Window {
                    segment: own,
                    ..window
                };
                unused.extend(self.forget_window(window.segment));
            }
        }
        // Last, as dropping rows runs their own code.
        drop(unused);
    }

    /// Owns every window that has live rows.
    pub(super) fn own_all(&mut self) {
        for start in (0..self.list.len()).step_by(SECTION) {
            let section = start..(start + SECTION).min(self.list.len());
            let windows = self.list.start_of(section.clone());
            let is_shared =
                |window: &Window| !window.is_vacant() && self.segments.is_shared(window.segment);
            if windows.iter().any(is_shared) {
                self.copy(section);
            }
        }
    }
}
