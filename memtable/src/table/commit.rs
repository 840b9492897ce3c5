use std::collections::{HashMap, HashSet};

use crate::record::{KeyKind, KeySpec, MemTable, check_row, primary_key_cells};
use crate::table::indexed_rows::{CAPACITY, Change, IndexedRows, KeyClash, RowId, With};
use crate::validate::{Cells, Clash, Violation};

/// Why rows cannot be written, by what must be known to say so. Violations name rows by their place in what was to be
/// written.
#[derive(Default)]
pub(super) struct Faults {
    /// Known from the row alone.
    pub(super) rules: Vec<Violation>,
    /// Known from the other rows.
    pub(super) clashes: Vec<Violation>,
    /// Known from the table as it would be.
    table: Vec<Violation>,
}

impl Faults {
    pub(super) fn new(rules: Vec<Violation>, clashes: Vec<Violation>) -> Faults {
        Faults {
            rules,
            clashes,
            table: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.clashes.is_empty() && self.table.is_empty()
    }

    /// Whether no row is to blame.
    pub(super) fn concern_the_table(&self) -> bool {
        !self.table.is_empty()
    }

    /// These, unless rows clash: a table that cannot be is not complained of.
    pub(super) fn unless(self, clashes: Vec<Violation>) -> Faults {
        if clashes.is_empty() {
            return self;
        }
        Faults::new(Vec::new(), clashes)
    }

    /// The faults to act on first: clashes may go with the rows that break a rule.
    pub(super) fn first_to_go(self) -> Vec<Violation> {
        if self.rules.is_empty() {
            self.clashes
        } else {
            self.rules
        }
    }

    pub(super) fn into_violations(self) -> Vec<Violation> {
        [self.rules, self.clashes, self.table]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The clashes that the index found of rows that were to be written.
    pub(super) fn of_refused<R: MemTable>(
        stored: &IndexedRows<R>,
        clashes: &[KeyClash],
        rows: &[R],
    ) -> Faults {
        if clashes.is_empty() {
            return Faults::default();
        }
        let positions = stored.positions();
        let violations = clashes.iter().filter_map(|clash| {
            let other = match clash.with {
                With::Incoming(other) => Clash::InBatch(other),
                With::Stored(id) => Clash::InTable {
                    row: positions.of(id),
                    key: primary_key_cells(stored.row(id)),
                },
            };
            let spec = stored.keys().get(clash.key)?;
            Some(key_violation(spec, clash.row, rows.get(clash.row)?, other))
        });
        Faults {
            clashes: violations.collect(),
            ..Faults::default()
        }
    }

    /// The table has no addresses for so many rows.
    pub(super) fn full() -> Faults {
        Faults {
            table: vec![Violation::capacity(CAPACITY)],
            ..Faults::default()
        }
    }

    /// What the table checks say of the table that a write would leave; it is put together only where there are any.
    pub(super) fn of_table<'a, R: MemTable + 'a>(after: impl FnOnce() -> Vec<&'a R>) -> Faults {
        let checks = R::table_checks();
        if checks.is_empty() {
            return Faults::default();
        }
        let rows = after();
        let violations = checks.iter().enumerate().flat_map(|(nth, check)| {
            let complaints = (check.run)(&rows).into_iter();
            complaints.map(move |message| Violation::table_check(R::SCHEMA, nth, message))
        });
        Faults {
            table: violations.collect(),
            ..Faults::default()
        }
    }
}

/// The rules that the rows break, each seen alone.
pub(super) fn check_rows<R: MemTable>(rows: &[R]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        check_row(row, place, &mut violations);
    }
    violations
}

/// The rows of the table as a change would leave it.
pub(super) fn after_change<'a, R>(stored: &'a IndexedRows<R>, change: &'a Change<R>) -> Vec<&'a R> {
    let updated: HashMap<RowId, &R> = change.updates().collect();
    let deleted: HashSet<RowId> = change.deletes.iter().copied().collect();
    let kept = stored.iter_ids().filter(|(id, _)| !deleted.contains(id));
    let kept = kept.map(|(id, row)| updated.get(&id).copied().unwrap_or(row));
    kept.chain(change.inserts()).collect()
}

/// The values of a key's columns.
pub(super) fn key_cells<R: MemTable>(spec: &KeySpec<R>, row: &R) -> Cells {
    let accessors = R::accessors();
    let cell = |&column: &usize| {
        let name = R::SCHEMA.columns.get(column)?.name.clone();
        Some((name, (accessors.get(column)?.value)(row)))
    };
    spec.columns.iter().filter_map(cell).collect()
}

fn key_violation<R: MemTable>(spec: &KeySpec<R>, place: usize, row: &R, other: Clash) -> Violation {
    let cells = key_cells(spec, row);
    match spec.kind {
        KeyKind::Primary => Violation::primary_key(place, cells, other),
        KeyKind::Unique | KeyKind::Index | KeyKind::OrderedIndex => Violation {
            key: primary_key_cells(row),
            ..Violation::unique(place, cells, other)
        },
    }
}
