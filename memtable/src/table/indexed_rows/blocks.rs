use triomphe::Arc;

use super::row_id::RowId;

/// The most rows in a block; few in tests, so that short tables have many blocks.
pub(super) const BLOCK: usize = if cfg!(test) { 8 } else { 512 };

/// Rows in some order, in blocks behind `Arc`s: a clone shares them, and a write copies the blocks that it touches.
/// No block is empty.
#[derive(Clone, Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Arc<Vec<RowId>>>,
    pub(super) len: usize,
}

/// A place between rows, or of a row: the block, and how far into it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    pub(super) block: usize,
    pub(super) offset: usize,
}

/// What happens at a place. In the order of places; at one place rows come in, in their order, before one goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Edit {
    Insert(Place, RowId),
    Remove(Place),
}

impl Edit {
    pub(super) fn place(&self) -> Place {
        match self {
            Edit::Insert(place, _) | Edit::Remove(place) => *place,
        }
    }
}

impl Blocks {
    pub(super) fn of(ids: &[RowId]) -> Self {
        Blocks {
            blocks: ids
                .chunks(BLOCK)
                .map(|ids| Arc::new(ids.to_vec()))
                .collect(),
            len: ids.len(),
        }
    }

    /// The first place from which on `before` does not hold; for a new row the end of a block rather than the start of the
    /// next one.
    pub(super) fn partition_point(&self, before: impl Fn(RowId) -> bool) -> Place {
        let is_before = |block: &Arc<Vec<RowId>>| block.last().is_some_and(|last| before(*last));
        let block = self.blocks.partition_point(is_before);
        match self.blocks.get(block) {
            Some(ids) => Place {
                block,
                offset: ids.partition_point(|id| before(*id)),
            },
            None => self.end(),
        }
    }

    pub(super) fn end(&self) -> Place {
        Place {
            block: self.blocks.len().saturating_sub(1),
            offset: self.blocks.last().map_or(0, |block| block.len()),
        }
    }

    pub(super) fn at(&self, place: Place) -> Option<RowId> {
        self.blocks.get(place.block)?.get(place.offset).copied()
    }

    /// The place of a row, found one by one.
    pub(super) fn search(&self, id: RowId) -> Option<Place> {
        self.blocks.iter().enumerate().find_map(|(block, ids)| {
            let offset = ids.iter().position(|other| *other == id)?;
            Some(Place { block, offset })
        })
    }

    /// The rows from one place to another.
    pub(super) fn range(
        &self,
        start: Place,
        end: Place,
    ) -> impl DoubleEndedIterator<Item = RowId> + Clone {
        let last = if start < end {
            (end.block + 1).min(self.blocks.len())
        } else {
            start.block
        };
        let first = start.block.min(last);
        (self.blocks[first..last].iter().enumerate()).flat_map(move |(n, ids)| {
            let from = if n == 0 { start.offset } else { 0 };
            let to = if first + n == end.block {
                end.offset
            } else {
                ids.len()
            };
            ids[from.min(to)..to].iter().copied()
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = RowId> {
        self.blocks.iter().flat_map(|ids| ids.iter().copied())
    }

    /// Carries out edits that are sorted as [`Edit`] says; their places are those before all of them.
    pub(super) fn apply(&mut self, edits: &[Edit]) {
        for of_block in edits
            .chunk_by(|a, b| a.place().block == b.place().block)
            .rev()
        {
            let block = of_block[0].place().block;
            match of_block {
                [edit] if self.apply_in_place(*edit) => {}
                _ => self.rebuild(block, of_block),
            }
        }
    }

    /// Carries out one edit where the block stays within its bounds.
    fn apply_in_place(&mut self, edit: Edit) -> bool {
        let Some(ids) = self.blocks.get_mut(edit.place().block) else {
            return false;
        };
        match edit {
            Edit::Insert(place, id) if ids.len() < BLOCK => {
                Arc::make_mut(ids).insert(place.offset, id);
                self.len += 1;
            }
            Edit::Remove(place) if ids.len() > BLOCK / 4 => {
                Arc::make_mut(ids).remove(place.offset);
                self.len -= 1;
            }
            _ => return false,
        }
        true
    }

    fn rebuild(&mut self, block: usize, edits: &[Edit]) {
        let old = self.blocks.get(block).cloned().unwrap_or_default();
        let mut ids = edited(&old, edits);
        self.len = self.len + ids.len() - old.len();
        let mut end = (block + 1).min(self.blocks.len());
        if let Some(next) = self.blocks.get(end)
            && ids.len() + next.len() <= BLOCK / 2
        {
            ids.extend_from_slice(next);
            end += 1;
        }
        let size = block_size(ids.len(), edits);
        let fresh = ids.chunks(size).map(|ids| Arc::new(ids.to_vec()));
        self.blocks.splice(block.min(end)..end, fresh);
    }

    /// Names the rows anew; their order stays.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for ids in &mut self.blocks {
            for id in Arc::make_mut(ids) {
                *id = rename(*id);
            }
        }
    }
}

fn edited(old: &[RowId], edits: &[Edit]) -> Vec<RowId> {
    let mut ids = Vec::with_capacity(old.len() + edits.len());
    let mut done = 0;
    for edit in edits {
        let offset = edit.place().offset;
        ids.extend_from_slice(&old[done..offset]);
        done = offset;
        match edit {
            Edit::Insert(_, id) => ids.push(*id),
            Edit::Remove(_) => done += 1,
        }
    }
    ids.extend_from_slice(&old[done..]);
    ids
}

/// Full blocks where rows came in at the end, as more will; else blocks with room in each.
fn block_size(n_ids: usize, edits: &[Edit]) -> usize {
    let at_end = matches!(edits.first(), Some(Edit::Insert(place, _)) if place.offset == BLOCK);
    if at_end || n_ids <= BLOCK {
        BLOCK
    } else {
        n_ids.div_ceil(n_ids.div_ceil(BLOCK * 3 / 4))
    }
}
