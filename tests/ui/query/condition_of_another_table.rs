use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    name: String,
    age: Option<u8>,
    score: f64,
    tags: Vec<String>,
}

#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u64,
    name: String,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.filter(Team::ID.eq(1)).count();
}
