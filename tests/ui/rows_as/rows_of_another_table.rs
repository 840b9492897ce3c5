use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct RawUser {
    id: u64,
}

#[derive(MemTable, Clone)]
struct User {
    id: u64,
}

fn main() {
    let raw = Table::<RawUser>::new();
    let mut users = Table::<User>::new();
    let _ = users.append(raw.iter().cloned());
}
