//! The typed store beside a `Vec` with a hash map, and beside multi_index_map: `cargo bench -p memtable --bench store`.
//!
//! Each figure is taken in a process of its own, so that its heap is cold, in rounds of all peers in turn; the median of
//! the rounds is printed, with the ratio to the hand-written store. Arguments after `--`: the sizes in rows.

#![expect(unreachable_pub, reason = "a program of a few files")]
#![expect(
    clippy::needless_for_each,
    reason = "what is measured is one expression"
)]
#![expect(clippy::doc_markdown, reason = "multi_index_map is a name")]
#![expect(clippy::print_stdout, reason = "a program prints")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "small numbers"
)]
#![expect(clippy::cast_precision_loss, reason = "figures are rounded anyway")]

mod orders;
mod peers;

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use memtable::Table;

use crate::orders::{indexed, keyed};
use crate::peers::{Hand, Indexed, Store};

const OPERATIONS: [&str; 11] = [
    "append",
    "append_indexed",
    "push",
    "merge_tenth",
    "merge_small",
    "lookup",
    "lookup_indexed",
    "scan",
    "snapshot_write",
    "snapshot_push",
    "bytes",
];
const PEERS: [&str; 3] = ["hand", "memtable", "multi"];
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    // cargo passes `--bench` to every bench
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    if let [one, operation, peer, n_rows] = arguments.as_slice()
        && one == "--one"
    {
        println!("{}", one_figure(operation, peer, n_rows.parse()?));
        return Ok(());
    }
    let sizes: Vec<u64> = arguments
        .iter()
        .map(|size| size.parse())
        .collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() {
        SIZES.to_vec()
    } else {
        sizes
    };

    println!(
        "ns per row (snapshot_write, snapshot_push: ns per snapshot and write; bytes: resident bytes per row), median of {ROUNDS} processes"
    );
    println!(
        "{:<16}{:>10}{:>14}{:>14}{:>14}{:>10}{:>10}",
        "", "rows", "hand", "memtable", "multi", "memtable", "multi"
    );
    for operation in OPERATIONS {
        for &n_rows in &sizes {
            let [hand, memtable, multi] = medians(operation, n_rows)?;
            println!(
                "{operation:<16}{n_rows:>10}{hand:>14.1}{memtable:>14.1}{multi:>14.1}{:>9.2}x{:>9.2}x",
                memtable / hand,
                multi / hand
            );
        }
    }
    Ok(())
}

fn medians(operation: &str, n_rows: u64) -> Result<[f64; 3], Box<dyn Error>> {
    let mut figures = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        for (peer, figures) in PEERS.iter().zip(&mut figures) {
            let mut process = Command::new(env::current_exe()?);
            let output = process
                .args(["--one", operation, peer, &n_rows.to_string()])
                .output()?;
            let figure = String::from_utf8(output.stdout)?;
            figures.push(figure.trim().parse::<f64>().map_err(|_| {
                format!(
                    "{operation} of {peer}: {}",
                    String::from_utf8_lossy(&output.stderr)
                )
            })?);
        }
    }
    Ok(figures.map(|figures| median(figures.into_iter())))
}

fn one_figure(operation: &str, peer: &str, n_rows: u64) -> f64 {
    match (operation, peer) {
        ("append_indexed", "hand") => append::<Hand<indexed::Order>>(n_rows),
        ("append_indexed", "memtable") => append::<Table<indexed::Order>>(n_rows),
        ("append_indexed", _) => append::<indexed::Multi>(n_rows),
        ("lookup_indexed", "hand") => lookup_indexed::<Hand<indexed::Order>>(n_rows),
        ("lookup_indexed", "memtable") => lookup_indexed::<Table<indexed::Order>>(n_rows),
        ("lookup_indexed", _) => lookup_indexed::<indexed::Multi>(n_rows),
        (_, "hand") => keyed_figure::<Hand<keyed::Order>>(operation, n_rows),
        (_, "memtable") => keyed_figure::<Table<keyed::Order>>(operation, n_rows),
        (_, _) => keyed_figure::<keyed::Multi>(operation, n_rows),
    }
}

