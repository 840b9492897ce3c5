use super::{Change, IndexedRows};

/// The hashes of all keys of the rows of a change.
pub(super) struct Hashes {
    n_keys: usize,
    /// Of the rows that come: updates, then inserts.
    coming: Vec<Option<u64>>,
    /// Of the rows that go: updates, then deletes.
    going: Vec<Option<u64>>,
}

impl Hashes {
    pub(super) fn of<R>(rows: &IndexedRows<R>, change: &Change<R>) -> Self {
        let going = change.stored().map(|id| rows.row(id));
        Hashes {
            n_keys: rows.keys.len(),
            coming: hash_all(rows, change.incoming()),
            going: hash_all(rows, going),
        }
    }

    pub(super) fn coming(&self, row: usize, key: usize) -> Option<u64> {
        self.coming[row * self.n_keys + key]
    }

    pub(super) fn going(&self, row: usize, key: usize) -> Option<u64> {
        self.going[row * self.n_keys + key]
    }
}

fn hash_all<'a, R: 'a>(rows: &IndexedRows<R>, of: impl Iterator<Item = &'a R>) -> Vec<Option<u64>> {
    let n_rows = of.size_hint().0;
    let mut hashes = Vec::with_capacity(n_rows * rows.keys.len());
    for row in of {
        hashes.extend(rows.keys.iter().map(|spec| (spec.hash)(row, &rows.state)));
    }
    hashes
}
