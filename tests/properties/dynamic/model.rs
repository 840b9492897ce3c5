//! What a dynamic table should do, in the simplest way: lists of values, each compared with each.

use std::collections::BTreeSet;

use memtable::Value;
use memtable::dynamic::NullKeys;
use memtable::schema::Expr;
use memtable::write::{OnViolation, Strategy, Written};

use super::generate::{KeepKind, Merge, Mode, Shape, Writing, column_name};

pub(super) struct Model {
    pub(super) shape: Shape,
    pub(super) rows: Vec<Vec<Value>>,
}

#[derive(Debug)]
pub(super) enum Expected {
    Done(Written),
    /// Rows clash in a merge that quarantines: which of them goes is the typed model's to say.
    AnyOfQuarantine,
    Refused,
}

/// A row of a write, with a value for each column that came.
type Incoming = Vec<Option<Value>>;

impl Model {
    pub(super) fn new(shape: &Shape) -> Model {
        Model {
            shape: shape.clone(),
            rows: Vec::new(),
        }
    }

    pub(super) fn write(&mut self, writing: &Writing) -> Expected {
        let rows: Vec<Incoming> = writing
            .rows
            .iter()
            .map(|row| self.incoming(writing, row))
            .collect();
        match &writing.mode {
            Mode::Append => self.append(self.rows.clone(), &rows, writing.on_violation, 0),
            Mode::Replace => self.append(Vec::new(), &rows, writing.on_violation, self.rows.len()),
            Mode::Merge(merge) => self.merge(merge, rows, writing.on_violation),
        }
    }

    fn incoming(&self, writing: &Writing, row: &[Value]) -> Incoming {
        let mut incoming = vec![None; self.shape.columns.len()];
        for (idx, value) in writing.present.iter().zip(row) {
            incoming[*idx] = Some(value.clone());
        }
        incoming
    }

    fn append(
        &mut self,
        before: Vec<Vec<Value>>,
        rows: &[Incoming],
        on_violation: OnViolation,
        deleted: usize,
    ) -> Expected {
        let rows_in = rows.len();
        let mut after = before;
        let n_before = after.len();
        for row in rows.iter().map(inserted) {
            let clashes = after.iter().any(|other| self.clash(other, &row));
            if self.keeps_rules(&row) && !clashes {
                after.push(row);
            } else if on_violation == OnViolation::Reject {
                return Expected::Refused;
            }
        }
        let inserted = after.len() - n_before;
        self.rows = after;
        Expected::Done(Written {
            rows_in,
            inserted,
            deleted,
            quarantined: rows_in - inserted,
            ..Written::default()
        })
    }

    fn merge(&mut self, merge: &Merge, rows: Vec<Incoming>, on_violation: OnViolation) -> Expected {
        let mut written = Written {
            rows_in: rows.len(),
            ..Written::default()
        };
        let (rows, n_faulty) = one_of_each(merge, rows, &mut written.deduplicated);
        if n_faulty > 0 && on_violation == OnViolation::Reject {
            return Expected::Refused;
        }
        written.quarantined = n_faulty;
        let mut rows = rows;
        loop {
            let (after, counts, faulty) = self.merged(merge, &rows);
            if !faulty.is_empty() {
                if on_violation == OnViolation::Reject {
                    return Expected::Refused;
                }
                written.quarantined += faulty.len();
                let mut place = 0..;
                rows.retain(|_| !faulty.contains(&place.next().unwrap()));
                continue;
            }
            if !self.all_different(&after) {
                return if on_violation == OnViolation::Quarantine {
                    Expected::AnyOfQuarantine
                } else {
                    Expected::Refused
                };
            }
            self.rows = after;
            written += counts;
            return Expected::Done(written);
        }
    }

    /// The rows after a merge, its counts, and the places of rows that cannot be stored.
    fn merged(
        &self,
        merge: &Merge,
        rows: &[Incoming],
    ) -> (Vec<Vec<Value>>, Written, BTreeSet<usize>) {
        let mut after: Vec<Option<Vec<Value>>> = self.rows.iter().cloned().map(Some).collect();
        let mut inserts = Vec::new();
        let mut written = Written::default();
        let mut faulty = BTreeSet::new();
        for (place, row) in rows.iter().enumerate() {
            let key = key_of(merge, row);
            let is_found = |stored: &&usize| {
                let stored = &self.rows[**stored];
                let same = merge
                    .on
                    .iter()
                    .zip(&key)
                    .all(|(idx, value)| stored[*idx] == *value);
                same && (merge.nulls == NullKeys::Equal || !key.contains(&Value::Null))
            };
            let all: Vec<usize> = (0..self.rows.len()).collect();
            let found: Vec<usize> = all.iter().filter(is_found).copied().collect();
            if is_marked(merge, row) {
                written.delete_markers += 1;
                written.deleted += found.len();
                for stored in &found {
                    after[*stored] = None;
                }
                continue;
            }
            let is_same = |stored: usize| {
                let cells = self.rows[stored].iter().zip(row);
                cells
                    .into_iter()
                    .all(|(stored, value)| value.as_ref().is_none_or(|value| value == stored))
            };
            match (found.as_slice(), merge.strategy) {
                ([], Strategy::UpdateOnly) | ([_, ..], Strategy::InsertOnly) => {
                    written.skipped += 1;
                }
                ([stored], _) if is_same(*stored) => written.unchanged += 1,
                ([], _) | (_, Strategy::DeleteInsert) => {
                    written.deleted += found.len();
                    written.inserted += 1;
                    for stored in &found {
                        after[*stored] = None;
                    }
                    let made = inserted(row);
                    if !self.keeps_rules(&made) {
                        faulty.insert(place);
                    }
                    inserts.push(made);
                }
                ([stored], _) => {
                    written.updated += 1;
                    let cells = self.rows[*stored].iter().zip(row);
                    let made: Vec<Value> = cells
                        .map(|(stored, value)| value.clone().unwrap_or_else(|| stored.clone()))
                        .collect();
                    if !self.keeps_rules(&made) {
                        faulty.insert(place);
                    }
                    after[*stored] = Some(made);
                }
                (_, _) => {
                    faulty.insert(place);
                }
            }
        }
        (
            after.into_iter().flatten().chain(inserts).collect(),
            written,
            faulty,
        )
    }

