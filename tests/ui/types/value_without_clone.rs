use memtable::{MemTable, MemValue, Table};

#[derive(MemValue, PartialEq, Eq, Hash)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(index)]
    plan: Plan,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.find_by(User::PLAN, &Plan::Pro).count();
    let _ = Plan::Free;
}
