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
    let mut users = Table::<User>::new();
    let _ = users.update_where(User::ID.eq(1)).set_with(User::AGE, |user| user.id).run();
}
