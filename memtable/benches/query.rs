//! Questions beside the loops that a person would write, as ratios: `cargo bench --bench query`.
//!
//! Each pair runs in turns, and the least time of each counts: times are noisy, and noise only adds.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::cast_precision_loss, reason = "figures of three digits")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use memtable::query::{count, sum};
use memtable::{MemTable, Table};

const ROUNDS: usize = 60;

#[derive(MemTable, Clone)]
struct Order {
    #[memtable(primary_key)]
    id: u64,
    customer: u64,
    price: u32,
    pieces: u16,
    discount: Option<u8>,
    status: String,
    city: String,
    weight: f64,
    is_paid: bool,
    note: String,
}

#[derive(MemTable, Clone)]
struct Customer {
    number: u64,
    name: String,
    credit: u32,
}

#[derive(MemTable, Clone)]
struct KeyedCustomer {
    #[memtable(primary_key)]
    number: u64,
    name: String,
    credit: u32,
}

/// Numbers without a pattern, the same on every run.
fn random(n: u64) -> u64 {
    let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 32)
}

fn order(id: u64, n_customers: u64) -> Order {
    let number = random(id);
    let pick = |shift: u32, below: u64| (number >> shift) % below;
    Order {
        id,
        customer: pick(0, n_customers),
        price: u32::try_from(pick(7, 10_000)).unwrap_or_default(),
        pieces: u16::try_from(pick(13, 100)).unwrap_or_default(),
        discount: (pick(17, 4) > 0).then(|| u8::try_from(pick(19, 50)).unwrap_or_default()),
        status: ["open", "paid", "sent", "lost"][usize::try_from(pick(23, 4)).unwrap_or_default()]
            .into(),
        city: format!("city-{}", pick(29, 500)),
        weight: f64::from(u32::try_from(pick(31, 1_000)).unwrap_or_default()) / 10.0,
        is_paid: pick(37, 2) == 0,
        note: "a note that is long enough to be on the heap".into(),
    }
}

/// The least time of each of two programs that answer the same.
fn compare<T: PartialEq>(name: &str, n: usize, by_hand: impl Fn() -> T, ours: impl Fn() -> T) {
    assert!(by_hand() == ours(), "{name}: the answers differ");
    let time = |run: &dyn Fn() -> T| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    let mut least = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        least[0] = least[0].min(time(&by_hand));
        least[1] = least[1].min(time(&ours));
    }
    let [hand, query] = least.map(|time| time.as_secs_f64() * 1e9 / n as f64);
    println!(
        "{name:<44} {hand:>8.2} {query:>8.2}   {:>5.2} x",
        query / hand
    );
}

/// What is asked: values that come at run time, in both programs.
struct Asked {
    price: u32,
    many: u32,
    pieces: u16,
    discount: u8,
    status: String,
    city: String,
}

impl Asked {
    fn new() -> Self {
        black_box(Asked {
            price: 5_000,
            many: 8_000,
            pieces: 20,
            discount: 25,
            status: "paid".into(),
            city: "7".into(),
        })
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "each figure beside the loop that it is measured against"
)]
fn scans(name: &str, rows: &[Order], table: &Table<Order>) {
    let (n, asked) = (rows.len(), &Asked::new());
    compare(
        &format!("{name}: one condition, count"),
        n,
        || rows.iter().filter(|row| row.price < asked.price).count(),
        || table.filter(Order::PRICE.lt(asked.price)).count(),
    );
    compare(
        &format!("{name}: one condition, sum"),
        n,
        || {
            let found = rows.iter().filter(|row| row.price < asked.price);
            found.map(|row| u64::from(row.price)).sum::<u64>()
        },
        || table.filter(Order::PRICE.lt(asked.price)).sum(Order::PRICE),
    );
    compare(
        &format!("{name}: no condition, sum"),
        n,
        || rows.iter().map(|row| u64::from(row.price)).sum::<u64>(),
        || table.query().sum(Order::PRICE),
    );
    compare(
        &format!("{name}: an optional column, sum"),
        n,
        || {
            let is_wanted = |discount| discount >= asked.discount;
            let found = rows
                .iter()
                .filter(|row| row.discount.is_some_and(is_wanted));
            found.map(|row| u64::from(row.price)).sum::<u64>()
        },
        || {
            let found = table.filter(Order::DISCOUNT.ge(asked.discount));
            found.sum(Order::PRICE)
        },
    );
    compare(
        &format!("{name}: four conditions, count and sum"),
        n,
        || {
            let mut answer = (0, 0_u64);
            for row in rows {
                if row.price < asked.many
                    && row.pieces >= asked.pieces
                    && row.status == asked.status
                    && row.city.ends_with(&asked.city)
                {
                    answer = (answer.0 + 1, answer.1 + u64::from(row.price));
                }
            }
            answer
        },
        || {
            let paid = Order::PRICE
                .lt(asked.many)
                .and(Order::PIECES.ge(asked.pieces))
                .and(Order::STATUS.eq(&asked.status));
            table
                .filter(paid.and(Order::CITY.ends_with(&asked.city)))
                .aggregate((count(), sum(Order::PRICE)))
        },
    );
    compare(
        &format!("{name}: for loop over the rows"),
        n,
        || {
            let mut total = 0_u64;
            for row in rows
                .iter()
                .filter(|row| row.price < asked.price && row.is_paid)
            {
                total += u64::from(row.price);
            }
            total
        },
        || {
            let mut total = 0_u64;
            let is_paid = Order::IS_PAID.eq(true);
            for row in table.filter(Order::PRICE.lt(asked.price).and(is_paid)) {
                total += u64::from(row.price);
            }
            total
        },
    );
}

