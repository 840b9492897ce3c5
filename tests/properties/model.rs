//! What a table does, said in the plainest way: rows in a `Vec`, found by looking at each.

use memtable::write::{Strategy, Written};

use super::operation::{Columns, Duplicates, Key, Mark, Merge, Mode, Request};
use super::piece::Piece;

/// A row, the code of a rule that it breaks, and the columns that the rule is about, sorted.
pub(crate) type Fault = (usize, &'static str, Vec<&'static str>);

/// What a write answers.
pub(crate) type Answer =
    Result<(Written, Vec<(usize, Piece, Vec<Fault>)>), (Vec<Piece>, Vec<Fault>)>;

/// Rows on their way, with their positions in the write.
type Placed = Vec<(usize, Piece)>;

const UNIQUE: [Key; 3] = [Key::Id, Key::Slot, Key::Place];

/// A change of some rows, in the order in which it is judged: updates before inserts.
#[derive(Default)]
struct Change {
    /// What is stored, by whom it came, and in the place of which row, if any.
    incoming: Vec<(Option<usize>, usize, Piece)>,
    deletes: Vec<usize>,
    written: Written,
}

/// The answer of a write to these rows, which become what it leaves.
pub(crate) fn write(stored: &mut Vec<Piece>, request: &Request) -> Answer {
    let mut rows: Placed = request.rows.iter().cloned().enumerate().collect();
    let mut quarantine: Vec<(usize, Piece, Vec<Fault>)> = Vec::new();
    let n_rows = rows.len();
    let mut n_deduplicated = 0;
    if let Mode::Merge(merge) = request.mode {
        let faults = merge_faults(stored, &rows, merge);
        quarantine.extend(set_aside(&mut rows, &faults));
        n_deduplicated = deduplicate(&mut rows, merge);
        if !request.quarantine && !faults.is_empty() {
            let change = draft(stored, &rows, request.mode);
            let others = rule_faults(&change)
                .into_iter()
                .chain(clashes(stored, &change));
            return Err((
                request.rows.clone(),
                sorted(faults.into_iter().chain(others)),
            ));
        }
    }
    loop {
        let change = draft(stored, &rows, request.mode);
        let (rules, clashes) = (rule_faults(&change), clashes(stored, &change));
        if rules.is_empty() && clashes.is_empty() {
            let written = Written {
                rows_in: n_rows,
                deduplicated: n_deduplicated,
                quarantined: quarantine.len(),
                ..change.written
            };
            apply(stored, change);
            quarantine.sort_by_key(|(position, ..)| *position);
            return Ok((written, quarantine));
        }
        if !request.quarantine {
            return Err((
                request.rows.clone(),
                sorted(rules.into_iter().chain(clashes)),
            ));
        }
        let faults = if rules.is_empty() { clashes } else { rules };
        quarantine.extend(set_aside(&mut rows, &faults));
    }
}

/// Why a row cannot be in the place of the one at `position`.
pub(crate) fn update_faults(stored: &[Piece], position: usize, row: &Piece) -> Vec<Fault> {
    let change = Change {
        incoming: vec![(Some(position), 0, row.clone())],
        ..Change::default()
    };
    sorted(
        rule_faults(&change)
            .into_iter()
            .chain(clashes(stored, &change)),
    )
}

pub(crate) fn sorted(faults: impl IntoIterator<Item = Fault>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = faults.into_iter().collect();
    faults.sort();
    faults
}

/// Takes the rows with a fault out.
fn set_aside(rows: &mut Placed, faults: &[Fault]) -> Vec<(usize, Piece, Vec<Fault>)> {
    let of = |position: usize| sorted(faults.iter().filter(|fault| fault.0 == position).cloned());
    let (gone, kept) = std::mem::take(rows)
        .into_iter()
        .partition(|(position, _)| !of(*position).is_empty());
    *rows = kept;
    Placed::into_iter(gone)
        .map(|(position, row)| (position, row, of(position)))
        .collect()
}

/// Rows that cannot be merged by their key: it has a null, or no policy says which row of several stands for it.
fn merge_faults(stored: &[Piece], rows: &Placed, merge: Merge) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (position, row) in rows {
        let key = merge.key.of(row);
        let n_same = rows
            .iter()
            .filter(|(_, other)| key.is_some() && merge.key.of(other) == key)
            .count();
        if key.is_none() || (n_same > 1 && merge.duplicates == Duplicates::Refuse) {
            faults.push((*position, "MT0133", merge.key.columns()));
            faults.extend(rule_faults(&draft(
                stored,
                &vec![(*position, row.clone())],
                Mode::Merge(merge),
            )));
        }
    }
    faults
}

