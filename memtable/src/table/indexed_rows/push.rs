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

impl<R: Clone> IndexedRows<R> {
    /// Puts a row after the last.
    ///
    /// # Errors
    /// The row comes back where a stored one has a unique key of it.
    #[inline]
    pub(crate) fn push(&mut self, row: R) -> Result<RowId, Refused<R>> {
        let id = self.windows.open_tail();
        if !self.plan_push(&row, id) {
            return Err(self.refuse(row));
        }
        for (index, hash) in self.indexes.iter_mut().zip(&self.spare.hashes) {
            index.insert_keyed(*hash, id);
        }
        for (key, edit) in &self.spare.edits {
            if let Index::Ordered(_, blocks) = &mut self.indexes[*key] {
                blocks.apply(&[*edit]);
            }
        }
        self.windows.push(row);
        Ok(id)
    }

    /// Works out the steps, unless the row clashes with one that is stored.
    fn plan_push(&mut self, row: &R, id: RowId) -> bool {
        let IndexedRows {
            keys,
            state,
            windows,
            indexes,
            spare,
        } = self;
        spare.hashes.clear();
        spare.edits.clear();
        for (key, (spec, index)) in keys.iter().zip(indexes).enumerate() {
            let view = KeyView {
                spec,
                state,
                windows,
            };
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

    #[cold]
    fn refuse(&self, row: R) -> Refused<R> {
        let mut change = Change::inserting(vec![row]);
        let clashes = self.clashes(&change);
        Refused {
            given: change.rows.remove(0),
            clashes,
        }
    }
}
