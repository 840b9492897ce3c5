//! References between the tables of a store, kept at a commit.
//!
//! Costs follow what the commit changed: a lookup in the other table for each row that came, and for each key that went a
//! lookup in the referencing column's index; where that column has none, one visit of the referencing table for all keys
//! together.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::error::Error;
use crate::schema::{OnDelete, Rule, Schema, Value};
use crate::store::any_table::{AnyRow, Key, RowChange};
use crate::store::catalog::{Catalog, Link};
use crate::store::work::Work;
use crate::validate::{Cells, Report, Violation};

/// Deletes and unsets what references deleted rows, as `on_delete` says, and reports every reference to a row that is not
/// there then.
pub(super) fn settle(work: &mut Work) -> Result<(), Error> {
    let base = Arc::clone(&work.base);
    let links: Vec<Link<'_>> = base.links().collect();
    follow_deletes(work, &links)?;
    let mut reports = BTreeMap::new();
    for link in &links {
        let missing = missing_keys(work, link);
        if !missing.is_empty() {
            report(work, link, &missing, &mut reports);
        }
    }
    if reports.is_empty() {
        return Ok(());
    }
    let reports = reports.into_values().map(|mut report: Report| {
        report.violations.sort_by_key(|violation| violation.row);
        report
    });
    Err(Error::Rejected(reports.collect()))
}

/// Every table on the way is looked at again when it loses rows itself; rows only go, so this ends.
fn follow_deletes(work: &mut Work, links: &[Link<'_>]) -> Result<(), Error> {
    let mut changed: Vec<Arc<str>> = work.drafted().cloned().collect();
    while let Some(parent) = changed.pop() {
        for link in links.iter().filter(|link| *link.parent == parent) {
            if link.reference.on_delete == OnDelete::Restrict {
                continue;
            }
            let gone = gone_keys(work, link, Gone::Deleted);
            if gone.is_empty() {
                continue;
            }
            let child = work.draft(link.child)?;
            let followed = match link.reference.on_delete {
                OnDelete::Cascade => child.delete_keyed(&link.from, &gone),
                OnDelete::SetNull => child.unset_keyed(&link.from, &gone),
                OnDelete::Restrict => Ok(0),
            };
            let n_rows = followed.map_err(|report| Error::Rejected(vec![report]))?;
            if n_rows > 0 {
                changed.push(Arc::clone(link.child));
            }
        }
    }
    Ok(())
}

/// The keys that rows of the child name and no row of the parent has.
fn missing_keys(work: &Work, link: &Link<'_>) -> HashSet<Key> {
    let mut missing = gone_keys(work, link, Gone::DeletedOrChanged);
    let is_drafted = work.drafted().any(|name| name == link.child);
    let tables = (
        work.before(link.child),
        work.after(link.child),
        work.after(link.parent),
    );
    if let (true, (Some(before), Some(after), Some(parent))) = (is_drafted, tables) {
        let mut seen = HashSet::new();
        after.visit_changes(before, &mut |change| {
            let (RowChange::Inserted(row) | RowChange::Updated(_, row)) = change else {
                return;
            };
            if let Some(key) = key_of(row, &link.from).filter(|key| !seen.contains(key)) {
                if !parent.has_key(&link.to, &key) {
                    missing.insert(key.clone());
                }
                seen.insert(key);
            }
        });
    }
    missing
}

#[derive(Clone, Copy, PartialEq)]
enum Gone {
    Deleted,
    DeletedOrChanged,
}

/// The keys that the parent had before the commit and has no more.
fn gone_keys(work: &Work, link: &Link<'_>, gone: Gone) -> HashSet<Key> {
    let mut keys = HashSet::new();
    if !work.drafted().any(|name| name == link.parent) {
        return keys;
    }
    if let (Some(before), Some(after)) = (work.before(link.parent), work.after(link.parent)) {
        after.visit_changes(before, &mut |change| {
            let row = match change {
                RowChange::Deleted(row) => row,
                RowChange::Updated(row, _) if gone == Gone::DeletedOrChanged => row,
                RowChange::Updated(..) | RowChange::Inserted(_) => return,
            };
            keys.extend(key_of(row, &link.to).filter(|key| !after.has_key(&link.to, key)));
        });
    }
    keys
}

/// Every row of the child that names one of the keys.
fn report(
    work: &Work,
    link: &Link<'_>,
    missing: &HashSet<Key>,
    reports: &mut BTreeMap<Arc<str>, Report>,
) {
    let Some(child) = work.after(link.child) else {
        return;
    };
    let mut violations = Vec::new();
    child.visit_keyed(&link.from, missing, &mut |position, row| {
        violations.push(violation(child.schema(), link, position, row));
    });
    if violations.is_empty() {
        return;
    }
    let report = reports
        .entry(Arc::clone(link.child))
        .or_insert_with(|| Report {
            table: Cow::Owned(link.child.to_string()),
            n_rows: child.n_rows(),
            violations: Vec::new(),
        });
    report.violations.append(&mut violations);
}

pub(super) fn violation(
    schema: &Schema,
    link: &Link<'_>,
    position: usize,
    row: &dyn AnyRow,
) -> Violation {
    let mut cells: Cells = cells(schema, &link.from, row);
    let columns = cells.iter().map(|(name, _)| name.clone()).collect();
    let value = match cells.len() {
        1 => cells.remove(0).1,
        _ => Value::Struct(cells),
    };
    let key = schema
        .primary_key
        .iter()
        .filter_map(|name| schema.column_idx(name));
    let rule = Rule::References(link.reference.clone());
    Violation {
        key: self::cells(schema, &key.collect::<Vec<_>>(), row),
        ..Violation::new(position, columns, rule, value)
    }
}

fn cells(schema: &Schema, columns: &[usize], row: &dyn AnyRow) -> Cells {
    let cell = |&column: &usize| (schema.columns[column].name.clone(), row.value(column));
    columns.iter().map(cell).collect()
}

/// The key in these columns; none where one of them is null, since that references nothing.
pub(super) fn key_of(row: &dyn AnyRow, columns: &[usize]) -> Option<Key> {
    let value = |&column: &usize| Some(row.value(column)).filter(|value| !value.is_null());
    columns.iter().map(value).collect()
}

/// Whether all rows of other tables that name rows of this one find them: what is asked when the table comes.
pub(super) fn check_all(catalog: &Catalog, parent: &str) -> Result<(), Error> {
    let work = Work::new(Arc::new(catalog.clone()));
    let mut reports = BTreeMap::new();
    for link in catalog.links().filter(|link| &**link.parent == parent) {
        let (Some(child), Some(parent)) = (work.after(link.child), work.after(link.parent)) else {
            continue;
        };
        let mut missing = HashSet::new();
        child.visit_rows(&mut |row| {
            let key = key_of(row, &link.from);
            missing.extend(key.filter(|key| !parent.has_key(&link.to, key)));
        });
        report(&work, &link, &missing, &mut reports);
    }
    if reports.is_empty() {
        return Ok(());
    }
    Err(Error::Rejected(reports.into_values().collect()))
}
