use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(index(ordered))]
    age: u8,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.range_by(User::AGE, "a".."b");
}
