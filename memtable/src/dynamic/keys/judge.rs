use std::collections::HashSet;

use hashbrown::HashTable;

use super::change::{Change, KeyClash, View, With};
use crate::dynamic::table::RowId;

/// Judges the rows of a change one after the other, by the same laws as the typed store: uniqueness is how the table would
/// be after the write, a refused row takes no key, and a refused update gives none up.
pub(super) struct Judge<'a> {
    change: &'a Change,
    views: &'a [View<'a>],
    /// The keys that rows can clash in.
    keys: Vec<usize>,
    /// The accepted rows by key: those that bring a key that they did not have before.
    accepted: Vec<HashTable<usize>>,
    refused: Vec<bool>,
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

impl<'a> Judge<'a> {
    pub(super) fn new(change: &'a Change, views: &'a [View<'a>]) -> Self {
        Judge {
            change,
            views,
            keys: (0..views.len())
                .filter(|key| views[*key].is_judged())
                .collect(),
            accepted: views.iter().map(|_| HashTable::new()).collect(),
            refused: vec![false; change.n_coming()],
            leaving: None,
            clashes: Vec::new(),
        }
    }

    /// The clashes, by row, then by key.
    pub(super) fn clashes(mut self) -> Vec<KeyClash> {
        if self.keys.is_empty() {
            return self.clashes;
        }
        let n_inserts = self.refused.len() - self.change.updates.len();
        for key in &self.keys {
            let view = &self.views[*key];
            let rehash = |row: &usize| view.coming_hash(*row).unwrap_or_default();
            self.accepted[*key].reserve(n_inserts, rehash);
        }
        for row in 0..self.refused.len() {
            self.judge(row);
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
            let with = self
                .brought(row, key)
                .and_then(|hash| self.clash(row, key, hash));
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
        let hash = self.views[key].coming_hash(row)?;
        (!self.keeps(row, key)).then_some(hash)
    }

    /// Whether the row is an update that leaves the key of the stored row as it is.
    fn keeps(&self, row: usize, key: usize) -> bool {
        row < self.change.updates.len() && self.views[key].keeps(row)
    }

    fn clash(&mut self, row: usize, key: usize, hash: u64) -> Option<With> {
        if let Some(id) = self.find_staying(row, key) {
            return Some(With::Stored(id));
        }
        let view = &self.views[key];
        let same = |other: &usize| view.coming.same(*other, &view.coming, row);
        let accepted = self.accepted[key].find(hash, same);
        accepted.copied().map(With::Incoming)
    }

    fn find_staying(&mut self, row: usize, key: usize) -> Option<RowId> {
        let found = self.views[key].found.get(row).copied().flatten()?;
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
                    && self.brought(row, key).is_some()
                    && let Some(id) = self.find_staying(row, key)
                {
                    let with = With::Stored(id);
                    self.clashes.push(KeyClash { row, key, with });
                }
            }
        }
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
            let rows = self.change.updates.iter().enumerate();
            let updated = rows.map(|(row, id)| (*id, Leaving::Updated(row)));
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
            if let Some(hash) = self.brought(row, *key) {
                let view = &self.views[*key];
                let rehash = |other: &usize| view.coming_hash(*other).unwrap_or_default();
                self.accepted[*key].insert_unique(hash, row, rehash);
            }
        }
    }

    /// Refuses a row. A refused update leaves the stored row as it was, so that who has taken its keys is refused in turn.
    fn refuse(&mut self, row: usize) {
        let mut refused = vec![row];
        while let Some(row) = refused.pop() {
            self.refused[row] = true;
            if row >= self.change.updates.len() {
                continue;
            }
            for nth in 0..self.keys.len() {
                let key = self.keys[nth];
                if let Some(taker) = self.taker(row, key) {
                    self.withdraw(taker);
                    refused.push(taker);
                }
            }
        }
    }

    /// The accepted row with the key that the update would have given up.
    fn taker(&self, row: usize, key: usize) -> Option<usize> {
        let view = &self.views[key];
        let hash = view.going_hash(row)?;
        let same = |other: &usize| view.coming.same(*other, &view.going, row);
        self.accepted[key].find(hash, same).copied()
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
