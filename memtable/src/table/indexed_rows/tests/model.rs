//! The same operations on a plain `Vec`, each by looking at every row.

use std::collections::BTreeSet;

use super::super::{Change, Fate, IndexedRows, KeyClash, RowId, With};
use super::{CODE, GROUP, ID, RANK, Row, keys};

/// Whether two rows share a unique key.
pub(super) fn share(left: &Row, right: &Row) -> bool {
    left.id == right.id || (left.code.is_some() && left.code == right.code)
}

pub(super) fn is_unique(rows: &[Row]) -> bool {
    let clashes = |(idx, row): (usize, &Row)| rows[..idx].iter().any(|other| share(row, other));
    !rows.iter().enumerate().any(clashes)
}

/// The rows after a change.
pub(super) fn changed(table: &IndexedRows<Row>, change: &Change<Row>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, row) in table.iter_ids() {
        let updated = change.updates().find(|(other, _)| *other == id);
        if !change.deletes.contains(&id) {
            rows.push(updated.map_or(row, |(_, updated)| updated).clone());
        }
    }
    rows.extend(change.inserts().cloned());
    rows
}

/// Without the rows that clash, a change clashes no more; and each clash is one.
#[track_caller]
pub(super) fn check_clashes(table: &IndexedRows<Row>, change: &Change<Row>, clashes: &[KeyClash]) {
    for clash in clashes {
        let other = match clash.with {
            With::Stored(id) => table.row(id),
            With::Incoming(row) => &change.rows[row],
        };
        assert!(
            (keys()[clash.key].same)(&change.rows[clash.row], other),
            "{clash:?}"
        );
        if let With::Incoming(other) = clash.with {
            // Updates are judged before inserts.
            let turn = |row: usize| (change.fates[row] == Fate::Insert, row);
            assert!(turn(other) < turn(clash.row), "{clash:?}");
        }
    }
    let refused: BTreeSet<usize> = clashes.iter().map(|clash| clash.row).collect();
    let fates = change.fates.iter().enumerate();
    let fate = |(row, fate): (usize, &Fate)| {
        if refused.contains(&row) {
            Fate::Aside
        } else {
            *fate
        }
    };
    let rest = Change {
        rows: change.rows.clone(),
        fates: fates.map(fate).collect(),
        deletes: change.deletes.clone(),
    };
    assert!(is_unique(&changed(table, &rest)));
    assert_eq!(table.clashes(&rest), []);
}

/// Everything that can be read is as in the model.
#[track_caller]
pub(super) fn check(table: &IndexedRows<Row>, model: &[Row]) {
    assert_eq!(table.verify(), Ok(()));
    assert_eq!(table.len(), model.len());
    assert!(
        table.iter().eq(model),
        "{:?} {model:?}",
        table.iter().collect::<Vec<_>>()
    );
    assert!(table.iter().rev().eq(model.iter().rev()));
    assert!(table.runs().flat_map(|(_, rows)| rows).eq(model));
    let (mut ids, mut n) = (table.iter_ids(), model.len());
    while let Some((id, row)) = if n % 3 == 0 {
        ids.next_back()
    } else {
        ids.next()
    } {
        n -= 1;
        assert_eq!(ids.len(), n);
        assert_eq!(&model[table.positions().of(id)], row);
        assert_eq!(table.find_like(ID, row), Some(id));
        let hash = (keys()[ID].hash)(row, table.state()).unwrap();
        assert!(
            table
                .get(ID, hash, |other| other.id == row.id)
                .is_some_and(|same| std::ptr::eq(same, row))
        );
        assert_eq!(table.get(ID, hash, |_| false), None);
    }
    assert_eq!(n, 0, "each row comes from one end or the other");
    check_halves(table, model);
    assert!(table.iter_ids().is_sorted_by_key(|(id, _)| id));
    check_groups(table, model);
    check_ranges(table, model);
}

/// What is left of an iterator that was read from both ends is read in one go too.
#[track_caller]
fn check_halves(table: &IndexedRows<Row>, model: &[Row]) {
    for (n_first, n_last) in [(1, 1), (2, 0), (0, 2), (model.len() / 2, 1)] {
        if n_first + n_last > model.len() {
            continue;
        }
        let mut rows = table.iter_ids();
        for _ in 0..n_first {
            rows.next();
        }
        for _ in 0..n_last {
            rows.next_back();
        }
        let left = rows.fold(Vec::new(), |mut left, (_, row)| {
            left.push(row);
            left
        });
        let wanted = &model[n_first..model.len() - n_last];
        assert!(left.into_iter().eq(wanted));
    }
}

#[track_caller]
fn check_groups(table: &IndexedRows<Row>, model: &[Row]) {
    for like in model.iter().take(5) {
        for key in [ID, CODE, GROUP, RANK] {
            let spec = &keys()[key];
            let Some(hash) = (spec.hash)(like, table.state()) else {
                continue;
            };
            let found = table.find_all(key, hash, |row| (spec.same)(row, like));
            let wanted = model.iter().filter(|row| (spec.same)(row, like));
            assert!(
                read(table, found).into_iter().eq(wanted),
                "key {key} of {like:?}"
            );
        }
    }
}

#[track_caller]
fn check_ranges(table: &IndexedRows<Row>, model: &[Row]) {
    for (low, high) in [(-3, 3), (0, 0), (2, -2), (-9, 9)] {
        let range = table.range(
            RANK,
            |row| row.rank < Some(low),
            |row| row.rank > Some(high),
        );
        let within = |row: &&Row| row.rank.is_some_and(|rank| low <= rank && rank <= high);
        let mut wanted: Vec<&Row> = model.iter().filter(within).collect();
        wanted.sort_by_key(|row| row.rank);
        assert_eq!(read(table, range.clone()), wanted);
        wanted.reverse();
        assert_eq!(read(table, range.rev()), wanted);
    }
}

fn read(table: &IndexedRows<Row>, ids: impl Iterator<Item = RowId>) -> Vec<&Row> {
    ids.map(|id| table.row(id)).collect()
}

/// What a diff does not name is the same, at the same place, in both.
#[track_caller]
pub(super) fn check_diff(new: &IndexedRows<Row>, old: &IndexedRows<Row>) {
    let diff = new.diff(old);
    let rest_of = |table: &IndexedRows<Row>, named: &[(RowId, &Row)]| -> Vec<(RowId, Row)> {
        assert!(named.is_sorted_by_key(|(id, _)| id));
        let named: BTreeSet<RowId> = named.iter().map(|(id, _)| *id).collect();
        let rest = table.iter_ids().filter(|(id, _)| !named.contains(id));
        rest.map(|(id, row)| (id, row.clone())).collect()
    };
    assert_eq!(rest_of(new, &diff.new), rest_of(old, &diff.old));
}
