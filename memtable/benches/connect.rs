//! Rows through connectors and files: `cargo bench -p memtable --features full --bench connect`.
//!
//! - `copy` beside the destination's own append of the same rows, cloned as a source clones them
//! - a reader alone, and beside a writer that commits all the time, for 100 and for 1000 look-ups in each snapshot; and how much
//!   slower a table is read whose rows were all written in commits of their own
//! - CSV and JSON lines to rows, beside `csv` and `serde_json` with serde
//!
//! Each figure is the median of rounds of all peers in turn, in one process.

#![expect(clippy::print_stdout, reason = "a program prints")]
#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "small numbers, and figures that are rounded anyway"
)]

use std::error::Error;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use memtable::connect::{RowsSource, copy};
use memtable::io::{csv, json};
use memtable::store::TableHandle;
use memtable::{MemTable, MemValue, Store, Table};
use serde::{Deserialize, Serialize};

#[derive(MemValue, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Status {
    Open,
    Sent,
    Paid,
}

/// An order of ten columns, 112 bytes and about 93 more on the heap.
#[derive(MemTable, Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Order {
    #[memtable(primary_key)]
    id: u64,
    customer: u32,
    email: String,
    sku: String,
    note: String,
    quantity: u16,
    cents: i64,
    status: Status,
    gift: bool,
    placed: NaiveDateTime,
}

fn order(number: u64) -> Order {
    let mixed = number.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let start = NaiveDate::default()
        .and_hms_opt(0, 0, 0)
        .unwrap_or_default();
    Order {
        id: mixed,
        customer: (mixed >> 40) as u32,
        email: format!("customer.{:08}@example.com", mixed % 100_000_000),
        sku: format!("SKU-{:012}", mixed >> 20),
        note: format!("leave it at the door no. {:012}, please", mixed >> 24),
        quantity: (mixed % 100) as u16,
        cents: (mixed % 1_000_000) as i64,
        status: [Status::Open, Status::Sent, Status::Paid][(mixed % 3) as usize],
        gift: mixed.is_multiple_of(7),
        placed: start + TimeDelta::seconds(number as i64),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let n_rows = std::env::var("ROWS").ok().and_then(|n| n.parse().ok());
    let n_rows: u64 = n_rows.unwrap_or(1_000_000);
    let rows: Vec<Order> = (0..n_rows).map(order).collect();
    println!("{n_rows} rows, ns a row, the median of {ROUNDS}");
    let wanted = std::env::var("ONLY").unwrap_or_default();
    let parts: [(&str, Part); 3] = [("copy", copied), ("readers", readers), ("files", files)];
    for (name, part) in parts {
        if name.contains(&wanted) {
            part(&rows)?;
        }
    }
    Ok(())
}

type Part = fn(&[Order]) -> Result<(), Box<dyn Error>>;

const ROUNDS: usize = 5;

/// The nanoseconds a row of each peer: medians of rounds in which all have their turn.
fn measured<const N: usize>(
    n_rows: usize,
    mut peers: [&mut dyn FnMut() -> Duration; N],
) -> [f64; N] {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (peer, times) in peers.iter_mut().zip(&mut times) {
            times.push(peer().as_secs_f64() * 1e9 / n_rows as f64);
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    })
}

fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let answer = run();
    let elapsed = start.elapsed();
    drop(black_box(answer));
    elapsed
}

fn copied(rows: &[Order]) -> Result<(), Box<dyn Error>> {
    let source = RowsSource::new(rows.iter().cloned());
    // Once before it counts: the first of all finds a cold heap.
    copy(&source, &Store::new().create::<Order>("orders")?)?;
    let [own, through] = measured(
        rows.len(),
        [
            &mut || {
                let store = Store::new();
                let table = store.create::<Order>("orders");
                timed(|| table.map(|table| table.append(rows.iter().cloned()).map(|_| table)))
            },
            &mut || {
                let store = Store::new();
                let table = store.create::<Order>("orders");
                timed(|| table.map(|table| copy(&source, &table).map(|_| table)))
            },
        ],
    );
    println!(
        "copy            {through:>6.0}   {:>5.2} x append {own:.0}",
        through / own
    );
    Ok(())
}

/// How long is read at once, and how often: in turns, so that a machine whose speed swings is as fast for all.
const SLICE: Duration = Duration::from_millis(100);

const SLICES: usize = 31;

/// Reads for a slice of time, each in a fresh snapshot: how many rows were read in a second.
fn reads(store: &Store, ids: &[u64], read: Read) -> Result<f64, memtable::Error> {
    let (start, mut n_reads) = (Instant::now(), 0);
    let table = store.table::<Order>("orders")?;
    while start.elapsed() < SLICE {
        let snapshot = table.snapshot()?;
        n_reads += read(&snapshot, ids, n_reads);
    }
    Ok(n_reads as f64 / start.elapsed().as_secs_f64())
}

/// What is read of a snapshot, by the number of rows that were read before: how many rows more.
type Read = fn(&Table<Order>, &[u64], usize) -> usize;

/// All over the table.
fn look_up<const N: usize>(snapshot: &Table<Order>, ids: &[u64], n_before: usize) -> usize {
    for number in n_before..n_before + N {
        black_box(snapshot.get(&ids[number % ids.len()]));
    }
    N
}

