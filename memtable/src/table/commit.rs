use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::record::{KeyKind, KeySpec, MemTable};
use crate::schema::{Names, Rule, Value};
use crate::table::indexed_rows::{Change, IndexedRows, KeyClash, RowId, With};
use crate::validate::{Clash, RowCheck, Violation};

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

    /// The clashes that the index found. `find` gives the row that one names, and its place in what was to be written.
    pub(super) fn of_clashes<'a, R: MemTable + 'a>(
        stored: &IndexedRows<R>,
        clashes: &[KeyClash],
        find: impl Fn(usize) -> Option<(usize, &'a R)>,
    ) -> Faults {
        let violations = clashes.iter().filter_map(|clash| {
            let (place, row) = find(clash.row)?;
            let other = match clash.with {
                With::Incoming(other) => Clash::InBatch(find(other)?.0),
                With::Stored(id) => Clash::InTable {
                    row: stored.position(id),
                    key: key_values(stored.row(id)),
                },
            };
            let spec = stored.keys().get(clash.key)?;
            Some(Violation {
                clash: Some(other),
                ..about_key(spec, key_rule(spec), row, place)
            })
        });
        Faults {
            clashes: violations.collect(),
            ..Faults::default()
        }
    }

    /// As [`of_clashes`](Self::of_clashes), where the rows are all that was to be written.
    pub(super) fn of_refused<R: MemTable>(
        stored: &IndexedRows<R>,
        clashes: &[KeyClash],
        rows: &[R],
    ) -> Faults {
        Faults::of_clashes(stored, clashes, |place| Some((place, rows.get(place)?)))
    }

    /// What the table checks say of the table that a write would leave; it is put together only where there are any.
    pub(super) fn of_table<'a, R: MemTable + 'a>(after: impl FnOnce() -> Vec<&'a R>) -> Faults {
        let checks = R::table_checks();
        if checks.is_empty() {
            return Faults::default();
        }
        let rows = after();
        let violations = checks.iter().flat_map(|check| {
            let complaints = (check.run)(&rows);
            complaints.into_iter().map(|message| Violation {
                row: 0,
                key: Vec::new(),
                columns: Vec::new(),
                path: String::new(),
                rule: Rule::TableCheck(Cow::Borrowed(check.path)),
                value: Value::Null,
                message: Some(message),
                clash: None,
            })
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

/// Adds the rules that one row breaks.
#[inline]
pub(super) fn check_row<R: MemTable>(row: &R, place: usize, violations: &mut Vec<Violation>) {
    let n_before = violations.len();
    row.check(&mut RowCheck::new(R::SCHEMA, place, violations));
    if violations.len() > n_before {
        let key = key_values(row);
        for violation in &mut violations[n_before..] {
            violation.key.clone_from(&key);
        }
    }
}

/// The rows of the table as a change would leave it.
pub(super) fn after_change<'a, R>(stored: &'a IndexedRows<R>, change: &'a Change<R>) -> Vec<&'a R> {
    let updated: HashMap<RowId, &R> = change.updates.iter().map(|(id, row)| (*id, row)).collect();
    let deleted: HashSet<RowId> = change.deletes.iter().copied().collect();
    let kept = stored.iter_ids().filter(|(id, _)| !deleted.contains(id));
    let kept = kept.map(|(id, row)| updated.get(&id).copied().unwrap_or(row));
    kept.chain(&change.inserts).collect()
}

/// The row's primary key, column by column.
pub(super) fn key_values<R: MemTable>(row: &R) -> Vec<(Cow<'static, str>, Value)> {
    let accessors = R::accessors();
    let named = R::SCHEMA.primary_key.iter().filter_map(|name| {
        let column = R::SCHEMA
            .columns
            .iter()
            .position(|column| column.name == *name)?;
        Some((name.clone(), (accessors.get(column)?.value)(row)))
    });
    named.collect()
}

/// A violation of a rule over the columns of a key.
pub(super) fn about_key<R: MemTable>(
    spec: &KeySpec<R>,
    rule: fn(Names) -> Rule,
    row: &R,
    place: usize,
) -> Violation {
    let accessors = R::accessors();
    let named: Vec<_> = spec
        .columns
        .iter()
        .map(|&column| {
            (
                R::SCHEMA.columns[column].name.clone(),
                (accessors[column].value)(row),
            )
        })
        .collect();
    let columns: Vec<_> = named.iter().map(|(name, _)| name.clone()).collect();
    Violation {
        row: place,
        key: key_values(row),
        rule: rule(Names::Owned(columns.clone())),
        columns,
        path: String::new(),
        value: together(named),
        message: None,
        clash: None,
    }
}

fn key_rule<R>(spec: &KeySpec<R>) -> fn(Names) -> Rule {
    match spec.kind {
        KeyKind::Primary => Rule::PrimaryKey,
        KeyKind::Unique | KeyKind::Index | KeyKind::OrderedIndex => Rule::Unique,
    }
}

/// One value as it is, several as a struct.
fn together(mut named: Vec<(Cow<'static, str>, Value)>) -> Value {
    match named.len() {
        1 => named.remove(0).1,
        _ => Value::Struct(named),
    }
}
