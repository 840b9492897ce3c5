use super::{Change, IndexedRows, Matched};

/// The hashes of all keys of the rows of a change.
pub(super) struct Hashes {
    n_keys: usize,
    /// Of the rows that come: updates, then inserts.
    coming: Vec<Option<u64>>,
    /// Of the rows that go: updates, then deletes.
    going: Vec<Option<u64>>,
}

impl Hashes {
    pub(super) fn of<R>(
        rows: &IndexedRows<R>,
        change: &Change<R>,
        matched: Option<&Matched>,
    ) -> Self {
        let known = |row: usize, key: usize| {
            let matched = matched.filter(|matched| matched.key == key)?;
            matched.coming.get(row).copied()
        };
        let going = change.stored().map(|id| rows.row(id));
        let n_updates = change.updates.len();
        // An update that was matched keeps its key.
        let known_going = |row, key| known(row, key).filter(|_| row < n_updates);
        Hashes {
            n_keys: rows.keys.len(),
            coming: hash_all(rows, change.incoming(), known),
            going: hash_all(rows, going, known_going),
        }
    }

    pub(super) fn coming(&self, row: usize, key: usize) -> Option<u64> {
        self.coming[row * self.n_keys + key]
    }

    pub(super) fn going(&self, row: usize, key: usize) -> Option<u64> {
        self.going[row * self.n_keys + key]
    }
}

fn hash_all<'a, R: 'a>(
    rows: &IndexedRows<R>,
    of: impl Iterator<Item = &'a R>,
    known: impl Fn(usize, usize) -> Option<u64>,
) -> Vec<Option<u64>> {
    let n_rows = of.size_hint().0;
    let mut hashes = Vec::with_capacity(n_rows * rows.keys.len());
    for (n, row) in of.enumerate() {
        for (key, spec) in rows.keys.iter().enumerate() {
            let known = known(n, key);
            hashes.push(known.or_else(|| (spec.hash)(row, &rows.state)));
        }
    }
    hashes
}
