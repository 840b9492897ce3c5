use super::blocks::Edit;
use super::index::Index;
use super::row_id::RowId;
use super::{IndexedRows, KeyClash, Refused, With};

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
        let clashes = self.plan_push(&row, id);
        if !clashes.is_empty() {
            let given = row;
            return Err(Refused { given, clashes });
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

    fn plan_push(&mut self, row: &R, id: RowId) -> Vec<KeyClash> {
        let mut steps = std::mem::take(&mut self.spare);
        steps.hashes.clear();
        steps.edits.clear();
        let mut clashes = Vec::new();
        for (key, index) in self.indexes.iter().enumerate() {
            let view = self.view(key);
            let hash = view.hash(row);
            steps.hashes.push(hash);
            match (index, hash) {
                (Index::Unique(unique), Some(hash)) => {
                    let with = view.find(unique, hash, row).map(With::Stored);
                    clashes.extend(with.map(|with| KeyClash { row: 0, key, with }));
                }
                (Index::Ordered(_, blocks), _) => {
                    let edit = Edit::Insert(view.place(blocks, row, id), id);
                    steps.edits.push((key, edit));
                }
                (Index::Unique(_) | Index::Groups(_), _) => {}
            }
        }
        self.spare = steps;
        clashes
    }
}
