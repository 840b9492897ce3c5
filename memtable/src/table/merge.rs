use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::record::{Accessor, MemTable, check_row, primary_key_cells};
use crate::table::Table;
use crate::table::batch::Batch;
use crate::table::commit::{Faults, after_change, key_cells};
use crate::table::indexed_rows::{Change, IndexedRows, KeyClash, Refused, RowId};
use crate::table::write::settle;
use crate::validate::{Clash, Violation};
use crate::write::{MergePlan, OnViolation, Outcome, Rejected, Strategy, Written};

impl<R: MemTable> Table<R> {
    pub(super) fn merge_batch(
        &mut self,
        mut batch: Batch<R>,
        plan: MergePlan<R>,
        on_violation: OnViolation,
    ) -> Result<Outcome<R>, Rejected<R>> {
        let stored = &self.state.rows;
        let chosen = Chosen::of(stored, batch.rows(), &plan);
        let faults = chosen.faults(stored, batch.rows(), &plan);
        let is_refused = !faults.is_empty() && on_violation == OnViolation::Reject;
        batch.quarantine(faults);
        batch.deduplicate(&chosen.is_dropped);
        if is_refused {
            // The others are judged as if those were not there, so that one report tells all.
            let draft = Draft::of(stored, batch.take_rows(), &plan);
            let faults = draft.faults(stored);
            batch.give_back(draft.into_rows());
            return Err(batch.reject(faults));
        }
        settle(batch, on_violation, |rows| self.merge_rows(rows, &plan))
    }

    /// Merges rows of which no two have one key, and none a null in it.
    fn merge_rows(
        &mut self,
        rows: Vec<R>,
        plan: &MergePlan<R>,
    ) -> Result<Written, (Vec<R>, Faults)> {
        let stored = &mut self.state.rows;
        let mut draft = Draft::of(stored, rows, plan);
        let rules = draft.check();
        if !rules.is_empty() {
            let faults = Faults::new(rules, draft.clashes(stored));
            return Err((draft.into_rows(), faults));
        }
        let complaints = Faults::of_table(|| after_change(stored, &draft.change));
        if !complaints.is_empty() {
            let faults = complaints.unless(draft.clashes(stored));
            return Err((draft.into_rows(), faults));
        }
        match stored.change(std::mem::take(&mut draft.change)) {
            Ok(_) => Ok(draft.written),
            Err(Refused { given, clashes }) => {
                draft.change = given;
                let clashes = draft.named(stored, &clashes);
                Err((draft.into_rows(), Faults::new(Vec::new(), clashes)))
            }
        }
    }
}

/// Which incoming row stands for each key.
#[derive(Default)]
struct Chosen {
    /// Which rows another one stands for; empty where none.
    is_dropped: Vec<bool>,
    /// Rows without a key.
    keyless: Vec<usize>,
    /// Rows that have the key of an earlier one, where neither may stand for the other: later, earlier.
    twins: Vec<(usize, usize)>,
}

impl Chosen {
    fn of<R: MemTable>(stored: &IndexedRows<R>, rows: &[R], plan: &MergePlan<R>) -> Chosen {
        let spec = &stored.keys()[plan.key];
        let hash_of = |row: &R| (spec.hash)(row, stored.state());
        let rehash = |place: &usize| hash_of(&rows[*place]).unwrap_or_default();
        let mut standing = HashTable::<usize>::with_capacity(rows.len());
        let mut chosen = Chosen::default();
        for (place, row) in rows.iter().enumerate() {
            let Some(hash) = hash_of(row) else {
                chosen.keyless.push(place);
                continue;
            };
            match standing.entry(hash, |other| (spec.same)(&rows[*other], row), rehash) {
                Entry::Vacant(vacant) => {
                    vacant.insert(place);
                }
                Entry::Occupied(mut occupied) => {
                    let winner = chosen.choose(rows, place, *occupied.get(), plan);
                    *occupied.get_mut() = winner;
                }
            }
        }
        chosen
    }

    /// The one of two rows with one key that stands for it.
    fn choose<R>(
        &mut self,
        rows: &[R],
        later: usize,
        earlier: usize,
        plan: &MergePlan<R>,
    ) -> usize {
        let Some(winner) = plan.on_duplicate.winner else {
            self.twins.push((later, earlier));
            return earlier;
        };
        let is_later = winner.takes_over(&rows[later], &rows[earlier]);
        let (stands, dropped) = if is_later {
            (later, earlier)
        } else {
            (earlier, later)
        };
        self.is_dropped.resize(rows.len(), false);
        self.is_dropped[dropped] = true;
        stands
    }

