use crate::record::KeySpec;

use super::{Change, IndexedRows, Matched, RowId};

/// The hashes of all keys of the rows of a change.
pub(super) struct Hashes(Vec<KeyHashes>);

/// The hashes of one key; none where it is null.
struct KeyHashes {
    /// Of the rows that come.
    coming: Vec<Option<u64>>,
    /// Of the stored rows that they are put in the place of, which have the same where this is empty.
    going: Vec<Option<u64>>,
    deleted: Vec<Option<u64>>,
}

impl Hashes {
    pub(super) fn of<R>(
        rows: &IndexedRows<R>,
        change: &Change<R>,
        mut matched: Option<Matched>,
    ) -> Self {
        let keys = rows.keys.iter().enumerate();
        let of_key = |(key, spec): (usize, &KeySpec<R>)| {
            let hash = |row: &R| (spec.hash)(row, &rows.state);
            let stored = |id: RowId| hash(rows.row(id));
            let deleted = change.deletes.iter().map(|id| stored(*id)).collect();
            if let Some(matched) = matched.take_if(|matched| matched.key == key) {
                return KeyHashes {
                    coming: matched.hashes,
                    going: Vec::new(),
                    deleted,
                };
            }
            let fates = change.fates.iter();
            KeyHashes {
                coming: change.rows.iter().map(hash).collect(),
                going: fates.map(|fate| fate.updated().and_then(stored)).collect(),
                deleted,
            }
        };
        Hashes(keys.map(of_key).collect())
    }

    #[inline]
    pub(super) fn coming(&self, row: usize, key: usize) -> Option<u64> {
        self.0[key].coming[row]
    }

    #[inline]
    pub(super) fn going(&self, row: usize, key: usize) -> Option<u64> {
        let hashes = &self.0[key];
        if hashes.going.is_empty() {
            return hashes.coming[row];
        }
        hashes.going[row]
    }

    pub(super) fn deleted(&self, nth: usize, key: usize) -> Option<u64> {
        self.0[key].deleted[nth]
    }
}