fn keyed_figure<S: Store>(operation: &str, n_rows: u64) -> f64 {
    match operation {
        "append" => append::<S>(n_rows),
        "push" => push::<S>(n_rows),
        "merge_tenth" => merge_tenth::<S>(n_rows),
        "merge_small" => merge_small::<S>(n_rows),
        "lookup" => lookup::<S>(n_rows),
        "scan" => scan::<S>(n_rows),
        "bytes" => bytes::<S>(n_rows),
        "snapshot_push" => snapshot_push::<S>(n_rows),
        _ => snapshot_write::<S>(n_rows),
    }
}

/// The time that `work` takes, in ns per unit.
fn timed<T>(units: u64, work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_nanos() as f64 / units as f64
}

fn rows<S: Store>(numbers: impl Iterator<Item = u64>, n_rows: u64) -> Vec<S::Row> {
    numbers.map(|number| S::order(number, 0, n_rows)).collect()
}

fn filled<S: Store>(n_rows: u64) -> S {
    let mut store = S::empty();
    store.append(rows::<S>(0..n_rows, n_rows));
    store
}

fn append<S: Store>(n_rows: u64) -> f64 {
    let rows = rows::<S>(0..n_rows, n_rows);
    let mut store = S::empty();
    let time = timed(n_rows, || store.append(rows));
    assert_eq!(store.len() as u64, n_rows);
    time
}

fn push<S: Store>(n_rows: u64) -> f64 {
    let rows = rows::<S>(0..n_rows, n_rows);
    let mut store = S::empty();
    timed(n_rows, || rows.into_iter().for_each(|row| store.push(row)))
}

/// A tenth as many rows as there are, every other one new.
fn merge_tenth<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let numbers = (0..n_rows / 10).map(|n| if n % 2 == 0 { n_rows + n } else { n * 10 });
    let batch = changed::<S>(numbers, n_rows);
    timed(n_rows / 10, || store.merge(batch))
}

/// 1000 merges of 10 rows, every other one new.
fn merge_small<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let numbers = (0..10_000).map(|n| {
        if n % 2 == 0 {
            n_rows + n
        } else {
            n * 7_919 % n_rows
        }
    });
    let rows = changed::<S>(numbers, n_rows);
    let mut rows = rows.into_iter();
    let batches: Vec<Vec<S::Row>> = (0..1000)
        .map(|_| rows.by_ref().take(10).collect())
        .collect();
    timed(10_000, || {
        batches.into_iter().for_each(|batch| store.merge(batch));
    })
}

/// Rows with these numbers' keys, of which the stored ones differ.
fn changed<S: Store>(numbers: impl Iterator<Item = u64>, n_rows: u64) -> Vec<S::Row> {
    numbers.map(|number| S::order(number, 1, n_rows)).collect()
}

fn lookup<S: Store>(n_rows: u64) -> f64 {
    let store = filled::<S>(n_rows);
    let ids: Vec<u64> = (0..n_rows)
        .map(|n| orders::mix(orders::mix(n ^ 0x5555) % n_rows))
        .collect();
    timed(n_rows, || {
        ids.iter().filter_map(|id| store.cents_of(*id)).sum::<i64>()
    })
}

/// By customer: 20 rows at a time.
fn lookup_indexed<S: Indexed>(n_rows: u64) -> f64 {
    let store = filled::<S>(n_rows);
    let n_customers = n_rows / 20;
    let customers = (0..n_customers).map(|n| (orders::mix(n) % n_customers) as u32);
    let customers: Vec<u32> = customers.collect();
    timed(n_customers, || {
        customers
            .iter()
            .map(|c| store.cents_of_customer(*c))
            .sum::<i64>()
    })
}

fn scan<S: Store>(n_rows: u64) -> f64 {
    let store = filled::<S>(n_rows);
    timed(n_rows, || store.scan())
}

/// The median of a few, each with another row: the first one of a process loads the code too, which takes longer than to
/// copy a few rows.
fn snapshot_write<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    median((1..=5).map(|n| timed(1, || store.snapshot_then_write(orders::mix(n_rows / 6 * n)))))
}

/// As [`snapshot_write`], with a new row each.
fn snapshot_push<S: Store>(n_rows: u64) -> f64 {
    let mut store = filled::<S>(n_rows);
    let rows = rows::<S>(n_rows..n_rows + 5, n_rows).into_iter();
    median(rows.map(|row| timed(1, || store.snapshot_then_push(row))))
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The memory that a row takes with its index, heap and what the allocator adds included; where the system tells (Linux).
fn bytes<S: Store>(n_rows: u64) -> f64 {
    let before = resident();
    let store = filled::<S>(n_rows);
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
