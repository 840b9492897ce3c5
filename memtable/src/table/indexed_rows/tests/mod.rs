mod buckets;
mod model;
mod properties;
mod spine;
mod storage;
mod unique;

use std::cell::Cell;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use proptest::prelude::*;

use super::{Change, IndexedRows};
use crate::record::{KeyKind, KeySpec};

pub(super) const ID: usize = 0;
pub(super) const CODE: usize = 1;
pub(super) const GROUP: usize = 2;
pub(super) const RANK: usize = 3;

/// A row whose own code panics when it is told to, and counts its clones.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) code: Option<u8>,
    pub(super) group: u16,
    pub(super) rank: Option<i8>,
    pub(super) note: u32,
}

thread_local! {
    static FUSE: Cell<Option<u32>> = const { Cell::new(None) };
    static N_CLONES: Cell<usize> = const { Cell::new(0) };
}

/// What the rows' code panics with.
#[derive(Debug)]
pub(super) struct FuseBurnt;

/// Lets the rows' code panic after so many calls; `None` never.
pub(super) fn set_fuse(n_calls: Option<u32>) {
    FUSE.set(n_calls);
}

fn burn() {
    match FUSE.get() {
        Some(0) => {
            FUSE.set(None);
            std::panic::resume_unwind(Box::new(FuseBurnt));
        }
        Some(n) => FUSE.set(Some(n - 1)),
        None => {}
    }
}

pub(super) fn count_clones(run: impl FnOnce()) -> usize {
    let before = N_CLONES.get();
    run();
    N_CLONES.get() - before
}

impl Clone for Row {
    fn clone(&self) -> Self {
        burn();
        N_CLONES.set(N_CLONES.get() + 1);
        Row {
            id: self.id.clone(),
            ..*self
        }
    }
}

fn hash_of<T: Hash>(value: T, state: &impl BuildHasher) -> u64 {
    burn();
    state.hash_one(value)
}

fn burning<T>(value: T) -> T {
    burn();
    value
}

pub(super) fn keys() -> Arc<[KeySpec<Row>]> {
    let spec = |kind, columns| KeySpec::<Row> {
        kind,
        columns,
        hash: |row, state| Some(hash_of(&row.id, state)),
        hash_values: |_, _| None,
        same: |left, right| burning(left.id == right.id),
        cmp: None,
    };
    Arc::new([
        spec(KeyKind::Primary, &[0]),
        KeySpec {
            hash: |row, state| row.code.map(|code| hash_of(code, state)),
            same: |left, right| burning(left.code.is_some() && left.code == right.code),
            ..spec(KeyKind::Unique, &[1])
        },
        KeySpec {
            hash: |row, state| Some(hash_of(row.group, state)),
            same: |left, right| burning(left.group == right.group),
            ..spec(KeyKind::Index, &[2])
        },
        KeySpec {
            hash: |row, state| row.rank.map(|rank| hash_of(rank, state)),
            same: |left, right| burning(left.rank.is_some() && left.rank == right.rank),
            cmp: Some(|left, right| burning(left.rank.cmp(&right.rank))),
            ..spec(KeyKind::OrderedIndex, &[3])
        },
    ])
}

pub(super) fn row(n: u32) -> Row {
    Row {
        id: format!("row {n}"),
        code: None,
        group: 0,
        rank: None,
        note: n,
    }
}

pub(super) fn rows(numbers: std::ops::Range<u32>) -> Vec<Row> {
    numbers.map(row).collect()
}

#[track_caller]
pub(super) fn table_of(rows: Vec<Row>) -> IndexedRows<Row> {
    let mut table = IndexedRows::new(keys());
    assert!(table.append(rows).is_ok());
    table.verify().unwrap();
    table
}

pub(super) fn deleting(table: &IndexedRows<Row>, goes: impl Fn(&Row) -> bool) -> Change<Row> {
    let deletes = table
        .iter_ids()
        .filter(|(_, row)| goes(row))
        .map(|(id, _)| id);
    Change::deleting(deletes.collect())
}

pub(super) fn updating(
    table: &IndexedRows<Row>,
    changes: impl Fn(&Row) -> bool,
    to: impl Fn(&mut Row),
) -> Change<Row> {
    let updated = |(id, row): (_, &Row)| {
        let mut row = row.clone();
        to(&mut row);
        (id, row)
    };
    let picked = table.iter_ids().filter(|(_, row)| changes(row));
    Change::updating(picked.map(updated).collect())
}

/// Hashes of which many belong in one bucket, of a table of any size, or in one part, and some are the same.
fn a_hash() -> impl Strategy<Value = u64> {
    prop_oneof![
        2 => 0_u64..4,
        2 => (0_u64..40).prop_map(|n| n << 12),
        3 => (0_u64..100).prop_map(|n| n << 16),
        3 => (0_u64..100).prop_map(|n| (n << 16) + 1),
        3 => any::<u64>(),
    ]
}
