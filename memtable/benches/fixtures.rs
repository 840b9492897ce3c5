//! Valid fixtures beside what the `fake` crate derives for the same ten columns, in one run: nanoseconds a row, and the ratio.
//!
//! `cargo bench -p memtable --features full --bench fixtures`

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use fake::faker::address::en::CityName;
use fake::faker::internet::en::SafeEmail;
use fake::faker::name::en::Name;
use fake::{Dummy, Fake, Faker};
use memtable::fixture::Fixtures;
use memtable::{MemTable, MemValue};

#[derive(MemValue, Dummy, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Status {
    Open,
    Paid,
    Sent,
}

#[derive(MemTable, Clone, Debug)]
struct Customer {
    #[memtable(primary_key)]
    id: u32,
}

/// Ten columns: a key, a reference, a unique text, texts that look real, numbers within limits, two dates in order.
#[derive(MemTable, Clone, Debug)]
#[memtable(check(ordered <= sent, "sent after it was ordered"))]
struct Order {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = Customer::ID)]
    customer_id: u32,
    #[memtable(unique, email)]
    email: String,
    name: String,
    city: String,
    #[memtable(range(1..=99))]
    quantity: u16,
    #[memtable(range(0.0..=999.0))]
    price: f64,
    status: Status,
    ordered: NaiveDate,
    sent: Option<NaiveDate>,
}

/// The same columns as the derive of `fake` makes them: neither unique, nor in order.
#[derive(Dummy, Clone, Debug)]
#[expect(dead_code, reason = "made, and not read")]
struct FakeOrder {
    id: u64,
    customer_id: u32,
    #[dummy(faker = "SafeEmail()")]
    email: String,
    #[dummy(faker = "Name()")]
    name: String,
    #[dummy(faker = "CityName()")]
    city: String,
    #[dummy(faker = "1..=99")]
    quantity: u16,
    #[dummy(faker = "0.0..=999.0")]
    price: f64,
    status: Status,
    ordered: NaiveDate,
    sent: Option<NaiveDate>,
}

fn main() {
    let n: usize = std::env::var("ROWS")
        .ok()
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(1_000_000);
    println!("{n} rows, the best of {ROUNDS}");
    let run = |peer: &str| match peer {
        "fixtures" => drop(black_box(Order::fixtures(1).rows(n))),
        "in related tables" => {
            let fixtures = Fixtures::new(1).rows::<Customer>(1000).rows::<Order>(n);
            drop(black_box(fixtures.build()));
        }
        _ => {
            let rows: Vec<FakeOrder> = (0..n).map(|_| Faker.fake()).collect();
            drop(black_box(rows));
        }
    };
    // In turn, so that a slow moment of the machine is nobody's.
    let mut best = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        for (peer, best) in PEERS.iter().zip(&mut best) {
            *best = best.min(timed(|| run(peer)));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are small")]
    let rows = n as f64;
    for (peer, time) in PEERS.iter().zip(best) {
        let ratio = time / best[2];
        println!(
            "{peer:<18}{:>6.0} ns a row   {ratio:>5.2} x fake",
            time / rows
        );
    }
    is_valid(n);
}

const ROUNDS: usize = 5;
const PEERS: [&str; 3] = ["fixtures", "in related tables", "fake"];

/// Looks at each of the rows once more: not one breaks a rule, alone or beside the others.
fn is_valid(n: usize) {
    let made = Fixtures::new(1).rows::<Customer>(1000).rows::<Order>(n);
    let made = made.build().expect("rows by the rules");
    let (customers, orders) = (made.table::<Customer>(), made.table::<Order>());
    assert_eq!(orders.len(), n);
    orders.verify().expect("no rule is broken");
    assert!(
        orders
            .iter()
            .all(|order| customers.contains_key(&order.customer_id))
    );
    println!("not one violation in {n} rows");
}

fn timed(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64() * 1e9
}
