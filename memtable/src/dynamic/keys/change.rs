use arrow_schema::ArrowError;

use super::judge::Judge;
use super::{Encoded, Key, Keys};
use crate::dynamic::table::{Piece, RowId, Rows, Update};

/// A change of some rows: no row is named twice.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) updates: Vec<RowId>,
    /// What the updates put in their places, in their order; none where there is no update.
    pub(crate) updated: Option<Piece>,
    pub(crate) inserts: Vec<Piece>,
    pub(crate) deletes: Vec<RowId>,
}

/// A row that clashes with another one in a unique key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyClash {
    /// The row among those that come: updates, then inserts.
    pub(crate) row: usize,
    pub(crate) key: usize,
    pub(crate) with: With,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum With {
    /// Another one of those that come.
    Incoming(usize),
    Stored(RowId),
}

/// A change that clashes with nothing, with all work done that can fail.
pub(crate) struct Planned {
    change: Change,
    update: Update,
    keys: Vec<PlannedKey>,
}

struct PlannedKey {
    gone: Vec<(u64, RowId)>,
    come: Vec<(u64, RowId)>,
    inserted: Vec<Option<u64>>,
}

/// One key of the rows that come and go.
pub(super) struct View<'a> {
    pub(super) key: &'a Key,
    pub(super) coming: Encoded,
    /// Of the rows that go: updates, then deletes; deletes alone where updates keep the key.
    pub(super) going: Encoded,
    /// The stored row that has the key of each that comes; empty where none has.
    pub(super) found: Vec<Option<RowId>>,
    pub(super) is_kept: bool,
}

impl Change {
    /// The rows that come: updates, then inserts.
    pub(crate) fn coming(&self) -> Vec<&Piece> {
        self.updated.iter().chain(&self.inserts).collect()
    }

    pub(crate) fn n_coming(&self) -> usize {
        self.coming().iter().map(|piece| piece.n_rows).sum()
    }
}

impl Keys {
    /// Does all of a change that can fail, or tells the clashes by row, then by key. `kept` is a key that no update
    /// changes.
    ///
    /// Costs the rows of the change, whatever the table holds.
    pub(crate) fn plan(
        &self,
        rows: &Rows,
        change: Change,
        kept: Option<usize>,
    ) -> Result<Result<Planned, (Change, Vec<KeyClash>)>, ArrowError> {
        let views = self.views(rows, &change, kept)?;
        let clashes = Judge::new(&change, &views).clashes();
        if !clashes.is_empty() {
            return Ok(Err((change, clashes)));
        }
        let n_updates = change.updates.len();
        let keys = views.iter().map(|view| view.planned(&change, n_updates));
        let keys = keys.collect();
        let update = match &change.updated {
            Some(updated) => Rows::plan_update(&change.updates, updated)?,
            None => Update::default(),
        };
        Ok(Ok(Planned {
            change,
            update,
            keys,
        }))
    }

    /// The clashes of a change, by row, then by key.
    pub(crate) fn clashes(
        &self,
        rows: &Rows,
        change: &Change,
        kept: Option<usize>,
    ) -> Result<Vec<KeyClash>, ArrowError> {
        let views = self.views(rows, change, kept)?;
        Ok(Judge::new(change, &views).clashes())
    }

    fn views<'a>(
        &'a self,
        rows: &Rows,
        change: &Change,
        kept: Option<usize>,
    ) -> Result<Vec<View<'a>>, ArrowError> {
        let coming = change.coming();
        let keys = self.keys.iter().enumerate();
        let views = keys.map(|(nth, key)| {
            let is_kept = kept == Some(nth);
            let updates = if is_kept { &[][..] } else { &change.updates };
            let going = [updates, &change.deletes].concat();
            let mut view = View {
                key,
                coming: Encoded::of_pieces(&coming, &key.columns, &self.state)?,
                going: key.encoded_rows(rows, &going, &self.state)?,
                found: Vec::new(),
                is_kept,
            };
            if view.is_judged() {
                view.find(self.matches(rows, nth, &view.coming)?);
            }
            Ok(view)
        });
        views.collect()
    }

    /// Makes a planned change. Cannot fail.
    pub(crate) fn apply(&mut self, rows: &mut Rows, planned: Planned) {
        let Planned {
            change,
            update,
            keys,
        } = planned;
        rows.update(update);
        rows.delete(&change.deletes);
        let inserts = change.inserts.iter();
        let inserted: Vec<RowId> = inserts.flat_map(|piece| rows.append(piece)).collect();
        for (key, planned) in self.keys.iter_mut().zip(keys) {
            for (hash, id) in planned.gone {
                key.index.remove(hash, id);
            }
            key.index.reserve(planned.come.len() + inserted.len());
            for (hash, id) in planned.come {
                key.index.insert(hash, id);
            }
            for (hash, id) in planned.inserted.into_iter().zip(&inserted) {
                if let Some(hash) = hash {
                    key.index.insert(hash, *id);
                }
            }
        }
    }
}

impl View<'_> {
    /// Whether rows can clash in the key.
    pub(super) fn is_judged(&self) -> bool {
        self.key.is_unique() && !self.is_kept
    }

    fn find(&mut self, matches: Vec<(usize, RowId)>) {
        if !matches.is_empty() {
            self.found = vec![None; self.coming.n_rows()];
        }
        for (row, id) in matches {
            if self.coming_hash(row).is_some() {
                self.found[row] = Some(id);
            }
        }
    }

    pub(super) fn coming_hash(&self, row: usize) -> Option<u64> {
        self.key.hash_of(&self.coming, row)
    }

    /// The hash of a row that goes: updates, then deletes.
    pub(super) fn going_hash(&self, row: usize) -> Option<u64> {
        self.key.hash_of(&self.going, row)
    }

    /// Whether the update at this place leaves the key as it is.
    pub(super) fn keeps(&self, update: usize) -> bool {
        let has_key = self.coming_hash(update).is_some();
        self.is_kept || has_key && self.coming.same(update, &self.going, update)
    }

    fn planned(&self, change: &Change, n_updates: usize) -> PlannedKey {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for (nth, id) in change.updates.iter().enumerate() {
            if !self.keeps(nth) {
                gone.extend(self.going_hash(nth).map(|hash| (hash, *id)));
                come.extend(self.coming_hash(nth).map(|hash| (hash, *id)));
            }
        }
        let first_delete = if self.is_kept { 0 } else { n_updates };
        for (nth, id) in change.deletes.iter().enumerate() {
            gone.extend(self.going_hash(first_delete + nth).map(|hash| (hash, *id)));
        }
        let inserted = n_updates..self.coming.n_rows();
        PlannedKey {
            gone,
            come,
            inserted: inserted.map(|row| self.coming_hash(row)).collect(),
        }
    }
}
