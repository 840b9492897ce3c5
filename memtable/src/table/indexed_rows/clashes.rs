use std::collections::HashSet;

use hashbrown::HashTable;

use super::hashes::Hashes;
use super::row_id::RowId;
use super::{Change, Fate, IndexedRows, KeyClash, With};

/// Judges the rows of a change one after the other: updates, then inserts, each in the order in which they come.
pub(super) struct Judge<'a, R> {
    rows: &'a IndexedRows<R>,
    change: &'a Change<R>,
    hashes: &'a Hashes,
    /// The unique keys that rows can clash in.
    keys: Vec<usize>,
    /// The accepted rows by key: those that bring a key that they did not have before.
    accepted: Vec<HashTable<usize>>,
    refused: Vec<bool>,
    /// What the row that is being judged [brings](Judge::brought), by key.
    brought: Vec<Option<u64>>,
    /// The rows that an update or a delete names, sorted; made when first asked for.
    leaving: Option<Vec<(RowId, Leaving)>>,
    clashes: Vec<KeyClash>,
}

/// Why a stored row may not be there any more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Leaving {
    Deleted,
    Updated(usize),
}

impl<'a, R> Judge<'a, R> {
    /// A judge of these unique keys.
    pub(super) fn new(
        (rows, change): (&'a IndexedRows<R>, &'a Change<R>),
        hashes: &'a Hashes,
        keys: Vec<usize>,
    ) -> Self {
        Judge {
            rows,
            change,
            hashes,
            keys,
            accepted: rows.keys.iter().map(|_| HashTable::new()).collect(),
            refused: vec![false; change.rows.len()],
            brought: vec![None; rows.keys.len()],
            leaving: None,
            clashes: Vec::new(),
        }
    }

    /// The clashes, by row, then by key.
    pub(super) fn clashes(mut self) -> Vec<KeyClash> {
        for key in &self.keys {
            let hashes = self.hashes;
            let rehash = |row: &usize| hashes.coming(*row, *key).unwrap_or_default();
            self.accepted[*key].reserve(self.change.rows.len(), rehash);
        }
        let change = self.change;
        for is_turn in [Fate::is_update, Fate::is_insert] {
            for (row, _) in change
                .stored()
                .filter(|(row, _)| is_turn(change.fates[*row]))
            {
                self.judge(row);
            }
        }
        if !self.clashes.is_empty() {
            self.add_late_clashes();
        }
        self.clashes.sort_unstable();
        self.clashes
    }

    fn judge(&mut self, row: usize) {
        let n_before = self.clashes.len();
        for nth in 0..self.keys.len() {
            let key = self.keys[nth];
            self.brought[key] = self.brought(row, key);
            let with = self.brought[key].and_then(|hash| self.clash(row, key, hash));
            self.clashes
                .extend(with.map(|with| KeyClash { row, key, with }));
        }
        if self.clashes.len() > n_before {
            self.refuse(row);
        } else {
            self.accept(row);
        }
    }

    /// The hash of a unique key that the row brings, and did not have before.
    fn brought(&self, row: usize, key: usize) -> Option<u64> {
        let hash = self.hashes.coming(row, key)?;
        (!self.keeps(row, key)).then_some(hash)
    }

    /// Whether an update leaves the key of the stored row as it is.
    fn keeps(&self, row: usize, key: usize) -> bool {
        self.change.fates[row].updated().is_some_and(|id| {
            let hash = self.hashes.coming(row, key);
            hash.is_some()
                && hash == self.hashes.going(row, key)
                && (self.rows.keys[key].same)(self.rows.row(id), &self.change.rows[row])
        })
    }

    fn clash(&mut self, row: usize, key: usize, hash: u64) -> Option<With> {
        if let Some(id) = self.find_staying(row, key, hash) {
            return Some(With::Stored(id));
        }
        let this = &self.change.rows[row];
        self.find_accepted(key, hash, this).map(With::Incoming)
    }

    fn find_staying(&mut self, row: usize, key: usize, hash: u64) -> Option<RowId> {
        let unique = self.rows.indexes[key].unique()?;
        let view = self.rows.view(key);
        let found = view.find(unique, hash, &self.change.rows[row])?;
        self.stays(found, key).then_some(found)
    }

    /// A refused row clashes with every stored row that stays, also where that is known only after it was judged.
    fn add_late_clashes(&mut self) {
        let early = self.clashes.iter().map(|clash| (clash.row, clash.key));
        let early: HashSet<(usize, usize)> = early.collect();
        let rows = (0..self.refused.len()).filter(|row| self.refused[*row]);
        for row in rows.collect::<Vec<_>>() {
            for key in self.keys.clone() {
                if !early.contains(&(row, key))
                    && let Some(hash) = self.brought(row, key)
                    && let Some(id) = self.find_staying(row, key, hash)
                {
                    let with = With::Stored(id);
                    self.clashes.push(KeyClash { row, key, with });
                }
            }
        }
    }

    fn find_accepted(&self, key: usize, hash: u64, row: &R) -> Option<usize> {
        let same = self.rows.keys[key].same;
        let found = self.accepted[key].find(hash, |other| same(&self.change.rows[*other], row));
        found.copied()
    }

    /// Whether the stored row keeps its key in this change, by what is known so far.
    fn stays(&mut self, id: RowId, key: usize) -> bool {
        match self.leaving(id) {
            None => true,
            Some(Leaving::Deleted) => false,
            Some(Leaving::Updated(row)) => self.refused[row] || self.keeps(row, key),
        }
    }

    fn leaving(&mut self, id: RowId) -> Option<Leaving> {
        let leaving = self.leaving.get_or_insert_with(|| {
            let fates = self.change.fates.iter().enumerate();
            let updated =
                fates.filter_map(|(row, fate)| Some((fate.updated()?, Leaving::Updated(row))));
            let deleted = self.change.deletes.iter().map(|id| (*id, Leaving::Deleted));
            let mut leaving: Vec<_> = updated.chain(deleted).collect();
            leaving.sort_unstable();
            leaving
        });
        let place = leaving.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(leaving[place].1)
    }

    fn accept(&mut self, row: usize) {
        for key in &self.keys {
            if let Some(hash) = self.brought[*key] {
                let hashes = self.hashes;
                self.accepted[*key].insert_unique(hash, row, |other| {
                    hashes.coming(*other, *key).unwrap_or_default()
                });
            }
        }
    }

    /// Refuses a row. A refused update leaves the stored row as it was, so that who has taken its keys is refused in turn.
    fn refuse(&mut self, row: usize) {
        let mut refused = vec![row];
        while let Some(row) = refused.pop() {
            self.refused[row] = true;
            let Some(id) = self.change.fates[row].updated() else {
                continue;
            };
            for nth in 0..self.keys.len() {
                let key = self.keys[nth];
                if let Some(taker) = self.taker(row, id, key) {
                    self.withdraw(taker);
                    refused.push(taker);
                }
            }
        }
    }

    /// The accepted row with the key that the update would have given up.
    fn taker(&self, row: usize, id: RowId, key: usize) -> Option<usize> {
        let hash = self.hashes.going(row, key)?;
        self.find_accepted(key, hash, self.rows.row(id))
    }

    fn withdraw(&mut self, row: usize) {
        for nth in 0..self.keys.len() {
            let key = self.keys[nth];
            if let Some(hash) = self.brought(row, key)
                && let Ok(entry) = self.accepted[key].find_entry(hash, |other| *other == row)
            {
                entry.remove();
            }
        }
    }
}
