//! Six rules over each row, every violation told: the library beside a loop over bytes, one with `regex`, and two crates that
//! derive validators.

use std::hint::black_box;
use std::sync::LazyLock;

use chrono::NaiveDateTime;
use memtable::MemTable;
use regex::Regex;

use crate::operations::timed;
use crate::orders::{Order as _, keyed};

static SKU: LazyLock<Regex> = LazyLock::new(|| pattern("^SKU-[0-9]{12}$"));
/// What a browser takes for an address (WHATWG, HTML, "valid e-mail address").
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?",
        r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$"
    ))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern that compiles")
}

/// The ten columns, six of them with a rule in the words of each crate.
#[derive(MemTable, garde::Validate, validator::Validate, Clone, Debug)]
struct Order {
    #[garde(skip)]
    id: u64,
    #[memtable(range(1..=100_000))]
    #[garde(range(min = 1, max = 100_000))]
    #[validate(range(min = 1, max = 100_000))]
    customer: u32,
    #[memtable(email)]
    #[garde(email)]
    #[validate(email)]
    email: String,
    #[memtable(pattern = "^SKU-[0-9]{12}$")]
    #[garde(pattern("^SKU-[0-9]{12}$"))]
    #[validate(regex(path = *SKU))]
    sku: String,
    #[memtable(length(1..=64))]
    #[garde(length(chars, min = 1, max = 64))]
    #[validate(length(min = 1, max = 64))]
    note: String,
    #[memtable(range(1..=100))]
    #[garde(range(min = 1, max = 100))]
    #[validate(range(min = 1, max = 100))]
    quantity: u16,
    #[memtable(range(0..=1_000_000))]
    #[garde(range(min = 0, max = 1_000_000))]
    #[validate(range(min = 0, max = 1_000_000))]
    cents: i64,
    #[garde(skip)]
    status: u8,
    #[garde(skip)]
    gift: bool,
    #[garde(skip)]
    placed: NaiveDateTime,
}

/// One row in a hundred breaks two rules.
fn order(number: u64, n_rows: u64) -> Order {
    let order = keyed::Order::numbered(number, 0, n_rows);
    let is_bad = number % 100 == 99;
    Order {
        id: order.id,
        customer: order.customer % 100_000 + 1,
        email: order.email,
        sku: if is_bad { "SKU-12".into() } else { order.sku },
        note: order.note,
        quantity: if is_bad { 0 } else { order.quantity % 100 + 1 },
        cents: order.cents,
        status: order.status as u8,
        gift: order.gift,
        placed: order.placed,
    }
}

/// The time of one row in ns, and `None` for a peer that does not validate.
pub fn figure(peer: &str, n_rows: u64) -> Option<f64> {
    let count: fn(&[Order]) -> usize = match peer {
        "hand" => |rows| by_loop(rows, is_email, is_sku),
        "regex" => |rows| by_loop(rows, |text| EMAIL.is_match(text), |text| SKU.is_match(text)),
        "memtable" => |rows| {
            let reports = rows.iter().filter_map(|row| MemTable::validate(row).err());
            reports.map(|report| report.violations().len()).sum()
        },
        "garde" => |rows| {
            let reports = rows
                .iter()
                .filter_map(|row| garde::Validate::validate(row).err());
            reports.map(|report| report.iter().count()).sum()
        },
        "validator" => |rows| {
            let reports = rows
                .iter()
                .filter_map(|row| validator::Validate::validate(row).err());
            reports.map(|report| report.field_errors().len()).sum()
        },
        _ => return None,
    };
    let rows: Vec<Order> = (0..n_rows).map(|number| order(number, n_rows)).collect();
    // patterns are compiled once in the life of a program
    count(&rows[..1]);
    let mut n_violations = 0;
    let time = timed(n_rows, || n_violations = count(black_box(&rows)));
    assert_eq!(
        n_violations as u64,
        n_rows / 100 * 2,
        "{peer} sees every violation"
    );
    Some(time)
}

/// The column and the row of each violation, in a loop that a person writes.
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
    digits.is_some_and(|digits| digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b);
    let is_label = |label: &str| {
        let is_inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(is_inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty() && local.bytes().all(is_local) && domain.split('.').all(is_label)
}
