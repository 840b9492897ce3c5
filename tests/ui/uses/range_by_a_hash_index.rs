use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(index)]
    age: u32,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.range_by(User::AGE, 3..);
}
