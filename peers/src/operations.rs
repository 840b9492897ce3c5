//! What is measured: each operation on each peer, from a cold heap.

use std::hint::black_box;
use std::mem;
use std::time::Instant;

use memtable::Table;

use crate::orders::{Order, Status, indexed, keyed, mix};
use crate::stores::{
    ByCustomer, Columns, Hand, IndexedWorktable, Indexmap, KeyedWorktable, Limit, Sqlite, Store,
};
use crate::validation;

/// What is done, to how many of the stores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    pub name: &'static str,
    /// What a reader of the table is told.
    pub title: &'static str,
    /// The names of the peers that have it, the measure first.
    pub peers: &'static [&'static str],
}

const STORES: &[&str] = &[
    "hand",
    "memtable",
    "indexmap",
    "multi_index_map",
    "worktable",
    "rusqlite",
];
const STORES_AND_LIMIT: &[&str] = &[
    "hand",
    "memtable",
    "indexmap",
    "multi_index_map",
    "worktable",
    "rusqlite",
    "limit",
];
const INDEXED: &[&str] = &[
    "hand",
    "memtable",
    "multi_index_map",
    "worktable",
    "rusqlite",
    "limit",
];
const VALIDATORS: &[&str] = &["hand", "memtable", "regex", "garde", "validator"];

pub const OPERATIONS: [Operation; 12] = [
    operation("append", "append an owned `Vec`", STORES_AND_LIMIT),
    operation("append_indexed", "append with a second index", INDEXED),
    operation("push", "rows one by one", STORES_AND_LIMIT),
    operation(
        "merge_tenth",
        "merge of a tenth, half of it new",
        STORES_AND_LIMIT,
    ),
    operation("merge_small", "1000 merges of 10 rows", STORES_AND_LIMIT),
    operation("lookup", "lookup by key", STORES_AND_LIMIT),
    operation("lookup_indexed", "lookup of 20 rows by the index", INDEXED),
    operation("scan", "sum under two conditions", STORES_AND_LIMIT),
    operation("snapshot_update", "snapshot, then one update", STORES),
    operation("snapshot_insert", "snapshot, then one insert", STORES),
    operation("bytes", "resident bytes", STORES_AND_LIMIT),
    operation("validate", "six rules, all violations", VALIDATORS),
];

const fn operation(
    name: &'static str,
    title: &'static str,
    peers: &'static [&'static str],
) -> Operation {
    Operation { name, title, peers }
}

/// The figure of one operation on one peer: ns per row (bytes: bytes per row), and `None` for names that are not known.
pub fn figure(operation: &str, peer: &str, n_rows: u64) -> Option<f64> {
    if operation == "validate" {
        return validation::figure(peer, n_rows);
    }
    let is_indexed = operation.ends_with("_indexed");
    match (is_indexed, peer) {
        (_, "limit") => limit(operation, n_rows),
        (false, "hand") => on::<Hand<keyed::Order>>(operation, n_rows),
        (true, "hand") => on::<Hand<indexed::Order>>(operation, n_rows),
        (false, "memtable") => on::<Table<keyed::Order>>(operation, n_rows),
        (true, "memtable") => on::<Table<indexed::Order>>(operation, n_rows),
        (false, "indexmap") => on::<Indexmap>(operation, n_rows),
        (false, "multi_index_map") => on::<keyed::Multi>(operation, n_rows),
        (true, "multi_index_map") => on::<indexed::Multi>(operation, n_rows),
        (false, "worktable") => on::<KeyedWorktable>(operation, n_rows),
        (true, "worktable") => on::<IndexedWorktable>(operation, n_rows),
        (false, "rusqlite") => on::<Sqlite<keyed::Order>>(operation, n_rows),
        (true, "rusqlite") => on::<Sqlite<indexed::Order>>(operation, n_rows),
        _ => None,
    }
}

