use triomphe::Arc;

use super::IndexedRows;
use super::list::LEAF;
use super::live::Live;
use super::row_id::RowId;
use super::windows::{Window, Windows};

/// The rows of the windows that differ between two versions, each in row order.
///
/// A row that did not change can be in both lists; one that is in neither did not change.
#[derive(Debug)]
pub(crate) struct WindowDiff<'a, R> {
    /// As they were.
    pub(crate) old: Vec<(RowId, &'a R)>,
    /// As they are.
    pub(crate) new: Vec<(RowId, &'a R)>,
}

impl<R> IndexedRows<R> {
    /// What differs from another version of the same rows; costs a step per leaf, and the windows of those that differ.
    pub(crate) fn diff<'a>(&'a self, older: &'a Self) -> WindowDiff<'a, R> {
        let (old, new) = (&older.windows, &self.windows);
        let mut diff = WindowDiff {
            old: Vec::new(),
            new: Vec::new(),
        };
        let mut place = 0;
        while place < old.list.len().max(new.list.len()) {
            if new.list.shares_leaf(&old.list, place) {
                place += LEAF;
                continue;
            }
            let window = |windows: &Windows<R>| windows.list.get(place).unwrap_or_default();
            let (was, is) = (window(old), window(new));
            let (mut gone, mut come) = (was.live, is.live);
            if old.looks_alike(was, new, is) {
                (gone, come) = (gone.without(is.live), come.without(was.live));
            }
            diff.old.extend(old.rows_of(place, was, gone));
            diff.new.extend(new.rows_of(place, is, come));
            place += 1;
        }
        diff
    }
}

impl<R> Windows<R> {
    /// Whether two windows look on the same slots.
    fn looks_alike(&self, window: Window, other: &Self, of_other: Window) -> bool {
        let rows = &self.segments[window.segment].rows;
        let other_rows = &other.segments[of_other.segment].rows;
        window.offset == of_other.offset && Arc::ptr_eq(rows, other_rows)
    }

    /// The rows in some slots of a window.
    fn rows_of(
        &self,
        place: usize,
        window: Window,
        which: Live,
    ) -> impl Iterator<Item = (RowId, &R)> {
        let slots = self.slots(window);
        which
            .slots()
            .map(move |slot| (RowId::new(place, slot), &slots[slot]))
    }
}
