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

fn main() {
    let users = Table::<User>::new();
    let _ = users.query().avg(User::NAME);
}
