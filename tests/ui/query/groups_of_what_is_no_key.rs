use memtable::query::count;
use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    score: f64,
}

#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u64,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.group_by((User::ID, User::SCORE)).aggregate(count()).len();
    let _ = users.group_by(Team::ID).aggregate(count()).len();
    let _ = users.group_by(3).aggregate(count()).len();
}
