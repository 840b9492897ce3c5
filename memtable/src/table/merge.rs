use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::record::{Accessor, KeySpec, MemTable, check_row, primary_key_cells};
use crate::table::Table;
use crate::table::batch::Batch;
use crate::table::commit::{Faults, after_change, key_cells};
use crate::table::indexed_rows::{Change, Fate, IndexedRows, KeyClash, Matched, Refused, RowId};
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
        let mut hashes = Some(hashes);
        settle(batch, on_violation, |rows| {
            // Rows only ever leave a batch, so that as many are the same.
            let known = hashes.take_if(|hashes| hashes.len() == rows.len());
            let hashes = known.unwrap_or_else(|| hashes_of(&self.state.rows, &rows, plan.key));
            self.merge_rows(rows, hashes, &plan)
        })
    }

    /// Merges rows of which no two have one key, and none a null in it.
    fn merge_rows(
        &mut self,
        rows: Vec<R>,
        hashes: Vec<Option<u64>>,
        plan: &MergePlan<R>,
    ) -> Result<Written, (Vec<R>, Faults)> {
        let stored = &mut self.state.rows;
        let mut draft = Draft::of(stored, (rows, &hashes), plan);
        let rules = draft.check();
        if !rules.is_empty() {
            let faults = Faults::new(rules, draft.clashes(stored));
            return Err((draft.into_rows(), faults));
        }
        if !stored.has_room_for(draft.written.inserted) {
            return Err((draft.into_rows(), Faults::full()));
        }
        let complaints = Faults::of_table(|| after_change(stored, &draft.change));
        if !complaints.is_empty() {
            let faults = complaints.unless(draft.clashes(stored));
            return Err((draft.into_rows(), faults));
        }
        let matched = Matched {
            key: plan.key,
            hashes,
        };
        let change = std::mem::replace(&mut draft.change, Change::deleting(Vec::new()));
        match stored.change_matched(change, matched) {
            Ok(_) => Ok(draft.written),
            Err(Refused { given, clashes }) => {
                draft.change = given;
                let clashes = draft.named(stored, &clashes);
                Err((draft.into_rows(), Faults::new(Vec::new(), clashes)))
            }
        }
    }
}

/// The rows that are looked up together: few enough to be in the cache still when they are judged.
const BLOCK: usize = 128;

/// The hashes of the key that rows are matched by; none of a row without one.
fn hashes_of<R>(stored: &IndexedRows<R>, rows: &[R], key: usize) -> Vec<Option<u64>> {
    let hash = stored.keys()[key].hash;
    rows.iter().map(|row| hash(row, stored.state())).collect()
}

