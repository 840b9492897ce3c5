//! The typed store alone, operation by operation: `cargo bench -p memtable --bench store`.
//!
//! One heap for all of it, as divan measures: what the operations cost once the allocator has its pages. From a cold heap, and
//! beside other stores, they are measured by `cargo run --release -p memtable-peers`.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "small numbers"
)]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use memtable::{MemTable, Table};

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];

/// What operations that do not follow the size of the table take: rows of a batch, reads of a round.
const FEW: u64 = 1_000;

/// An order of eight columns, two of which are looked up.
#[derive(MemTable, Clone)]
struct Order {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(index)]
    customer: u32,
    #[memtable(email)]
    email: String,
    #[memtable(length(1..=64))]
    note: String,
    #[memtable(range(0..=99))]
    quantity: u16,
    cents: i64,
    is_paid: bool,
    is_gift: bool,
}

fn main() {
    divan::main();
}

/// Scatters numbers, each to one of its own.
fn mix(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The order of this number, in a table of as many rows: a customer has 20.
fn order(number: u64, n_rows: u64) -> Order {
    let mixed = mix(number);
    Order {
        id: mixed,
        customer: (mixed % (n_rows / 20).max(1)) as u32,
        email: format!("customer.{:08}@example.com", mixed % 100_000_000),
        note: format!("leave it at the door no. {}, please", mixed >> 40),
        quantity: (mixed % 100) as u16,
        cents: (mixed % 1_000_000) as i64,
        is_paid: mixed.is_multiple_of(3),
        is_gift: mixed.is_multiple_of(7),
    }
}

fn orders(numbers: impl IntoIterator<Item = u64>, n_rows: u64) -> Vec<Order> {
    (numbers.into_iter().map(|number| order(number, n_rows))).collect()
}

fn table(n_rows: u64) -> Table<Order> {
    let filled = Table::from_rows(orders(0..n_rows, n_rows));
    filled.unwrap_or_default()
}

/// A batch of which every other row is new.
fn batch(n_batch: u64, n_rows: u64) -> Vec<Order> {
    let number = |n: u64| {
        if n.is_multiple_of(2) {
            n_rows + n
        } else {
            mix(n) % n_rows
        }
    };
    let mut rows = orders((0..n_batch).map(number), n_rows);
    rows.sort_by_key(|order| order.id);
    rows.dedup_by_key(|order| order.id);
    rows
}

#[divan::bench(args = SIZES, max_time = 3)]
fn append(bencher: Bencher<'_, '_>, n_rows: u64) {
    bencher
        .counter(ItemsCount::new(n_rows))
        .with_inputs(|| orders(0..n_rows, n_rows))
        .bench_values(|rows| Table::from_rows(rows).map(|table| table.len()));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn insert_one_by_one(bencher: Bencher<'_, '_>, n_rows: u64) {
    bencher
        .counter(ItemsCount::new(n_rows))
        .with_inputs(|| orders(0..n_rows, n_rows))
        .bench_values(|rows| {
            let mut table = Table::new();
            let n_in = rows.into_iter().filter_map(|row| table.insert(row).ok());
            (n_in.count(), table)
        });
}

#[divan::bench(args = SIZES, max_time = 3)]
fn merge_of_a_tenth(bencher: Bencher<'_, '_>, n_rows: u64) {
    let filled = table(n_rows);
    bencher
        .counter(ItemsCount::new(n_rows / 10))
        .with_inputs(|| {
            (
                Table::from_rows(filled.iter().cloned()),
                batch(n_rows / 10, n_rows),
            )
        })
        .bench_values(|(table, rows)| table.map(|mut table| (table.merge(rows).is_ok(), table)));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn merge_of_ten(bencher: Bencher<'_, '_>, n_rows: u64) {
    let mut filled = table(n_rows);
    bencher
        .counter(ItemsCount::new(10_u64))
        .with_inputs(|| batch(10, n_rows))
        .bench_local_values(|rows| filled.merge(rows).is_ok());
}

#[divan::bench(args = SIZES, max_time = 3)]
fn get(bencher: Bencher<'_, '_>, n_rows: u64) {
    let filled = table(n_rows);
    let ids: Vec<u64> = (0..FEW).map(|n| mix(mix(n) % n_rows)).collect();
    bencher.counter(ItemsCount::new(FEW)).bench(|| {
        let found = ids.iter().filter_map(|id| filled.get(id));
        found.map(|order| order.cents).sum::<i64>()
    });
}

#[divan::bench(args = SIZES, max_time = 3)]
fn find_by_index(bencher: Bencher<'_, '_>, n_rows: u64) {
    let filled = table(n_rows);
    let n_customers = n_rows / 20;
    let customers: Vec<u32> = (0..FEW).map(|n| (mix(n) % n_customers) as u32).collect();
    bencher.counter(ItemsCount::new(FEW)).bench(|| {
        let found = (customers.iter()).flat_map(|it| filled.find_by(Order::CUSTOMER, it));
        found.map(|order| order.cents).sum::<i64>()
    });
}

#[divan::bench(args = SIZES, max_time = 3)]
fn sum_under_two_conditions(bencher: Bencher<'_, '_>, n_rows: u64) {
    let filled = table(n_rows);
    bencher.counter(ItemsCount::new(n_rows)).bench(|| {
        let many = Order::QUANTITY.ge(black_box(50));
        filled
            .filter(many.and(Order::IS_PAID.eq(true)))
            .sum(Order::CENTS)
    });
}

#[divan::bench(args = SIZES, max_time = 3)]
fn snapshot_then_update(bencher: Bencher<'_, '_>, n_rows: u64) {
    let mut filled = table(n_rows);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let before = filled.snapshot();
        let is_done = filled.update(&mix(mix(number) % n_rows), |order| order.cents += 1);
        (before, is_done.is_ok())
    });
}

#[divan::bench(args = SIZES, max_time = 3)]
fn validate(bencher: Bencher<'_, '_>, n_rows: u64) {
    let rows = orders(0..n_rows, n_rows);
    bencher
        .counter(ItemsCount::new(n_rows))
        .bench(|| rows.iter().filter(|order| order.validate().is_ok()).count());
}