fn on<S: Store>(operation: &str, n_rows: u64) -> Option<f64> {
    Some(match operation {
        "append" | "append_indexed" => append::<S>(n_rows),
        "push" => push::<S>(n_rows),
        "merge_tenth" => merge_tenth::<S>(n_rows),
        "merge_small" => merge_small::<S>(n_rows),
        "lookup" => lookup::<S>(n_rows),
        "lookup_indexed" => lookup_indexed::<S>(n_rows),
        "scan" => scan::<S>(n_rows),
        "snapshot_update" => snapshot_update::<S>(n_rows),
        "snapshot_insert" => snapshot_insert::<S>(n_rows),
        "bytes" => bytes(n_rows, || filled::<S>(n_rows)),
        _ => return None,
    })
}

fn limit(operation: &str, n_rows: u64) -> Option<f64> {
    Some(match operation {
        "append" => {
            let orders = orders::<keyed::Order>(n_rows);
            timed(n_rows, || Limit::new(orders, 0))
        }
        "append_indexed" => {
            let orders = orders::<indexed::Order>(n_rows);
            timed(n_rows, || {
                let by_customer = ByCustomer::new(&orders, n_customers(n_rows));
                (by_customer, Limit::new(orders, 0))
            })
        }
        "push" => {
            let orders = orders::<keyed::Order>(n_rows);
            let mut store = Limit::with_room_for(orders.len());
            timed(n_rows, || {
                for order in orders {
                    store.push(order);
                }
                store
            })
        }
        "merge_tenth" => {
            let batch = tenth::<Table<keyed::Order>>(n_rows);
            let mut store = Limit::new(orders(n_rows), batch.len());
            timed(n_rows / 10, || store.merge(batch))
        }
        "merge_small" => {
            let batches = small_batches::<Table<keyed::Order>>(n_rows);
            let mut store = Limit::new(orders(n_rows), 10_000);
            timed(10_000, || {
                for batch in batches {
                    store.merge(batch);
                }
            })
        }
        "lookup" => {
            let (store, ids) = (Limit::new(orders::<keyed::Order>(n_rows), 0), ids(n_rows));
            timed(n_rows, || {
                ids.iter().filter_map(|id| store.cents_of(*id)).sum::<i64>()
            })
        }
        "lookup_indexed" => {
            let orders = orders::<indexed::Order>(n_rows);
            let by_customer = ByCustomer::new(&orders, n_customers(n_rows));
            let customers = customers(n_rows);
            timed(customers.len() as u64, || {
                let cents = customers.iter().map(|c| by_customer.cents_of(&orders, *c));
                cents.sum::<i64>()
            })
        }
        "scan" => {
            let columns = Columns::new(&orders::<keyed::Order>(n_rows));
            let (quantity, status) = black_box((50, Status::Paid));
            timed(n_rows, || columns.scan(quantity, status))
        }
        "bytes" => bytes(n_rows, || orders::<keyed::Order>(n_rows)),
        _ => return None,
    })
}

fn orders<R: Order>(n_rows: u64) -> Vec<R> {
    let numbers = 0..n_rows;
    numbers
        .map(|number| R::numbered(number, 0, n_rows))
        .collect()
}

fn n_customers(n_rows: u64) -> usize {
    (n_rows / 20) as usize
}

/// The time that `work` takes, in ns per unit; what it makes is dropped after the clock has stopped.
pub fn timed<T>(units: u64, work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let made = black_box(work());
    let time = start.elapsed();
    mem::drop(made);
    time.as_nanos() as f64 / units as f64
}

fn rows<S: Store>(numbers: impl Iterator<Item = u64>, version: i64, n_rows: u64) -> Vec<S::Row> {
    numbers
        .map(|number| S::row(number, version, n_rows))
        .collect()
}

fn filled<S: Store>(n_rows: u64) -> S {
    let mut store = S::empty();
    store.append(rows::<S>(0..n_rows, 0, n_rows));
    store
}

/// Each id once, in an order that has nothing to do with that of the rows.
fn ids(n_rows: u64) -> Vec<u64> {
    let numbers = (0..n_rows).map(|n| mix(n ^ 0x5555) % n_rows);
    numbers.map(mix).collect()
}