/// Whether each row has a hash, and surely no two the same.
#[expect(
    clippy::cast_possible_truncation,
    reason = "parts of a hash are enough"
)]
fn are_distinct(hashes: &[Option<u64>]) -> bool {
    let last = (hashes.len() * 2).next_power_of_two() - 1;
    // Half of a hash, but for 0, which is a free place; found by the other half.
    let mut seen = vec![0_u32; last + 1];
    hashes.iter().all(|hash| {
        let Some(hash) = *hash else {
            return false;
        };
        let (mut place, half) = (hash as usize & last, (hash >> 32) as u32);
        while seen[place] != 0 && seen[place] != half {
            place = (place + 1) & last;
        }
        let is_new = seen[place] == 0 && half != 0;
        seen[place] = half;
        is_new
    })
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
        (rows, hashes): (&[R], &[Option<u64>]),
        spec: &KeySpec<R>,
        plan: &MergePlan<R>,
    ) -> Chosen {
        if are_distinct(hashes) {
            return Chosen::default();
        }
        // With the hashes, so that rows are looked at only where they are the same.
        let mut standing = HashTable::<(u64, usize)>::with_capacity(rows.len());
        let mut chosen = Chosen::default();
        for (place, (row, hash)) in rows.iter().zip(hashes).enumerate() {
            let Some(hash) = *hash else {
                chosen.keyless.push(place);
                continue;
            };
            let is_twin =
                |(known, other): &(u64, usize)| *known == hash && (spec.same)(&rows[*other], row);
            match standing.entry(hash, is_twin, |(known, _)| *known) {
                Entry::Vacant(vacant) => {
                    vacant.insert((hash, place));
                }
                Entry::Occupied(mut occupied) => {
                    let winner = chosen.choose(rows, place, occupied.get().1, plan);
                    occupied.get_mut().1 = winner;
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
#[derive(Clone, Copy)]
enum Verdict {
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
    /// The rows that came, with their places, where others were made of them.
    came: Vec<(usize, R)>,
    written: Written,
}

impl<R: MemTable> Draft<R> {
    fn of(
        stored: &IndexedRows<R>,
        (rows, hashes): (Vec<R>, &[Option<u64>]),
        plan: &MergePlan<R>,
    ) -> Draft<R> {
        let taken = Taken::of(plan);
        let mut draft = Draft {
            written: Written {
                rows_in: rows.len(),
                ..Written::default()
            },
            change: Change {
                fates: Vec::with_capacity(rows.len()),
                rows,
                deletes: Vec::new(),
            },
            came: Vec::new(),
        };
        for (nth, hashes) in hashes.chunks(BLOCK).enumerate() {
            let start = nth * BLOCK;
            let block = &draft.change.rows[start..start + hashes.len()];
            let matches = stored.find_each(plan.key, block, hashes);
            for (place, found) in (start..).zip(matches) {
                let row = &draft.change.rows[place];
                let verdict = judge(stored, (row, found), plan, &taken);
                draft.settle(verdict);
                if let (Verdict::Update(id), Taken::Only(columns)) = (verdict, &taken) {
                    draft.make(place, stored.row(id), columns);
                }
            }
        }
        draft
    }

    /// Puts the row to be stored in the place of the one that came.
    fn make(&mut self, place: usize, before: &R, columns: &[Accessor<R>]) {
        let row = &mut self.change.rows[place];
        let made = updated(before, row, columns);
        self.came.push((place, std::mem::replace(row, made)));
    }

    /// Counts a row, and puts down what becomes of it.
    fn settle(&mut self, verdict: Verdict) {
        verdict.count(&mut self.written);
        if let Verdict::Rewrite(id) | Verdict::Delete(id) = verdict {
            self.change.deletes.push(id);
        }
        self.change.fates.push(match verdict {
            Verdict::Insert | Verdict::Rewrite(_) => Fate::Insert,
            Verdict::Update(id) => Fate::Update(id),
            Verdict::Unchanged | Verdict::Skip | Verdict::Delete(_) | Verdict::DeleteNothing => {
                Fate::Aside
            }
        });
    }

    /// The rules that the rows to be stored break, each seen alone.
    fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (place, row) in self.change.stored() {
            check_row(row, place, &mut violations);
        }
        violations
    }

    fn clashes(&self, stored: &IndexedRows<R>) -> Vec<Violation> {
        self.named(stored, &stored.clashes(&self.change))
    }

    fn named(&self, stored: &IndexedRows<R>, clashes: &[KeyClash]) -> Vec<Violation> {
        Faults::of_refused(stored, clashes, &self.change.rows).clashes
    }

    fn faults(&self, stored: &IndexedRows<R>) -> Faults {
        Faults::new(self.check(), self.clashes(stored))
    }

    /// Every row that came in, in its order.
    fn into_rows(self) -> Vec<R> {
        let mut rows = self.change.rows;
        for (place, row) in self.came {
            rows[place] = row;
        }
        rows
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
    let key = &stored.keys()[plan.key];
    let hash = (key.hash)(row, stored.state());
    let found = hash.and_then(|hash| stored.find(plan.key, hash, |other| (key.same)(other, row)));
    match (judge(stored, (row, found), plan, taken), taken) {
        (Verdict::Update(id), Taken::Only(columns)) => {
            Some(Cow::Owned(updated(stored.row(id), row, columns)))
        }
        (Verdict::Insert | Verdict::Update(_) | Verdict::Rewrite(_), _) => Some(Cow::Borrowed(row)),
        (Verdict::Unchanged | Verdict::Skip | Verdict::Delete(_) | Verdict::DeleteNothing, _) => {
            None
        }
    }
}

/// What becomes of a row, and the stored one that it matches.
fn judge<R: MemTable>(
    stored: &IndexedRows<R>,
    (row, found): (&R, Option<RowId>),
    plan: &MergePlan<R>,
    taken: &Taken<R>,
) -> Verdict {
    if plan.is_delete.is_some_and(|is_delete| is_delete(row)) {
        return found.map_or(Verdict::DeleteNothing, Verdict::Delete);
    }
    match (found, plan.strategy) {
        (None, Strategy::UpdateOnly) | (Some(_), Strategy::InsertOnly) => Verdict::Skip,
        (None, _) => Verdict::Insert,
        (Some(id), _) if taken.same(stored.row(id), row) => Verdict::Unchanged,
        (Some(id), Strategy::DeleteInsert) => Verdict::Rewrite(id),
        (Some(id), Strategy::Upsert | Strategy::UpdateOnly) => Verdict::Update(id),
    }
}

impl Verdict {
    fn count(self, written: &mut Written) {
        match self {
            Verdict::Insert => written.inserted += 1,
            Verdict::Update(_) => written.updated += 1,
            Verdict::Rewrite(_) => {
                written.inserted += 1;
                written.deleted += 1;
            }
            Verdict::Unchanged => written.unchanged += 1,
            Verdict::Skip => written.skipped += 1,
            Verdict::Delete(_) => {
                written.deleted += 1;
                written.delete_markers += 1;
            }
            Verdict::DeleteNothing => written.delete_markers += 1,
        }
    }
}
