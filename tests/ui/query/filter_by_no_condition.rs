use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    id: u64,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.filter(true).count();
}
