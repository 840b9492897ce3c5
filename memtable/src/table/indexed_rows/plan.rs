use super::blocks::Edit;
use super::hashes::Hashes;
use super::index::{Index, KeyView};
use super::row_id::RowId;
use super::{ADOPTED, Change, IndexedRows};

/// What a write will do to the indexes. Working it out runs the rows' own code; carrying it out does not.
#[derive(Default)]
pub(super) struct Plan {
    /// Key by key.
    pub(super) steps: Vec<Step>,
    /// Key by key, then as [`Edit`] says.
    pub(super) edits: Vec<Edit>,
    /// The keys that `edits` are for, and how many each has.
    edited: Vec<(usize, usize)>,
    /// Whether all rows are moved together in the end: their chunks are owned then.
    pub(super) compacts: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) key: usize,
    pub(super) hash: u64,
    pub(super) id: RowId,
    pub(super) what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Insert,
    Remove,
}

impl Plan {
    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.edits.clear();
        self.edited.clear();
    }

    #[inline]
    pub(super) fn step(&mut self, key: usize, what: What, hash: Option<u64>, id: RowId) {
        if let Some(hash) = hash {
            self.steps.push(Step {
                key,
                hash,
                id,
                what,
            });
        }
    }

    pub(super) fn edit(&mut self, key: usize, edits: impl IntoIterator<Item = Edit>) {
        let n_before = self.edits.len();
        self.edits.extend(edits);
        self.edited.push((key, self.edits.len() - n_before));
    }
}

impl<R> IndexedRows<R> {
    pub(super) fn view(&self, key: usize) -> KeyView<'_, R> {
        KeyView {
            spec: &self.keys[key],
            state: &self.state,
            chunks: &self.chunks,
        }
    }

    pub(super) fn carry_out(&mut self, plan: &Plan) {
        for step in &plan.steps {
            let index = &mut self.indexes[step.key];
            match step.what {
                What::Insert => index.insert(step.hash, step.id),
                What::Remove => index.remove(step.hash, step.id),
            }
        }
        let mut edits = plan.edits.as_slice();
        for (key, n_edits) in &plan.edited {
            let (of_key, others) = edits.split_at(*n_edits);
            edits = others;
            if let Index::Ordered(_, blocks) = &mut self.indexes[*key] {
                blocks.apply(of_key);
            }
        }
    }
}

impl<R: Clone> IndexedRows<R> {
    /// Works out what a change that clashes with nothing will do. Rows and indexes are made ready for it, and hold the same.
    pub(super) fn plan(&mut self, change: &Change<R>, hashes: &Hashes) -> Plan {
        let mut plan = Plan {
            compacts: self.will_be_sparse(change),
            ..Plan::default()
        };
        if plan.compacts {
            self.chunks.own_all();
        }
        let first = self.make_ready(change);
        plan.steps.reserve(change.inserts.len() * self.keys.len());
        for key in 0..self.keys.len() {
            self.plan_key(&mut plan, key, (change, hashes), first);
        }
        plan
    }

    fn will_be_sparse(&self, change: &Change<R>) -> bool {
        let n_after = self.len() + change.inserts.len() - change.deletes.len().min(self.len());
        !change.deletes.is_empty() && self.chunks.is_sparse_with(n_after)
    }

    /// Owns the chunks that are written, and says where the first inserted row will be.
    fn make_ready(&mut self, change: &Change<R>) -> RowId {
        debug_assert!(change.stored().all(|id| self.chunks.is_live(id)));
        for (id, _) in &change.updates {
            self.chunks.own(id.chunk());
        }
        let first = match change.inserts.len() {
            0 | ADOPTED.. => self.chunks.end(),
            _ => self.chunks.open_tail(),
        };
        // Past the last address this ends here, where nothing has been done yet.
        let _ = first.plus(change.inserts.len());
        first
    }

    fn plan_key(
        &self,
        plan: &mut Plan,
        key: usize,
        (change, hashes): (&Change<R>, &Hashes),
        first: RowId,
    ) {
        let n_updates = change.updates.len();
        for (row, (id, _)) in change.updates.iter().enumerate() {
            let (old, new) = (hashes.going(row, key), hashes.coming(row, key));
            if old != new {
                plan.step(key, What::Remove, old, *id);
                plan.step(key, What::Insert, new, *id);
            }
        }
        for (row, id) in change.deletes.iter().enumerate() {
            plan.step(key, What::Remove, hashes.going(n_updates + row, key), *id);
        }
        for row in 0..change.inserts.len() {
            plan.step(
                key,
                What::Insert,
                hashes.coming(n_updates + row, key),
                first.plus(row),
            );
        }
        self.plan_order(plan, key, change, first);
    }

    fn plan_order(&self, plan: &mut Plan, key: usize, change: &Change<R>, first: RowId) {
        let Index::Ordered(_, blocks) = &self.indexes[key] else {
            return;
        };
        let view = self.view(key);
        let moved = (change.updates.iter())
            .filter(|(id, row)| view.cmp(self.chunks.row(*id), row).is_ne())
            .map(|(id, row)| (*id, row));
        let mut inserts: Vec<(RowId, &R)> = moved.collect();
        let removed = inserts
            .iter()
            .map(|(id, _)| *id)
            .chain(change.deletes.iter().copied());
        let mut edits: Vec<Edit> = removed.filter_map(|id| view.removal(blocks, id)).collect();
        inserts.extend((0..).map(|n| first.plus(n)).zip(&change.inserts));
        edits.extend(view.insertions(blocks, inserts));
        edits.sort_by_key(|edit| (edit.place(), matches!(edit, Edit::Remove(_))));
        plan.edit(key, edits);
    }
}