fn joins(orders: &Table<Order>, n_customers: u64) {
    let customer = |number| (random(number + 1) % 1_000, format!("customer {number}"));
    let credit = |number| u32::try_from(customer(number).0).unwrap_or_default();
    let plain = (0..n_customers).map(|number| Customer {
        number,
        name: customer(number).1,
        credit: credit(number),
    });
    let plain = Table::from_rows(plain).unwrap_or_default();
    let keyed = plain.iter().map(|row| KeyedCustomer {
        number: row.number,
        name: row.name.clone(),
        credit: row.credit,
    });
    let keyed = Table::from_rows(keyed).unwrap_or_default();
    let (rows, others): (Vec<Order>, Vec<Customer>) = (
        orders.iter().cloned().collect(),
        plain.iter().cloned().collect(),
    );
    let by_hand = || {
        let mut customers: HashMap<u64, &Customer, RandomState> =
            HashMap::with_capacity_and_hasher(others.len(), RandomState::default());
        customers.extend(others.iter().map(|customer| (customer.number, customer)));
        let pairs = rows
            .iter()
            .filter_map(|order| Some((order, *customers.get(&order.customer)?)));
        pairs
            .map(|(order, customer)| u64::from(order.price) + u64::from(customer.credit))
            .sum::<u64>()
    };
    let n = rows.len();
    compare("join without an index: hash join", n, by_hand, || {
        let pairs = orders
            .join_on(&plain, Order::CUSTOMER, Customer::NUMBER)
            .into_iter();
        pairs
            .map(|(order, customer)| u64::from(order.price) + u64::from(customer.credit))
            .sum::<u64>()
    });
    compare("join by the other table's key", n, by_hand, || {
        let pairs = orders
            .join_on(&keyed, Order::CUSTOMER, KeyedCustomer::NUMBER)
            .into_iter();
        pairs
            .map(|(order, customer)| u64::from(order.price) + u64::from(customer.credit))
            .sum::<u64>()
    });
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let n: u64 = if std::env::args().any(|arg| arg == "--bench") {
        1_000_000
    } else {
        2_000
    };
    let n_customers = n / 10;
    println!("{:<44} {:>8} {:>8}", "ns per row", "by hand", "query");
    for n in [n / 10, n] {
        let rows: Vec<Order> = (0..n).map(|id| order(id, n_customers)).collect();
        let mut table = Table::from_rows(rows.clone()).unwrap_or_default();
        scans(&format!("{n} rows"), &rows, &table);

        let is_gone = |order: &Order| random(order.id + 7).is_multiple_of(10);
        let rows: Vec<Order> = rows.into_iter().filter(|row| !is_gone(row)).collect();
        table
            .delete_where(Order::ID.ge(0).and_where(is_gone))
            .unwrap_or_default();
        scans(&format!("{n} rows, a tenth deleted"), &rows, &table);
        if n == n_customers * 10 {
            joins(
                &Table::from_rows((0..n).map(|id| order(id, n_customers))).unwrap_or_default(),
                n_customers,
            );
        }
    }
}
