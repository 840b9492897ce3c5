use std::vec::IntoIter;

use triomphe::Arc;

use super::list::List;
use super::row_id::RowId;
use super::windows::{Window, Windows};

/// Where the rows are after all of them were moved together.
pub(super) struct Moved {
    windows: List,
    /// The live rows before each window.
    before: Vec<usize>,
}

impl Moved {
    /// Where the row is now that was there.
    pub(super) fn id(&self, old: RowId) -> RowId {
        let window = old.window();
        let rank = self.windows.at(window).live.before(old.slot());
        RowId::new(0, self.before[window] + rank)
    }
}

impl<R> Windows<R> {
    /// Moves all rows together, each window of which is [owned](Windows::own): this runs no code of theirs. What is dead comes
    /// back, to be dropped when all is done.
    pub(super) fn compact(&mut self) -> (Moved, Vec<R>) {
        let old = std::mem::replace(self, Windows::new());
        let segments = old.segments.into_iter();
        let mut sources: Vec<Source<R>> = segments
            .map(|segment| Source::new(Arc::try_unwrap(segment.rows).ok()))
            .collect();
        let (mut live, mut dead) = (Vec::with_capacity(old.n_live), Vec::new());
        let mut before = Vec::with_capacity(old.list.len());
        for window in old.list.iter() {
            before.push(live.len());
            sources[window.segment as usize].take(window, &mut live, &mut dead);
        }
        dead.extend(sources.into_iter().flat_map(|source| source.rows));
        self.adopt(live);
        let windows = old.list;
        (Moved { windows, before }, dead)
    }
}

/// A segment that is being emptied, from its start on.
struct Source<R> {
    rows: IntoIter<R>,
    taken: usize,
}

impl<R> Source<R> {
    fn new(rows: Option<Vec<R>>) -> Self {
        Source {
            rows: rows.unwrap_or_default().into_iter(),
            taken: 0,
        }
    }

    fn take(&mut self, window: Window, live: &mut Vec<R>, dead: &mut Vec<R>) {
        let start = window.offset as usize;
        let end = start + window.live.span();
        dead.extend(self.rows.by_ref().take(start.saturating_sub(self.taken)));
        for (slot, row) in self.rows.by_ref().take(end - start).enumerate() {
            let rows = if window.live.has(slot) {
                &mut *live
            } else {
                &mut *dead
            };
            rows.push(row);
        }
        self.taken = end.max(self.taken);
    }
}
