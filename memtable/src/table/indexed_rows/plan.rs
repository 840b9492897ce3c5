use super::blocks::Edit;
use super::hashes::Hashes;
use super::index::{Index, KeyView};
use super::row_id::RowId;
use super::{ADOPTED, Change, Fate, IndexedRows};

/// How many rows may be moved for each that is deleted, among many.
const MOVED_PER_DELETED: usize = 16;

/// What a change will do. Working it out runs the rows' own code; carrying it out does not.
pub(super) struct Plan {
    hashes: Hashes,
    /// Where the first inserted row will be.
    first: RowId,
    /// The keys with an order, and what happens there, as [`Edit`] says.
    edits: Vec<(usize, Vec<Edit>)>,
    pub(super) n_inserts: usize,
    /// Whether all rows are moved together in the end: they are owned then.
    pub(super) compacts: bool,
}

impl<R> IndexedRows<R> {
    #[inline]
    pub(super) fn view(&self, key: usize) -> KeyView<'_, R> {
        KeyView {
            spec: &self.keys[key],
            state: &self.state,
            pages: &self.pages,
        }
    }

    /// Does to the indexes what will be done to the rows.
    pub(super) fn carry_out(&mut self, change: &Change<R>, plan: &Plan) {
        for (key, index) in self.indexes.iter_mut().enumerate() {
            let mut next = plan.first;
            for (row, fate) in change.fates.iter().enumerate() {
                match *fate {
                    Fate::Insert => {
                        index.insert_keyed(plan.hashes.coming(row, key), next);
                        next = next.next();
                    }
                    Fate::Update(id) => {
                        let (old, new) =
                            (plan.hashes.going(row, key), plan.hashes.coming(row, key));
                        if old != new {
                            index.remove_keyed(old, id);
                            index.insert_keyed(new, id);
                        }
                    }
                    Fate::Aside => {}
                }
            }
            for (nth, id) in change.deletes.iter().enumerate() {
                index.remove_keyed(plan.hashes.deleted(nth, key), *id);
            }
        }
        for (key, edits) in &plan.edits {
            if let Index::Ordered(_, blocks) = &mut self.indexes[*key] {
                blocks.apply(edits);
            }
        }
    }
}

impl<R: Clone> IndexedRows<R> {
    /// Works out what a change that clashes with nothing will do. Rows and indexes are made ready for it, and hold the same.
    pub(super) fn plan(&mut self, change: &Change<R>, hashes: Hashes) -> Plan {
        let n_inserts = change.inserts().count();
        let compacts = self.will_be_sparse(change, n_inserts);
        if compacts {
            self.pages.own_all();
        }
        let first = self.make_ready(change, n_inserts);
        let keys = 0..self.keys.len();
        let edits = keys.filter_map(|key| Some((key, self.plan_order(key, change, first)?)));
        Plan {
            hashes,
            first,
            edits: edits.collect(),
            n_inserts,
            compacts,
        }
    }

    fn will_be_sparse(&self, change: &Change<R>, n_inserts: usize) -> bool {
        let n_deletes = change.deletes.len();
        let n_after = self.len() + n_inserts - n_deletes.min(self.len());
        // Where many rows go at once, the others are moved for little more, and no later scan has to step over holes.
        let is_bulk = n_deletes >= ADOPTED && n_deletes >= n_after / MOVED_PER_DELETED;
        n_deletes > 0 && (self.pages.is_sparse_with(n_after) || is_bulk && !self.pages.is_shared())
    }

    /// Owns the rows that are written, and says where the first inserted row will be.
    fn make_ready(&mut self, change: &Change<R>, n_inserts: usize) -> RowId {
        debug_assert!((change.deletes.iter()).all(|id| self.pages.is_live(*id)));
        debug_assert!((change.updates()).all(|(id, _)| self.pages.is_live(id)));
        for id in change.fates.iter().filter_map(|fate| fate.updated()) {
            self.pages.own(id);
        }
        match n_inserts {
            0 | ADOPTED.. => self.pages.end(),
            _ => self.pages.open_tail(n_inserts),
        }
    }

    fn plan_order(&self, key: usize, change: &Change<R>, first: RowId) -> Option<Vec<Edit>> {
        let Index::Ordered(_, blocks) = &self.indexes[key] else {
            return None;
        };
        let view = self.view(key);
        let moved =
            (change.updates()).filter(|(id, row)| view.cmp(self.pages.row(*id), row).is_ne());
        let mut coming: Vec<(RowId, &R)> = moved.collect();
        let removed = (coming.iter().map(|(id, _)| *id)).chain(change.deletes.iter().copied());
        let mut edits: Vec<Edit> = removed.filter_map(|id| view.removal(blocks, id)).collect();
        coming.extend((0..).map(|n| first.plus(n)).zip(change.inserts()));
        edits.extend(view.insertions(blocks, coming));
        edits.sort_by_key(|edit| (edit.place(), matches!(edit, Edit::Remove(_))));
        Some(edits)
    }
}