fn append<S: Store>(n_rows: u64) -> f64 {
    let rows = rows::<S>(0..n_rows, 0, n_rows);
    let mut store = S::empty();
    timed(n_rows, || {
        store.append(rows);
        store
    })
}

fn push<S: Store>(n_rows: u64) -> f64 {
    let rows = rows::<S>(0..n_rows, 0, n_rows);
    let mut store = S::empty();
    timed(n_rows, || {
        for row in rows {
            store.push(row);
        }
        store
    })
}

/// A tenth as many rows as there are, every other one new.
fn merge_tenth<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let batch = tenth::<S>(n_rows);
    timed(n_rows / 10, || store.merge(batch))
}

fn tenth<S: Store>(n_rows: u64) -> Vec<S::Row> {
    let numbers = (0..n_rows / 10).map(|n| if n % 2 == 0 { n_rows + n } else { n * 10 });
    rows::<S>(numbers, 1, n_rows)
}

/// 1000 merges of 10 rows, every other one new.
fn merge_small<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let batches = small_batches::<S>(n_rows);
    timed(10_000, || {
        for batch in batches {
            store.merge(batch);
        }
    })
}

fn small_batches<S: Store>(n_rows: u64) -> Vec<Vec<S::Row>> {
    let numbers = (0..10_000).map(|n| {
        if n % 2 == 0 {
            n_rows + n
        } else {
            n * 7_919 % n_rows
        }
    });
    let mut rows = rows::<S>(numbers, 1, n_rows).into_iter();
    (0..1000)
        .map(|_| rows.by_ref().take(10).collect())
        .collect()
}

fn lookup<S: Store>(n_rows: u64) -> f64 {
    let (store, ids) = (filled::<S>(n_rows), ids(n_rows));
    timed(n_rows, || {
        ids.iter().filter_map(|id| store.cents_of(*id)).sum::<i64>()
    })
}

/// By customer: 20 rows at a time, one call the unit.
fn lookup_indexed<S: Store>(n_rows: u64) -> f64 {
    let (store, customers) = (filled::<S>(n_rows), customers(n_rows));
    timed(customers.len() as u64, || {
        let cents = customers.iter().map(|c| store.cents_of_customer(*c));
        cents.sum::<i64>()
    })
}

fn customers(n_rows: u64) -> Vec<u32> {
    let n_customers = n_customers(n_rows) as u64;
    let customers = (0..n_customers).map(|n| (mix(n) % n_customers) as u32);
    customers.collect()
}

fn scan<S: Store>(n_rows: u64) -> f64 {
    let store = filled::<S>(n_rows);
    let (quantity, status) = black_box((50, Status::Paid));
    timed(n_rows, || store.scan(quantity, status))
}

/// The third of three, so that the code is known to the processor, and the heap is not: the first two snapshots are kept.
fn snapshot_update<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let earlier = [3, 4].map(|part| store.snapshot_then_update(mix(n_rows / part)));
    let time = timed(1, || store.snapshot_then_update(mix(n_rows / 2)));
    mem::drop(earlier);
    time
}

/// As [`snapshot_update`].
fn snapshot_insert<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let earlier = [0, 1].map(|n| store.snapshot_then_insert(S::row(n_rows + n, 0, n_rows)));
    let row = S::row(n_rows + 2, 0, n_rows);
    let time = timed(1, || store.snapshot_then_insert(row));
    mem::drop(earlier);
    time
}

/// The memory that a row takes with its index, heap and what the allocator adds included; where the system tells (Linux).
fn bytes<T>(n_rows: u64, filled: impl FnOnce() -> T) -> f64 {
    let before = resident();
    let store = filled();
    let taken = resident() - before;
    black_box(store);
    taken / n_rows as f64
}

/// The memory of this process in bytes, of which the system counts pages of 4096.
fn resident() -> f64 {
    let counts = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = counts.split(' ').nth(1).and_then(|n| n.parse::<f64>().ok());
    pages.unwrap_or(f64::NAN) * 4096.0
}
