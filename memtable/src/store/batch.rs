//! A write of rows to one table of a store: what is refused comes back, in the order it came.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::error::Error;
use crate::record::MemTable;
use crate::schema::{Rule, Value};
use crate::store::any_table::{AnyRow, Key, TypedRow};
use crate::store::catalog::{Catalog, Link};
use crate::store::references::{self, key_of};
use crate::store::work::Work;
use crate::store::{NotWritten, Store};
use crate::table::weight_of;
use crate::validate::{Report, Violation};
use crate::write::{Mode, OnViolation, Outcome, Quarantined, Write};

impl Store {
    /// Writes the rows, in the turn of the table.
    pub(super) fn write_batch<R>(
        &self,
        name: &str,
        rows: Vec<R>,
        request: &Write<R>,
    ) -> Result<Outcome<R>, NotWritten<R>>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let base = self.latest();
        let dangling = dangling(&base, name, &rows);
        let may_lose_rows = !matches!(request.mode, Mode::Append) && base.is_referenced(name);
        let keeps = !dangling.is_empty() || may_lose_rows || self.may_exceed(&base, &rows);
        let kept = if keeps { rows.clone() } else { Vec::new() };
        match self.attempt(base, name, rows, request) {
            Err(NotWritten { rows, error }) if !rows.is_empty() => Err(NotWritten {
                rows,
                error: with_dangling(error, dangling),
            }),
            Err(NotWritten { error, .. }) => {
                let refusal = placed(error, (name, kept.len()), &dangling);
                self.refused(name, kept, request, refusal)
            }
            written => written,
        }
    }

    fn may_exceed<R: MemTable>(&self, base: &Catalog, rows: &[R]) -> bool {
        let limit = self.shared.limit.map(i128::from);
        limit.is_some_and(|limit| base.weight() + weight_of(rows.iter()) > limit)
    }

    fn attempt<R>(
        &self,
        base: Arc<Catalog>,
        name: &str,
        rows: Vec<R>,
        request: &Write<R>,
    ) -> Result<Outcome<R>, NotWritten<R>>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let mut work = Work::new(base);
        let table = match work.typed_draft::<R>(name) {
            Ok(table) => table,
            Err(error) => return Err(NotWritten { rows, error }),
        };
        let outcome = table.write(rows, request.clone())?;
        self.commit(work)?;
        Ok(outcome)
    }

    /// Writes the others where rows that break a reference are to be quarantined; else all rows go back.
    fn refused<R>(
        &self,
        name: &str,
        rows: Vec<R>,
        request: &Write<R>,
        refusal: Refusal,
    ) -> Result<Outcome<R>, NotWritten<R>>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let Refusal { error, mut by_row } = refusal;
        if by_row.is_empty() || request.on_violation == OnViolation::Reject {
            return Err(NotWritten { rows, error });
        }
        let good: Vec<usize> = (0..rows.len())
            .filter(|row| !by_row.contains_key(row))
            .collect();
        let others = good.iter().map(|&row| rows[row].clone()).collect();
        let mut outcome = match self.write_batch(name, others, request) {
            Ok(outcome) => outcome,
            Err(NotWritten { error, .. }) => return Err(NotWritten { rows, error }),
        };
        for quarantined in &mut outcome.quarantine {
            quarantined.position = good[quarantined.position];
        }
        outcome.written.rows_in = rows.len();
        outcome.written.quarantined += by_row.len();
        let bad = rows.into_iter().enumerate().filter_map(|(position, row)| {
            let violations = by_row.remove(&position)?;
            Some(Quarantined {
                position,
                row,
                violations,
            })
        });
        outcome.quarantine.extend(bad);
        outcome
            .quarantine
            .sort_by_key(|quarantined| quarantined.position);
        Ok(outcome)
    }
}

/// The rows that name a row of another table that is not there, by their places.
fn dangling<R: MemTable>(base: &Catalog, name: &str, rows: &[R]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for link in base.links().filter(|link| &**link.child == name) {
        dangling_by(base, &link, rows, &mut violations);
    }
    violations.sort_by_key(|violation| violation.row);
    violations
}

fn dangling_by<R: MemTable>(
    base: &Catalog,
    link: &Link<'_>,
    rows: &[R],
    violations: &mut Vec<Violation>,
) {
    let accessors = &R::accessors();
    let any = |row| TypedRow { row, accessors };
    let parent = &base.slots[link.parent].table;
    let mut found: HashSet<Key> = HashSet::new();
    if link.parent == link.child {
        found.extend(rows.iter().filter_map(|row| key_of(&any(row), &link.to)));
    }
    for (place, row) in rows.iter().enumerate() {
        let Some(key) = key_of(&any(row), &link.from).filter(|key| !found.contains(key)) else {
            continue;
        };
        if parent.has_key(&link.to, &key) {
            found.insert(key);
        } else {
            let row: &dyn AnyRow = &any(row);
            violations.push(references::violation(R::SCHEMA, link, place, row));
        }
    }
}

/// The error on broken rules, with the broken references.
fn with_dangling(mut error: Error, dangling: Vec<Violation>) -> Error {
    if let Error::Rejected(reports) = &mut error
        && let [Report { violations, .. }] = reports.as_mut_slice()
    {
        violations.extend(dangling);
        violations.sort_by_key(|violation| violation.row);
    }
    error
}

struct Refusal {
    error: Error,
    /// The violations by the place of the row, where rows of the write are all that is to blame.
    by_row: BTreeMap<usize, Vec<Violation>>,
}

/// The error with the violations of incoming rows at their places in the write, not in the table.
fn placed(mut error: Error, (name, n_rows): (&str, usize), dangling: &[Violation]) -> Refusal {
    let mut by_row = BTreeMap::<usize, Vec<Violation>>::new();
    let Error::Rejected(reports) = &mut error else {
        return Refusal { error, by_row };
    };
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for violation in dangling.iter().rev() {
        places
            .entry(identity(violation))
            .or_default()
            .push(violation.row);
    }
    let mut only_incoming = true;
    for report in reports {
        let mut all_incoming = true;
        for violation in &mut report.violations {
            let place = places.get_mut(&identity(violation)).and_then(Vec::pop);
            match place.filter(|_| report.table == name) {
                Some(place) => {
                    violation.row = place;
                    by_row.entry(place).or_default().push(violation.clone());
                }
                None => all_incoming = false,
            }
        }
        report.violations.sort_by_key(|violation| violation.row);
        if all_incoming {
            report.n_rows = n_rows;
        }
        only_incoming &= all_incoming;
    }
    if !only_incoming {
        by_row.clear();
    }
    Refusal { error, by_row }
}

/// What is the same of a row's violation before it is written, and after.
fn identity(violation: &Violation) -> (Value, Value, Rule) {
    let key = Value::Struct(violation.key.clone());
    (key, violation.value.clone(), violation.rule.clone())
}
