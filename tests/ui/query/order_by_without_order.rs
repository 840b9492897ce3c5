use memtable::{MemTable, MemValue};

#[derive(MemValue, Clone)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone)]
struct Account {
    plan: Plan,
}

fn main() {
    let _ = Account::PLAN.asc();
}
