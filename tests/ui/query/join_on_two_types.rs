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
    let (users, teams) = (Table::<User>::new(), Table::<Team>::new());
    let _ = users.join_on(&teams, User::NAME, Team::ID).count();
}
