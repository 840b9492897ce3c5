use chrono::NaiveDate;
use memtable::{MemTable, MemValue, fixture_file};

#[derive(MemValue, Clone)]
enum Plan {
    Free,
    Pro,
}

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

#[derive(MemTable, Clone)]
struct Order {
    #[memtable(range(FIRST..))]
    day: NaiveDate,
    #[memtable(one_of("a", "b"))]
    kind: String,
    plan: Plan,
    #[memtable(range(0.5..1.5))]
    rate: f64,
    #[memtable(multiple_of = 5)]
    n: i32,
    #[memtable(non_blank)]
    note: String,
    tags: Vec<String>,
}

fn main() {
    let _ = fixture_file!(Order, "fixtures/orders.csv");
}
