use std::vec::IntoIter;

use super::chunks::{Chunk, Chunks};
use super::row_id::RowId;

/// Where the rows are after all of them were moved together.
pub(super) struct Moved {
    chunks: Vec<Chunk>,
    /// The live rows before each chunk.
    before: Vec<usize>,
}

impl Moved {
    /// Where the row is now that was there.
    pub(super) fn id(&self, old: RowId) -> RowId {
        let chunk = old.chunk();
        RowId::new(0, self.before[chunk] + self.chunks[chunk].rank(old.slot()))
    }
}

impl<R> Chunks<R> {
    /// Moves all rows together, each chunk of which is [owned](Chunks::own): this runs no code of theirs. What is dead comes
    /// back, to be dropped when all is done.
    pub(super) fn compact(&mut self) -> (Moved, Vec<R>) {
        let old = std::mem::replace(self, Chunks::new());
        let segments = old.segments.into_iter();
        let mut sources: Vec<Source<R>> = segments
            .map(|segment| Source::new(std::sync::Arc::into_inner(segment.rows)))
            .collect();
        let (mut live, mut dead) = (Vec::with_capacity(old.n_live), Vec::new());
        let mut before = Vec::with_capacity(old.list.len());
        for chunk in &old.list {
            before.push(live.len());
            sources[chunk.segment as usize].take(chunk, &mut live, &mut dead);
        }
        dead.extend(sources.into_iter().flat_map(|source| source.rows));
        self.adopt(live);
        let chunks = old.list;
        (Moved { chunks, before }, dead)
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

    fn take(&mut self, chunk: &Chunk, live: &mut Vec<R>, dead: &mut Vec<R>) {
        let start = chunk.offset as usize;
        let end = start + usize::from(chunk.len);
        dead.extend(self.rows.by_ref().take(start.saturating_sub(self.taken)));
        for (slot, row) in self.rows.by_ref().take(end - start).enumerate() {
            let rows = if chunk.is_live(slot) {
                &mut *live
            } else {
                &mut *dead
            };
            rows.push(row);
        }
        self.taken = end.max(self.taken);
    }
}