/// Drops the rows for which another stands; the count of these.
fn deduplicate(rows: &mut Placed, merge: Merge) -> usize {
    let n_before = rows.len();
    let all = rows.clone();
    rows.retain(|(position, row)| {
        let group: Placed = all
            .iter()
            .filter(|(_, other)| merge.key.of(other) == merge.key.of(row))
            .cloned()
            .collect();
        let first_with = |weight: f64| {
            group
                .iter()
                .find(|(_, row)| heavier(row.weight, weight).is_eq())
        };
        let weights = || group.iter().map(|(_, row)| row.weight);
        let stands = match merge.duplicates {
            Duplicates::Refuse | Duplicates::KeepFirst => group.first(),
            Duplicates::KeepLast => group.last(),
            Duplicates::KeepHeaviest => weights()
                .max_by(|l, r| heavier(*l, *r))
                .and_then(first_with),
            Duplicates::KeepLightest => weights()
                .min_by(|l, r| heavier(*l, *r))
                .and_then(first_with),
        };
        stands.is_some_and(|(stands, _)| stands == position)
    });
    n_before - rows.len()
}

/// `NaN` is greater than any number.
fn heavier(left: f64, right: f64) -> std::cmp::Ordering {
    left.partial_cmp(&right)
        .unwrap_or_else(|| left.is_nan().cmp(&right.is_nan()))
}

/// What a write makes of its rows, whether or not it can.
fn draft(stored: &[Piece], rows: &Placed, mode: Mode) -> Change {
    let mut change = Change::default();
    if matches!(mode, Mode::Replace) {
        change.deletes = (0..stored.len()).collect();
        change.written.deleted = stored.len();
    }
    for (position, row) in rows {
        match mode {
            Mode::Append | Mode::Replace => change.insert(*position, row),
            Mode::Merge(merge) => change.merge(stored, *position, row, merge),
        }
    }
    change
        .incoming
        .sort_by_key(|(target, position, _)| (target.is_none(), *position));
    change
}

impl Change {
    fn insert(&mut self, position: usize, row: &Piece) {
        self.incoming.push((None, position, row.clone()));
        self.written.inserted += 1;
    }

    fn delete(&mut self, target: usize) {
        self.deletes.push(target);
        self.written.deleted += 1;
    }

    fn merge(&mut self, stored: &[Piece], position: usize, row: &Piece, merge: Merge) {
        let key = merge.key.of(row);
        let found = stored
            .iter()
            .position(|other| key.is_some() && merge.key.of(other) == key);
        if merge.mark.is_some_and(|mark| mark.is_on(row)) {
            self.written.delete_markers += 1;
            if let Some(target) = found {
                self.delete(target);
            }
            return;
        }
        match (found, merge.strategy) {
            (Some(_), Strategy::InsertOnly) | (None, Strategy::UpdateOnly) => {
                self.written.skipped += 1;
            }
            (None, _) => self.insert(position, row),
            (Some(target), strategy) => {
                let merged = merge.columns.merged(&stored[target], row);
                if merged.same(&stored[target]) {
                    self.written.unchanged += 1;
                } else if strategy == Strategy::DeleteInsert {
                    self.delete(target);
                    self.insert(position, row);
                } else {
                    self.written.updated += 1;
                    self.incoming.push((Some(target), position, merged));
                }
            }
        }
    }
}

fn apply(stored: &mut Vec<Piece>, change: Change) {
    let mut after: Vec<Option<Piece>> = stored.iter().cloned().map(Some).collect();
    change
        .deletes
        .into_iter()
        .for_each(|target| after[target] = None);
    for (target, _, row) in change.incoming {
        match target {
            Some(target) => after[target] = Some(row),
            None => after.push(Some(row)),
        }
    }
    *stored = after.into_iter().flatten().collect();
}

/// The rules that the rows break, each seen alone, as they would be stored.
fn rule_faults(change: &Change) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (_, position, row) in &change.incoming {
        let broken = [
            (
                row.rank.is_some_and(|rank| rank > 5),
                "MT0101",
                vec!["rank"],
            ),
            (row.weight == f64::INFINITY, "MT0111", vec!["weight"]),
            (
                row.kind > 2 && row.shelf < 1,
                "MT0141",
                vec!["kind", "shelf"],
            ),
        ];
        let broken = broken.into_iter().filter(|(is_broken, ..)| *is_broken);
        faults.extend(broken.map(|(_, code, columns)| (*position, code, columns)));
    }
    faults
}