    /// The rows that cannot be merged: those without a key, and all those that share one; with the rules that they break.
    fn faults<R: MemTable>(
        &self,
        stored: &IndexedRows<R>,
        rows: &[R],
        plan: &MergePlan<R>,
    ) -> Vec<Violation> {
        let mut partners = BTreeMap::new();
        for &(later, earlier) in &self.twins {
            partners.entry(earlier).or_insert(later);
            partners.insert(later, earlier);
        }
        let twins = partners
            .into_iter()
            .map(|(place, other)| (place, Some(Clash::InBatch(other))));
        let keyless = self.keyless.iter().map(|&place| (place, None));
        let spec = &stored.keys()[plan.key];
        let taken = Taken::of(plan);
        let mut faults = Vec::new();
        for (place, clash) in keyless.chain(twins) {
            let row = &rows[place];
            if let Some(row) = to_store(stored, row, plan, &taken) {
                check_row(&*row, place, &mut faults);
            }
            faults.push(Violation {
                key: primary_key_cells(row),
                ..Violation::merge_key(place, key_cells(spec, row), clash)
            });
        }
        faults
    }
}

/// What becomes of one incoming row.
enum Fate {
    Insert,
    Update(RowId),
    /// Its match goes, and it is inserted.
    Rewrite(RowId),
    Unchanged,
    Skip,
    Delete(RowId),
    DeleteNothing,
}

/// A merge on its way: every incoming row is in the change or aside.
struct Draft<R> {
    change: Change<R>,
    /// Where the rows of the change's updates, and of its inserts, stood among the incoming ones.
    update_places: Vec<usize>,
    insert_places: Vec<usize>,
    /// The incoming rows that are not stored as they came, with where they stood.
    aside: Vec<(usize, R)>,
    written: Written,
}

impl<R: MemTable> Draft<R> {
    fn of(stored: &IndexedRows<R>, rows: Vec<R>, plan: &MergePlan<R>) -> Draft<R> {
        let taken = Taken::of(plan);
        let mut draft = Draft {
            change: Change::default(),
            update_places: Vec::new(),
            insert_places: Vec::new(),
            aside: Vec::new(),
            written: Written {
                rows_in: rows.len(),
                ..Written::default()
            },
        };
        for (place, row) in rows.into_iter().enumerate() {
            let fate = fate(stored, &row, plan, &taken);
            draft.written += fate.counts();
            draft.add(stored, &taken, &fate, (place, row));
        }
        draft
    }

    fn add(&mut self, stored: &IndexedRows<R>, taken: &Taken<R>, fate: &Fate, came: (usize, R)) {
        let (place, row) = came;
        match *fate {
            Fate::Insert => self.insert(place, row),
            Fate::Rewrite(id) => {
                self.change.deletes.push(id);
                self.insert(place, row);
            }
            Fate::Update(id) => {
                self.update_places.push(place);
                let row = match taken {
                    Taken::All => row,
                    Taken::Only(columns) => {
                        let made = updated(stored.row(id), &row, columns);
                        self.aside.push((place, row));
                        made
                    }
                };
                self.change.updates.push((id, row));
            }
            Fate::Delete(id) => {
                self.change.deletes.push(id);
                self.aside.push((place, row));
            }
            Fate::Unchanged | Fate::Skip | Fate::DeleteNothing => self.aside.push((place, row)),
        }
    }

    fn insert(&mut self, place: usize, row: R) {
        self.insert_places.push(place);
        self.change.inserts.push(row);
    }

    /// The row that the change counts as this one, updates first, with where it stood.
    fn incoming(&self, nth: usize) -> Option<(usize, &R)> {
        let n_updates = self.update_places.len();
        if nth < n_updates {
            return Some((self.update_places[nth], &self.change.updates.get(nth)?.1));
        }
        let nth = nth - n_updates;
        Some((*self.insert_places.get(nth)?, self.change.inserts.get(nth)?))
    }