    /// How many rows satisfy the condition, and how many of them are others then; none where the change is refused.
    pub(super) fn update(
        &mut self,
        condition: &str,
        column: usize,
        value: &Value,
    ) -> Option<(usize, usize)> {
        let expr: Expr = condition.parse().unwrap();
        let mut after = self.rows.clone();
        let (mut n_rows, mut n_changed) = (0, 0);
        for row in &mut after {
            if holds(&expr, row) {
                n_rows += 1;
                if row[column] != *value {
                    n_changed += 1;
                    row[column] = value.clone();
                    if !self.keeps_rules(row) {
                        return None;
                    }
                }
            }
        }
        if !self.all_different(&after) {
            return None;
        }
        self.rows = after;
        Some((n_rows, n_changed))
    }

    pub(super) fn delete(&mut self, condition: &str) -> usize {
        let expr: Expr = condition.parse().unwrap();
        let n_before = self.rows.len();
        let kept: Vec<bool> = self.rows.iter().map(|row| !holds(&expr, row)).collect();
        let mut kept = kept.into_iter();
        self.rows.retain(|_| kept.next().unwrap());
        n_before - self.rows.len()
    }

    pub(super) fn is_valid(&self) -> bool {
        self.rows.iter().all(|row| self.keeps_rules(row)) && self.all_different(&self.rows)
    }

    fn keeps_rules(&self, row: &[Value]) -> bool {
        let cells = self.shape.columns.iter().zip(row);
        cells.into_iter().all(|(column, value)| {
            let is_below = match value {
                Value::Int(int) => *int < 4,
                _ => true,
            };
            (column.nullable || !value.is_null()) && (!column.limited || is_below)
        })
    }

    fn all_different(&self, rows: &[Vec<Value>]) -> bool {
        let mut earlier = rows.iter().enumerate();
        earlier.all(|(nth, row)| !rows[..nth].iter().any(|other| self.clash(other, row)))
    }

    fn clash(&self, left: &[Value], right: &[Value]) -> bool {
        [&self.shape.primary_key, &self.shape.unique]
            .into_iter()
            .any(|key| {
                let same = |idx: &usize| left[*idx] == right[*idx] && !left[*idx].is_null();
                !key.is_empty() && key.iter().all(same)
            })
    }
}

fn inserted(row: &Incoming) -> Vec<Value> {
    row.iter()
        .map(|value| value.clone().unwrap_or(Value::Null))
        .collect()
}

fn key_of(merge: &Merge, row: &Incoming) -> Vec<Value> {
    merge
        .on
        .iter()
        .map(|idx| row[*idx].clone().unwrap())
        .collect()
}

fn is_marked(merge: &Merge, row: &Incoming) -> bool {
    merge
        .mark
        .is_some_and(|mark| match row[mark].as_ref().unwrap() {
            Value::Bool(marked) => *marked,
            value => !value.is_null(),
        })
}

/// The rows of which no two have one key, and how many had to go because they had none or shared one.
fn one_of_each(
    merge: &Merge,
    rows: Vec<Incoming>,
    n_deduplicated: &mut usize,
) -> (Vec<Incoming>, usize) {
    let n_rows = rows.len();
    let is_keyless = |row: &Incoming| {
        merge.nulls == NullKeys::Refuse && key_of(merge, row).contains(&Value::Null)
    };
    let is_alone = |row: &Incoming| {
        merge.nulls == NullKeys::Distinct && key_of(merge, row).contains(&Value::Null)
    };
    let mut stays = vec![true; n_rows];
    for place in 0..n_rows {
        let row = &rows[place];
        if is_keyless(row) {
            stays[place] = false;
            continue;
        }
        let key = key_of(merge, row);
        let group: Vec<usize> = (0..n_rows)
            .filter(|other| key_of(merge, &rows[*other]) == key)
            .collect();
        let group = if is_alone(row) { vec![place] } else { group };
        if group.len() == 1 {
            continue;
        }
        let value = |place: &usize, column: usize| rows[*place][column].clone().unwrap();
        let stands = match merge.keep {
            KeepKind::Refuse => None,
            KeepKind::First => group.first().copied(),
            KeepKind::Last => group.last().copied(),
            KeepKind::MaxBy(column) => group
                .iter()
                .rev()
                .copied()
                .max_by_key(|place| value(place, column)),
            KeepKind::MinBy(column) => group
                .iter()
                .copied()
                .min_by_key(|place| value(place, column)),
        };
        if stands != Some(place) {
            stays[place] = false;
            *n_deduplicated += usize::from(stands.is_some());
        }
    }
    let mut left = stays.into_iter();
    let rows: Vec<Incoming> = rows.into_iter().filter(|_| left.next().unwrap()).collect();
    let n_faulty = n_rows - rows.len() - *n_deduplicated;
    (rows, n_faulty)
}

fn holds(expr: &Expr, row: &[Value]) -> bool {
    let get = |name: &str| {
        (0..row.len())
            .find(|idx| column_name(*idx) == name)
            .map(|idx| &row[idx])
    };
    expr.eval(get) == Some(true)
}