/// The rows that cannot be stored beside the others: each is judged by what is there when its turn comes, and is not
/// there for those after it when it is refused. An update that is refused leaves the stored row as it was, and whoever
/// had taken a key from it is refused too. Who is refused clashes with every stored row that stays in the end.
fn clashes(stored: &[Piece], change: &Change) -> Vec<Fault> {
    let mut judge = Judge {
        stored,
        change,
        accepted: Vec::new(),
        refused: Vec::new(),
        clashes: Vec::new(),
    };
    for row in 0..change.incoming.len() {
        let keys: Vec<Key> = UNIQUE
            .into_iter()
            .filter(|key| judge.clashes_in(row, *key))
            .collect();
        if keys.is_empty() {
            judge.accepted.push(row);
        } else {
            judge.clashes.extend(keys.into_iter().map(|key| (row, key)));
            judge.refuse(row);
        }
    }
    for row in judge.refused.clone() {
        let late = UNIQUE
            .into_iter()
            .filter(|key| judge.clashes_with_stored(row, *key));
        let late: Vec<Key> = late
            .filter(|key| !judge.clashes.contains(&(row, *key)))
            .collect();
        judge.clashes.extend(late.into_iter().map(|key| (row, key)));
    }
    let fault = |(row, key): (usize, Key)| (change.incoming[row].1, key.code(), key.columns());
    judge.clashes.into_iter().map(fault).collect()
}

struct Judge<'a> {
    stored: &'a [Piece],
    change: &'a Change,
    accepted: Vec<usize>,
    refused: Vec<usize>,
    clashes: Vec<(usize, Key)>,
}

impl Judge<'_> {
    fn row(&self, row: usize) -> &Piece {
        &self.change.incoming[row].2
    }

    fn clashes_in(&self, row: usize, key: Key) -> bool {
        let mut accepted = self.accepted.iter();
        let values = self.brought(row, key);
        self.clashes_with_stored(row, key)
            || values.is_some() && accepted.any(|other| key.of(self.row(*other)) == values)
    }

    fn clashes_with_stored(&self, row: usize, key: Key) -> bool {
        let values = self.brought(row, key);
        let mut stored = self.stored.iter().enumerate();
        values.is_some()
            && stored.any(|(target, other)| key.of(other) == values && self.stays(target, key))
    }

    /// The values of a key that the row did not have before.
    fn brought(&self, row: usize, key: Key) -> Option<String> {
        let (target, _, piece) = &self.change.incoming[row];
        let before = target.and_then(|target| key.of(&self.stored[target]));
        key.of(piece)
            .filter(|values| Some(values) != before.as_ref())
    }

    /// Whether a stored row keeps its key.
    fn stays(&self, target: usize, key: Key) -> bool {
        let mut incoming = self.change.incoming.iter();
        let update = incoming.position(|(updated, ..)| *updated == Some(target));
        let is_updated = update.is_some_and(|row| {
            !self.refused.contains(&row) && key.of(self.row(row)) != key.of(&self.stored[target])
        });
        !self.change.deletes.contains(&target) && !is_updated
    }

    fn refuse(&mut self, row: usize) {
        self.refused.push(row);
        let Some(target) = self.change.incoming[row].0 else {
            return;
        };
        for key in UNIQUE {
            let values = key.of(&self.stored[target]);
            let has_it = |other: &&usize| values.is_some() && key.of(self.row(**other)) == values;
            if let Some(taker) = self.accepted.iter().find(has_it).copied() {
                self.accepted.retain(|other| *other != taker);
                self.refuse(taker);
            }
        }
    }
}

impl Key {
    /// The values of the key, in which no column is null.
    pub(crate) fn of(self, row: &Piece) -> Option<String> {
        match self {
            Key::Id => Some(row.id.clone()),
            Key::Slot => row.slot.map(|slot| slot.0.to_string()),
            Key::Place => row.place.map(|place| format!("{}/{place}", row.shelf)),
        }
    }

    fn columns(self) -> Vec<&'static str> {
        match self {
            Key::Id => vec!["id"],
            Key::Slot => vec!["slot"],
            Key::Place => vec!["place", "shelf"],
        }
    }

    fn code(self) -> &'static str {
        match self {
            Key::Id => "MT0131",
            Key::Slot | Key::Place => "MT0132",
        }
    }
}

impl Mark {
    fn is_on(self, row: &Piece) -> bool {
        match self {
            Mark::Gone => row.gone,
            Mark::Rank => row.rank.is_some(),
        }
    }
}

impl Columns {
    /// The stored row with what it takes from the other.
    fn merged(self, stored: &Piece, row: &Piece) -> Piece {
        let mut merged = stored.clone();
        match self {
            Columns::All => return row.clone(),
            Columns::Rank => merged.rank = row.rank,
            Columns::KindAndSlot => (merged.kind, merged.slot) = (row.kind, row.slot),
            Columns::IdShelfAndWeight => {
                merged.id.clone_from(&row.id);
                (merged.shelf, merged.weight) = (row.shelf, row.weight);
            }
        }
        merged
    }
}
