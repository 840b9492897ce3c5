use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::record::{Accessor, KeySpec, MemTable, check_row, primary_key_cells};
use crate::table::Table;
use crate::table::batch::Batch;
use crate::table::commit::{Faults, after_change, key_cells};
use crate::table::indexed_rows::{Change, IndexedRows, KeyClash, Matched, Refused, RowId};
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
        let hashes = hashes_of(stored, batch.rows(), plan.key);
        let chosen = Chosen::of((batch.rows(), &hashes), &stored.keys()[plan.key], &plan);
        let faults = chosen.faults(stored, batch.rows(), &plan);
        let is_refused = !faults.is_empty() && on_violation == OnViolation::Reject;
        batch.quarantine(faults);
        batch.deduplicate(&chosen.is_dropped);
        if is_refused {
            // The others are judged as if those were not there, so that one report tells all.
            let rows = batch.take_rows();
            let hashes = hashes_of(stored, &rows, plan.key);
            let draft = Draft::of(stored, (rows, &hashes), &plan);
            let faults = draft.faults(stored);
            batch.give_back(draft.into_rows());
            return Err(batch.reject(faults));
        }
        settle(batch, on_violation, |rows| {
            // Rows only ever leave a batch, so that as many are the same.
            if rows.len() == hashes.len() {
                return self.merge_rows(rows, &hashes, &plan);
            }
            let hashes = hashes_of(&self.state.rows, &rows, plan.key);
            self.merge_rows(rows, &hashes, &plan)
        })
    }

    /// Merges rows of which no two have one key, and none a null in it.
    fn merge_rows(
        &mut self,
        rows: Vec<R>,
        hashes: &[u64],
        plan: &MergePlan<R>,
    ) -> Result<Written, (Vec<R>, Faults)> {
        let stored = &mut self.state.rows;
        let mut draft = Draft::of(stored, (rows, hashes), plan);
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
        let matched = draft.matched(plan.key, hashes);
        match stored.change_matched(std::mem::take(&mut draft.change), &matched) {
            Ok(_) => Ok(draft.written),
            Err(Refused { given, clashes }) => {
                draft.change = given;
                let clashes = draft.named(stored, &clashes);
                Err((draft.into_rows(), Faults::new(Vec::new(), clashes)))
            }
        }
    }
}

/// What stands for the hash of a row without a key; another row's can be the same.
const KEYLESS: u64 = 0;

fn hashes_of<R>(stored: &IndexedRows<R>, rows: &[R], key: usize) -> Vec<u64> {
    rows.iter().map(|row| hash_of(stored, row, key)).collect()
}

fn hash_of<R>(stored: &IndexedRows<R>, row: &R, key: usize) -> u64 {
    (stored.keys()[key].hash)(row, stored.state()).unwrap_or(KEYLESS)
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
    fn of<R: MemTable>(
        (rows, hashes): (&[R], &[u64]),
        spec: &KeySpec<R>,
        plan: &MergePlan<R>,
    ) -> Chosen {
        let mut standing = HashTable::<usize>::with_capacity(rows.len());
        let mut chosen = Chosen::default();
        for (place, (row, hash)) in rows.iter().zip(hashes).enumerate() {
            if *hash == KEYLESS && !(spec.same)(row, row) {
                chosen.keyless.push(place);
                continue;
            }
            let is_twin =
                |other: &usize| hashes[*other] == *hash && (spec.same)(&rows[*other], row);
            match standing.entry(*hash, is_twin, |other| hashes[*other]) {
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
    fn of(
        stored: &IndexedRows<R>,
        (rows, hashes): (Vec<R>, &[u64]),
        plan: &MergePlan<R>,
    ) -> Draft<R> {
        let taken = Taken::of(plan);
        let pairs = rows.iter().zip(hashes);
        let fates: Vec<Fate> = pairs
            .map(|(row, hash)| fate(stored, (row, *hash), plan, &taken))
            .collect();
        let mut draft = Draft::with_room_for(&fates);
        for ((place, row), fate) in rows.into_iter().enumerate().zip(fates) {
            draft.add(stored, &taken, &fate, (place, row));
        }
        draft
    }

    fn with_room_for(fates: &[Fate]) -> Draft<R> {
        let mut written = Written {
            rows_in: fates.len(),
            ..Written::default()
        };
        for fate in fates {
            fate.count(&mut written);
        }
        Draft {
            change: Change {
                updates: Vec::with_capacity(written.updated),
                inserts: Vec::with_capacity(written.inserted),
                deletes: Vec::new(),
            },
            update_places: Vec::with_capacity(written.updated),
            insert_places: Vec::with_capacity(written.inserted),
            aside: Vec::new(),
            written,
        }
    }

    /// What is known of the key that rows were matched by.
    fn matched(&self, key: usize, hashes: &[u64]) -> Matched {
        let places = self.update_places.iter().chain(&self.insert_places);
        Matched {
            key,
            coming: places.map(|place| hashes[*place]).collect(),
        }
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
        let updates = self.update_places.iter().zip(&self.change.updates);
        let inserts = self.insert_places.iter().zip(&self.change.inserts);
        for (place, row) in updates.map(|(place, (_, row))| (place, row)).chain(inserts) {
            check_row(row, *place, &mut violations);
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
    let hash = hash_of(stored, row, plan.key);
    match (fate(stored, (row, hash), plan, taken), taken) {
        (Fate::Update(id), Taken::Only(columns)) => {
            Some(Cow::Owned(updated(stored.row(id), row, columns)))
        }
        (Fate::Insert | Fate::Update(_) | Fate::Rewrite(_), _) => Some(Cow::Borrowed(row)),
        (Fate::Unchanged | Fate::Skip | Fate::Delete(_) | Fate::DeleteNothing, _) => None,
    }
}

fn fate<R: MemTable>(
    stored: &IndexedRows<R>,
    (row, hash): (&R, u64),
    plan: &MergePlan<R>,
    taken: &Taken<R>,
) -> Fate {
    let same = stored.keys()[plan.key].same;
    let found = stored.find(plan.key, hash, |other| same(other, row));
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
    fn count(&self, written: &mut Written) {
        match self {
            Fate::Insert => written.inserted += 1,
            Fate::Update(_) => written.updated += 1,
            Fate::Rewrite(_) => {
                written.inserted += 1;
                written.deleted += 1;
            }
            Fate::Unchanged => written.unchanged += 1,
            Fate::Skip => written.skipped += 1,
            Fate::Delete(_) => {
                written.deleted += 1;
                written.delete_markers += 1;
            }
            Fate::DeleteNothing => written.delete_markers += 1,
        }
    }
}
