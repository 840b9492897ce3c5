use std::sync::Arc;

use super::clashes::Judge;
use super::hashes::Hashes;
use super::pages::Pages;
use super::plan::Plan;
use super::push::Steps;
use super::row_id::RowId;
use super::{ADOPTED, Change, Fate, IndexedRows, KeyClash, Matched, Refused, indexes_of};

impl<R> IndexedRows<R> {
    /// Forgets every row.
    pub(crate) fn clear(&mut self) {
        let fresh = self.emptied();
        *self = fresh;
    }

    /// What a change would be refused for. Without the rows that it names as clashing, all of it is accepted.
    ///
    /// A row that clashes is not there for those after it. An update that clashes leaves the stored row as it is, and one
    /// that leaves its key as it is never clashes in it.
    pub(crate) fn clashes(&self, change: &Change<R>) -> Vec<KeyClash> {
        self.clashes_but_for(None, change, &Hashes::of(self, change, None))
    }

    /// The clashes in all unique keys but for the one that is known to be kept.
    fn clashes_but_for(
        &self,
        known: Option<usize>,
        change: &Change<R>,
        hashes: &Hashes,
    ) -> Vec<KeyClash> {
        let indexes = self.indexes.iter().enumerate();
        let open = indexes.filter(|(key, index)| index.unique().is_some() && Some(*key) != known);
        let keys: Vec<usize> = open.map(|(key, _)| key).collect();
        if keys.is_empty() || self.keeps_all(&keys, change, hashes) {
            return Vec::new();
        }
        Judge::new((self, change), hashes, keys).clashes()
    }

    /// Whether no row brings a unique key that it did not have before.
    fn keeps_all(&self, keys: &[usize], change: &Change<R>, hashes: &Hashes) -> bool {
        let keeps = |row: usize, id: RowId, key: usize| {
            let hash = hashes.coming(row, key);
            hash.is_none()
                || hash == hashes.going(row, key)
                    && (self.keys[key].same)(self.row(id), &change.rows[row])
        };
        let mut fates = change.fates.iter().enumerate();
        fates.all(|(row, fate)| match *fate {
            Fate::Insert => false,
            Fate::Update(id) => keys.iter().all(|key| keeps(row, id, *key)),
            Fate::Aside => true,
        })
    }

    /// The same keys and hashes, no rows.
    fn emptied(&self) -> Self {
        IndexedRows {
            keys: Arc::clone(&self.keys),
            state: self.state.clone(),
            pages: Pages::new(),
            indexes: indexes_of(&self.keys),
            spare: Steps::default(),
        }
    }
}

impl<R: Clone> IndexedRows<R> {
    /// Puts rows after the last, all or none.
    ///
    /// # Errors
    /// The rows come back, in their order, where some have a unique key of a stored one or of one another.
    pub(crate) fn append(&mut self, rows: Vec<R>) -> Result<(), Refused<Vec<R>>> {
        if rows.len() >= ADOPTED
            && rows.len() >= self.len() / 4
            && let Some(bulk) = self.plan_bulk(&rows)
        {
            self.carry_out_bulk(bulk);
            self.pages.adopt(rows);
            return Ok(());
        }
        let changed = self.change(Change::inserting(rows));
        changed.map(drop).map_err(|refused| Refused {
            given: refused.given.rows,
            clashes: refused.clashes,
        })
    }

    /// Updates, inserts and deletes, all or nothing; unique keys are judged by how things are after it, so that two rows
    /// can swap theirs. Where rows are, may change. Gives the updated rows back as they were, in the order of the updates,
    /// among those that are not stored.
    ///
    /// # Errors
    /// The change comes back where two rows would have one unique key.
    pub(crate) fn change(&mut self, change: Change<R>) -> Result<Vec<R>, Refused<Change<R>>> {
        self.change_knowing(change, None)
    }

    /// As [`change`](Self::change), where one key has been judged already.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn change_matched(
        &mut self,
        change: Change<R>,
        matched: Matched,
    ) -> Result<Vec<R>, Refused<Change<R>>> {
        debug_assert!(
            (self.clashes(&change).iter()).all(|clash| clash.key != matched.key),
            "what is matched clashes with nothing"
        );
        self.change_knowing(change, Some(matched))
    }

    fn change_knowing(
        &mut self,
        change: Change<R>,
        matched: Option<Matched>,
    ) -> Result<Vec<R>, Refused<Change<R>>> {
        let but_for = matched.as_ref().map(|matched| matched.key);
        let hashes = Hashes::of(self, &change, matched);
        let clashes = self.clashes_but_for(but_for, &change, &hashes);
        if !clashes.is_empty() {
            return Err(Refused {
                given: change,
                clashes,
            });
        }
        let plan = self.plan(&change, hashes);
        self.carry_out(&change, &plan);
        Ok(self.write(change, &plan))
    }

    /// Puts these rows in the place of all others, which go only when these are accepted.
    ///
    /// # Errors
    /// The rows come back, in their order, where some have a unique key of one another.
    pub(crate) fn replace_all(&mut self, rows: Vec<R>) -> Result<(), Refused<Vec<R>>> {
        let mut fresh = self.emptied();
        fresh.append(rows)?;
        *self = fresh;
        Ok(())
    }

    /// Drops what is left of deleted rows. Where rows are, changes.
    pub(crate) fn compact(&mut self) {
        self.pages.own_all();
        drop(self.move_together());
    }

    /// Does to the rows what was done to the indexes.
    fn write(&mut self, change: Change<R>, plan: &Plan) -> Vec<R> {
        let Change {
            mut rows,
            fates,
            deletes,
        } = change;
        let updates = fates.iter().zip(&mut rows);
        (self.pages).swap(updates.filter_map(|(fate, row)| Some((fate.updated()?, row))));
        // Before anything is deleted: that could take away the page whose slots they are to have.
        if plan.n_inserts > 0 {
            self.insert(&mut rows, &fates, plan.n_inserts);
        }
        let mut emptied = Vec::new();
        for id in deletes {
            emptied.extend(self.pages.kill(id));
        }
        let dead = plan.compacts.then(|| self.move_together());
        // Last, as dropping rows runs their own code.
        drop((emptied, dead));
        rows
    }

    /// Moves the rows that are inserted from among the others.
    fn insert(&mut self, rows: &mut Vec<R>, fates: &[Fate], n_inserts: usize) {
        if n_inserts == rows.len() && n_inserts >= ADOPTED {
            self.pages.adopt(std::mem::take(rows));
            return;
        }
        let mut fates = fates.iter();
        let inserts = rows.extract_if(.., |_| fates.next() == Some(&Fate::Insert));
        if n_inserts >= ADOPTED {
            let mut adopted = Vec::with_capacity(n_inserts);
            adopted.extend(inserts);
            self.pages.adopt(adopted);
        } else {
            self.pages.extend(n_inserts, inserts);
        }
    }

    /// Moves rows together that are owned, and gives the dead ones back.
    fn move_together(&mut self) -> Vec<R> {
        let (moved, dead) = self.pages.compact();
        for index in &mut self.indexes {
            index.rename(|id| moved.id(id));
        }
        dead
    }
}
