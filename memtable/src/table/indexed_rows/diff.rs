use std::sync::Arc;

use super::IndexedRows;
use super::chunks::{Chunk, Chunks};
use super::row_id::RowId;

/// The rows of the chunks that differ between two versions, each in row order.
///
/// A row that did not change can be in both lists; one that is in neither did not change.
#[derive(Debug)]
pub(crate) struct ChunkDiff<'a, R> {
    /// As they were.
    pub(crate) old: Vec<(RowId, &'a R)>,
    /// As they are.
    pub(crate) new: Vec<(RowId, &'a R)>,
}

impl<R> IndexedRows<R> {
    /// What differs from another version of the same rows; costs a step per chunk, and the chunks that differ.
    pub(crate) fn diff<'a>(&'a self, older: &'a Self) -> ChunkDiff<'a, R> {
        let (old, new) = (&older.chunks, &self.chunks);
        let mut diff = ChunkDiff {
            old: Vec::new(),
            new: Vec::new(),
        };
        for idx in 0..old.list.len().max(new.list.len()) {
            let chunks = (old.list.get(idx), new.list.get(idx));
            match chunks {
                (Some(was), Some(is)) if old.looks_alike(was, new, is) => {
                    diff.old.extend(old.rows_without(idx, was, is));
                    diff.new.extend(new.rows_without(idx, is, was));
                }
                (was, is) => {
                    let nothing = Chunk::default();
                    diff.old.extend(
                        was.into_iter()
                            .flat_map(|was| old.rows_without(idx, was, &nothing)),
                    );
                    diff.new.extend(
                        is.into_iter()
                            .flat_map(|is| new.rows_without(idx, is, &nothing)),
                    );
                }
            }
        }
        diff
    }
}

impl<R> Chunks<R> {
    /// Whether two chunks are windows on the same slots.
    fn looks_alike(&self, chunk: &Chunk, other: &Self, of_other: &Chunk) -> bool {
        let rows = &self.segments[chunk.segment as usize].rows;
        let other_rows = &other.segments[of_other.segment as usize].rows;
        Arc::ptr_eq(rows, other_rows)
            && chunk.offset == of_other.offset
            && chunk.len == of_other.len
    }

    /// The live rows of a chunk that are not live in another look on the same slots.
    fn rows_without<'a>(
        &'a self,
        idx: usize,
        chunk: &'a Chunk,
        other: &Chunk,
    ) -> Vec<(RowId, &'a R)> {
        let (holes, other_holes) = (&chunk.holes, &other.holes);
        if other.len > 0 && holes.as_deref() == other_holes.as_deref() {
            return Vec::new();
        }
        let slots = self.slots(chunk).iter().enumerate();
        slots
            .filter(|(slot, _)| chunk.is_live(*slot) && !other.is_live(*slot))
            .map(|(slot, row)| (RowId::new(idx, slot), row))
            .collect()
    }
}
