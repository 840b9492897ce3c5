//! Six rules over the ten-column order, every violation told, beside two loops that a person writes: one over bytes, and one with
//! `regex`. Nanoseconds a row, and the ratio to the first.
//!
//! `cargo bench -p memtable --bench validate`; ROWS sets the number of rows, PEER takes one of `hand`, `regex`, `memtable` alone.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use chrono::NaiveDateTime;
use memtable::{MemTable, MemValue};
use regex::Regex;

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Status {
    Open,
    Sent,
    Paid,
}

#[derive(MemTable, Clone, Debug)]
struct Order {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(range(1..=100_000))]
    customer: u32,
    #[memtable(email)]
    email: String,
    #[memtable(pattern = "^SKU-[0-9]{12}$")]
    sku: String,
    #[memtable(length(1..=64))]
    note: String,
    #[memtable(range(1..=100))]
    quantity: u16,
    #[memtable(range(0..=1_000_000))]
    cents: i64,
    status: Status,
    gift: bool,
    placed: NaiveDateTime,
}

/// One row in a hundred breaks two rules.
fn order(number: u64) -> Order {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8;
    let is_bad = number % 100 == 99;
    Order {
        id: number,
        customer: u32::try_from(mixed % 100_000).unwrap_or_default() + 1,
        email: format!("customer.{:08}@example.com", mixed % 100_000_000),
        sku: if is_bad {
            "SKU-12".to_owned()
        } else {
            format!("SKU-{:012}", mixed % 1_000_000_000_000)
        },
        note: format!("leave it at the door no. {:012}, please", mixed >> 24),
        quantity: if is_bad {
            0
        } else {
            u16::try_from(mixed % 100).unwrap_or_default() + 1
        },
        cents: i64::try_from(mixed % 1_000_000).unwrap_or_default(),
        status: Status::Sent,
        gift: mixed.is_multiple_of(7),
        placed: NaiveDateTime::default(),
    }
}

const PEERS: [&str; 3] = ["hand", "regex", "memtable"];

fn main() {
    let n: u32 = std::env::var("ROWS")
        .map_or(Ok(100_000), |rows| rows.parse())
        .unwrap_or(100_000);
    let only = std::env::var("PEER").unwrap_or_default();
    let rows: Vec<Order> = (0..u64::from(n)).map(order).collect();
    println!("{n} rows, the best of 20");
    let mut hand = None;
    for peer in PEERS
        .into_iter()
        .filter(|peer| only.is_empty() || only == *peer)
    {
        let time = (0..20)
            .map(|_| timed(peer, &rows))
            .fold(f64::INFINITY, f64::min)
            / f64::from(n);
        let ratio = time / *hand.get_or_insert(time);
        println!("{peer:<10} {time:>6.1} ns a row   {ratio:>5.2} x the loop over bytes");
    }
}

fn timed(peer: &str, rows: &[Order]) -> f64 {
    let start = Instant::now();
    let n_violations = count(peer, black_box(rows));
    let time = start.elapsed().as_secs_f64() * 1e9;
    assert_eq!(
        n_violations,
        rows.len() / 100 * 2,
        "{peer} tells every violation"
    );
    time
}

fn count(peer: &str, rows: &[Order]) -> usize {
    match peer {
        "hand" => by_loop(rows, is_email, is_sku),
        "regex" => by_loop(rows, |text| EMAIL.is_match(text), |text| SKU.is_match(text)),
        _ => {
            let reports = rows.iter().filter_map(|row| row.validate().err());
            reports.map(|report| report.violations().len()).sum()
        }
    }
}

static SKU: LazyLock<Regex> = LazyLock::new(|| regex("^SKU-[0-9]{12}$"));
/// What a browser takes for an address (WHATWG, HTML, "valid e-mail address").
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?",
        r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$"
    ))
});

fn regex(source: &str) -> Regex {
    Regex::new(source).expect("an expression that compiles")
}

/// The row, the column and the value of each violation.
fn by_loop(
    rows: &[Order],
    is_email: impl Fn(&str) -> bool,
    is_sku: impl Fn(&str) -> bool,
) -> usize {
    let mut violations = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        if !(1..=100_000).contains(&row.customer) {
            violations.push((position, "customer", row.customer.to_string()));
        }
        if !is_email(&row.email) {
            violations.push((position, "email", row.email.clone()));
        }
        if !is_sku(&row.sku) {
            violations.push((position, "sku", row.sku.clone()));
        }
        if !(1..=64).contains(&row.note.chars().count()) {
            violations.push((position, "note", row.note.clone()));
        }
        if !(1..=100).contains(&row.quantity) {
            violations.push((position, "quantity", row.quantity.to_string()));
        }
        if !(0..=1_000_000).contains(&row.cents) {
            violations.push((position, "cents", row.cents.to_string()));
        }
    }
    black_box(violations).len()
}

fn is_sku(text: &str) -> bool {
    let digits = text.strip_prefix("SKU-");
    digits.is_some_and(|digits| {
        digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(is_inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty() && local.bytes().all(is_local) && domain.split('.').all(is_label)
}
