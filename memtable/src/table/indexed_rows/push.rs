use super::blocks::Edit;
use super::index::{Index, KeyView};
use super::row_id::RowId;
use super::{Change, IndexedRows, Refused};

/// What a push does to the indexes.
#[derive(Default)]
pub(super) struct Steps {
    /// The hash of each key; none where it is null.
    hashes: Vec<Option<u64>>,
    /// The keys with an order, and what happens there.
    edits: Vec<(usize, Edit)>,
}

/// All is ready for one row, whose place this is.
pub(crate) struct Ready(RowId);

impl<R: Clone> IndexedRows<R> {
    /// Puts a row after the last.
    ///
    /// # Errors
    /// The row comes back where a stored one has a unique key of it.
    #[cfg(test)]
    pub(crate) fn push(&mut self, row: R) -> Result<RowId, Refused<R>> {
        match self.ready_for(&row) {
            Some(ready) => Ok(self.push_ready(ready, row)),
            None => Err(self.refuse(row)),
        }
    }

    /// Makes all ready for a row after the last; none where a stored one has a unique key of it.
    ///
    /// Apart from [`push_ready`](Self::push_ready), so that a row is not moved before its keys have been looked up.
    #[inline]
    pub(crate) fn ready_for(&mut self, row: &R) -> Option<Ready> {
        let id = self.pages.open_tail(1);
        self.plan_push(row, id).then_some(Ready(id))
    }

    /// Puts the row after the last that all is ready for.
    #[inline]
    pub(crate) fn push_ready(&mut self, Ready(id): Ready, row: R) -> RowId {
        for (index, hash) in self.indexes.iter_mut().zip(&self.spare.hashes) {
            index.insert_keyed(*hash, id);
        }
        for (key, edit) in &self.spare.edits {
            if let Index::Ordered(_, blocks) = &mut self.indexes[*key] {
                blocks.apply(&[*edit]);
            }
        }
        self.pages.push(row);
        id
    }

    /// Works out the steps, unless the row clashes with one that is stored.
    fn plan_push(&mut self, row: &R, id: RowId) -> bool {
        let IndexedRows {
            keys,
            state,
            pages,
            indexes,
            spare,
        } = self;
        spare.hashes.clear();
        spare.edits.clear();
        for (key, (spec, index)) in keys.iter().zip(indexes).enumerate() {
            let view = KeyView { spec, state, pages };
            let hash = view.hash(row);
            spare.hashes.push(hash);
            match (index, hash) {
                (Index::Unique(unique), Some(hash)) => {
                    if view.find(unique, hash, row).is_some() {
                        return false;
                    }
                }
                (Index::Ordered(_, blocks), _) => {
                    let edit = Edit::Insert(view.place(blocks, row, id), id);
                    spare.edits.push((key, edit));
                }
                (Index::Unique(_) | Index::Groups(_), _) => {}
            }
        }
        true
    }

    /// The row with the reasons why nothing is ready for it.
    #[cold]
    pub(crate) fn refuse(&self, row: R) -> Refused<R> {
        let mut change = Change::inserting(vec![row]);
        let clashes = self.clashes(&change);
        Refused {
            given: change.rows.remove(0),
            clashes,
        }
    }
}
