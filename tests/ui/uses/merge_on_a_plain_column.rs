use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u64,
}

fn main() {
    let mut users = Table::<User>::new();
    let _ = users.merge_on(User::AGE, [User { id: 1, age: 2 }]);
}
