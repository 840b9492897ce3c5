use std::sync::Arc;

use super::blocks::Edit;
use super::chunks::Chunks;
use super::clashes::Judge;
use super::hashes::Hashes;
use super::index::Index;
use super::plan::{Plan, What};
use super::row_id::RowId;
use super::{ADOPTED, Applied, Change, IndexedRows, KeyClash, Matched, Refused, With, indexes_of};

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
        Judge::new((self, change), &Hashes::of(self, change, None), None).clashes()
    }

    /// The same keys and hashes, no rows.
    fn emptied(&self) -> Self {
        IndexedRows {
            keys: Arc::clone(&self.keys),
            state: self.state.clone(),
            chunks: Chunks::new(),
            indexes: indexes_of(&self.keys),
            spare: Plan::default(),
        }
    }
}

impl<R: Clone> IndexedRows<R> {
    /// Puts a row after the last.
    ///
    /// # Errors
    /// The row comes back where a stored one has a unique key of it.
    pub(crate) fn push(&mut self, row: R) -> Result<RowId, Refused<R>> {
        let mut plan = std::mem::take(&mut self.spare);
        plan.clear();
        let id = self.chunks.open_tail();
        let clashes = self.plan_push(&mut plan, &row, id);
        if clashes.is_empty() {
            self.carry_out(&plan);
            self.chunks.push(row);
            self.spare = plan;
            return Ok(id);
        }
        self.spare = plan;
        Err(Refused {
            given: row,
            clashes,
        })
    }

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
            self.chunks.adopt(rows);
            return Ok(());
        }
        let change = Change {
            inserts: rows,
            ..Change::default()
        };
        self.change(change).map(drop).map_err(|refused| Refused {
            given: refused.given.inserts,
            clashes: refused.clashes,
        })
    }

    /// Updates, inserts and deletes, all or nothing; unique keys are judged by how things are after it, so that two rows
    /// can swap theirs. Where rows are, may change.
    ///
    /// # Errors
    /// The change comes back where two rows would have one unique key.
    pub(crate) fn change(&mut self, change: Change<R>) -> Result<Applied<R>, Refused<Change<R>>> {
        self.change_knowing(change, None)
    }

    /// As [`change`](Self::change), where one key has been judged already.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn change_matched(
        &mut self,
        change: Change<R>,
        matched: &Matched,
    ) -> Result<Applied<R>, Refused<Change<R>>> {
        debug_assert!(
            (self.clashes(&change).iter()).all(|clash| clash.key != matched.key),
            "what is matched clashes with nothing"
        );
        self.change_knowing(change, Some(matched))
    }

    fn change_knowing(
        &mut self,
        change: Change<R>,
        matched: Option<&Matched>,
    ) -> Result<Applied<R>, Refused<Change<R>>> {
        let hashes = Hashes::of(self, &change, matched);
        let but_for = matched.map(|matched| matched.key);
        let clashes = Judge::new((self, &change), &hashes, but_for).clashes();
        if !clashes.is_empty() {
            return Err(Refused {
                given: change,
                clashes,
            });
        }
        let plan = self.plan(&change, &hashes);
        self.carry_out(&plan);
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
        self.chunks.own_all();
        drop(self.move_together());
    }

    fn plan_push(&self, plan: &mut Plan, row: &R, id: RowId) -> Vec<KeyClash> {
        let mut clashes = Vec::new();
        for (key, index) in self.indexes.iter().enumerate() {
            let view = self.view(key);
            let hash = view.hash(row);
            if let (Index::Unique(unique), Some(hash)) = (index, hash) {
                let with = view.find(unique, hash, row).map(With::Stored);
                clashes.extend(with.map(|with| KeyClash { row: 0, key, with }));
            }
            plan.step(key, What::Insert, hash, id);
            if let Index::Ordered(_, blocks) = index {
                plan.edit(key, [Edit::Insert(view.place(blocks, row, id), id)]);
            }
        }
        clashes
    }

    /// Does to the rows what was done to the indexes.
    fn write(&mut self, change: Change<R>, plan: &Plan) -> Applied<R> {
        let mut updates = change.updates;
        self.chunks.swap(&mut updates);
        // Before anything is deleted: that could take away the chunk whose slots they are to have.
        if change.inserts.len() >= ADOPTED {
            self.chunks.adopt(change.inserts);
        } else {
            self.chunks.extend(change.inserts);
        }
        let mut emptied = Vec::new();
        for id in &change.deletes {
            emptied.extend(self.chunks.kill(*id));
        }
        let dead = plan.compacts.then(|| self.move_together());
        // Last, as dropping rows runs their own code.
        drop((emptied, dead));
        Applied { replaced: updates }
    }

    /// Moves rows together that all chunks own, and gives the dead ones back.
    fn move_together(&mut self) -> Vec<R> {
        let (moved, dead) = self.chunks.compact();
        for index in &mut self.indexes {
            index.rename(|id| moved.id(id));
        }
        dead
    }
}