fn scan(snapshot: &Table<Order>, _ids: &[u64], _n_before: usize) -> usize {
    black_box(snapshot.query().sum(Order::CENTS));
    snapshot.len()
}

/// What the other thread does all the time, by the number of its commit.
type Commit = fn(&TableHandle<Order>, &[u64], usize) -> Result<(), memtable::Error>;

fn update(table: &TableHandle<Order>, ids: &[u64], number: usize) -> Result<(), memtable::Error> {
    let id = &ids[number % ids.len()];
    table.update(id, |order| order.cents += 1)?;
    Ok(())
}

fn insert(table: &TableHandle<Order>, ids: &[u64], number: usize) -> Result<(), memtable::Error> {
    Ok(table.insert(order((ids.len() + number) as u64))?)
}

fn readers(rows: &[Order]) -> Result<(), Box<dyn Error>> {
    let rows = &rows[..rows.len().min(100_000)];
    // In an order that a processor does not guess, as it does rows at one distance.
    let mut ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
    ids.sort_by_key(|id| (id ^ (id >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let commits: [(&str, Commit); 2] = [("updates", update), ("inserts", insert)];
    for (what, commit) in commits {
        let kinds: [(&str, Read); 3] = [
            (" 100 look-ups a snapshot", look_up::<100>),
            ("1000 look-ups a snapshot", look_up::<1000>),
            ("a sum over all rows", scan),
        ];
        for (kind, read) in kinds {
            let (store, other) = (filled(rows)?, filled(rows)?);
            let fresh = reads(&store, &ids, read)?;
            // Each row once: then a commit finds the table as all later ones do.
            let mut n_commits = rows.len();
            let (table, others) = (store.table("orders")?, other.table("orders")?);
            for number in 0..n_commits {
                commit(&table, &ids, number)?;
                commit(&others, &ids, number)?;
            }
            let (mut alone, mut beside, mut apart) = (Vec::new(), Vec::new(), Vec::new());
            let first = n_commits;
            for _ in 0..SLICES {
                let speed = reads(&store, &ids, read)?;
                for (written, ratios) in [(&store, &mut beside), (&other, &mut apart)] {
                    let reads = || reads(&store, &ids, read);
                    let (read, n) = while_written(written, &ids, (n_commits, commit), reads)?;
                    n_commits = n;
                    ratios.push(read / speed);
                }
                alone.push(speed);
            }
            for figures in [&mut alone, &mut beside, &mut apart] {
                figures.sort_by(f64::total_cmp);
            }
            let middle = SLICES / 2;
            // The second shows what two threads on this machine take from each other, though they share no table.
            println!(
                "{kind:<24}, {what}   {:>5.0}   {:.2} x its speed alone; beside a writer of another store {:.2}; \
                 {:.2} x that of a table as loaded; {:.0} commits a second",
                1e9 / alone[middle],
                beside[middle],
                apart[middle],
                alone[middle] / fresh,
                (n_commits - first) as f64 / (2 * SLICES) as f64 / SLICE.as_secs_f64(),
            );
        }
    }
    Ok(())
}

/// A store with a table of these rows.
fn filled(rows: &[Order]) -> Result<Store, Box<dyn Error>> {
    let store = Store::new();
    let table = store.create::<Order>("orders")?;
    table.append(rows.iter().cloned())?;
    Ok(store)
}

/// Reads while another thread commits to a store all the time, from a number on; and the number after the last.
fn while_written(
    written: &Store,
    ids: &[u64],
    (first, commit): (usize, Commit),
    reads: impl FnOnce() -> Result<f64, memtable::Error>,
) -> Result<(f64, usize), Box<dyn Error>> {
    let table = written.table::<Order>("orders")?;
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut number = first;
            while !is_done.load(Ordering::Relaxed) {
                commit(&table, ids, number)?;
                number += 1;
            }
            Ok::<_, memtable::Error>(number)
        });
        let read = reads();
        is_done.store(true, Ordering::Relaxed);
        let number = writer.join().map_err(|_| "the writer panicked")??;
        Ok((read?, number))
    })
}

fn files(rows: &[Order]) -> Result<(), Box<dyn Error>> {
    let table = Table::from_rows(rows.iter().cloned())?;
    let (as_csv, as_lines) = (table.to_csv(), table.to_json_lines());
    let [ours, theirs] = measured(
        rows.len(),
        [
            &mut || timed(|| csv::read::<Order>(as_csv.as_bytes())),
            &mut || timed(|| read_csv_with_serde(&as_csv)),
        ],
    );
    println!(
        "csv             {ours:>6.0}   {:>5.2} x csv with serde {theirs:.0}",
        ours / theirs
    );
    let [ours, theirs] = measured(
        rows.len(),
        [
            &mut || timed(|| json::read::<Order>(as_lines.as_bytes())),
            &mut || timed(|| read_json_with_serde(&as_lines)),
        ],
    );
    println!(
        "json lines      {ours:>6.0}   {:>5.2} x serde_json {theirs:.0}",
        ours / theirs
    );
    Ok(())
}

fn read_csv_with_serde(text: &str) -> Option<Vec<Order>> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().ok()
}

fn read_json_with_serde(text: &str) -> Option<Vec<Order>> {
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().ok()
}