    /// The rules that the rows to be stored break, each seen alone.
    fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (place, row) in (0..).map_while(|nth| self.incoming(nth)) {
            check_row(row, place, &mut violations);
        }
        violations
    }

    fn clashes(&self, stored: &IndexedRows<R>) -> Vec<Violation> {
        self.named(stored, &stored.clashes(&self.change))
    }

    fn named(&self, stored: &IndexedRows<R>, clashes: &[KeyClash]) -> Vec<Violation> {
        Faults::of_clashes(stored, clashes, |nth| self.incoming(nth)).clashes
    }

    fn faults(&self, stored: &IndexedRows<R>) -> Faults {
        Faults::new(self.check(), self.clashes(stored))
    }

    /// Every row that came in, in its order.
    fn into_rows(self) -> Vec<R> {
        let updates = self.change.updates.into_iter().map(|(_, row)| row);
        let inserts = self.insert_places.into_iter().zip(self.change.inserts);
        let mut rows: BTreeMap<usize, R> = self.update_places.into_iter().zip(updates).collect();
        rows.extend(inserts);
        // Where only some columns are taken, the update was made here, and the row that came is aside.
        rows.extend(self.aside);
        rows.into_values().collect()
    }
}

/// The columns that a stored row takes from its match.
enum Taken<R> {
    All,
    Only(Vec<Accessor<R>>),
}

impl<R: MemTable> Taken<R> {
    fn of(plan: &MergePlan<R>) -> Taken<R> {
        let Some(columns) = plan.columns else {
            return Taken::All;
        };
        let accessors = R::accessors().into_iter().enumerate();
        Taken::Only(
            accessors
                .filter(|(c, _)| columns.contains(c))
                .map(|(_, a)| a)
                .collect(),
        )
    }

    fn same(&self, left: &R, right: &R) -> bool {
        match self {
            Taken::All => left.same(right),
            Taken::Only(columns) => columns.iter().all(|column| (column.same)(left, right)),
        }
    }
}

/// The stored row with what it takes from its match.
fn updated<R: MemTable>(before: &R, row: &R, columns: &[Accessor<R>]) -> R {
    let mut made = before.clone();
    for column in columns {
        (column.copy)(&mut made, row);
    }
    made
}

/// The row that would be stored for the one that came; none where it would not be.
fn to_store<'a, R: MemTable>(
    stored: &IndexedRows<R>,
    row: &'a R,
    plan: &MergePlan<R>,
    taken: &Taken<R>,
) -> Option<Cow<'a, R>> {
    match (fate(stored, row, plan, taken), taken) {
        (Fate::Update(id), Taken::Only(columns)) => {
            Some(Cow::Owned(updated(stored.row(id), row, columns)))
        }
        (Fate::Insert | Fate::Update(_) | Fate::Rewrite(_), _) => Some(Cow::Borrowed(row)),
        (Fate::Unchanged | Fate::Skip | Fate::Delete(_) | Fate::DeleteNothing, _) => None,
    }
}

fn fate<R: MemTable>(
    stored: &IndexedRows<R>,
    row: &R,
    plan: &MergePlan<R>,
    taken: &Taken<R>,
) -> Fate {
    let found = stored.find_like(plan.key, row);
    if plan.is_delete.is_some_and(|is_delete| is_delete(row)) {
        return found.map_or(Fate::DeleteNothing, Fate::Delete);
    }
    match (found, plan.strategy) {
        (None, Strategy::UpdateOnly) | (Some(_), Strategy::InsertOnly) => Fate::Skip,
        (None, _) => Fate::Insert,
        (Some(id), _) if taken.same(stored.row(id), row) => Fate::Unchanged,
        (Some(id), Strategy::DeleteInsert) => Fate::Rewrite(id),
        (Some(id), Strategy::Upsert | Strategy::UpdateOnly) => Fate::Update(id),
    }
}

impl Fate {
    fn counts(&self) -> Written {
        let none = Written::default();
        match self {
            Fate::Insert => Written {
                inserted: 1,
                ..none
            },
            Fate::Update(_) => Written { updated: 1, ..none },
            Fate::Rewrite(_) => Written {
                inserted: 1,
                deleted: 1,
                ..none
            },
            Fate::Unchanged => Written {
                unchanged: 1,
                ..none
            },
            Fate::Skip => Written { skipped: 1, ..none },
            Fate::Delete(_) => Written {
                deleted: 1,
                delete_markers: 1,
                ..none
            },
            Fate::DeleteNothing => Written {
                delete_markers: 1,
                ..none
            },
        }
    }
}
