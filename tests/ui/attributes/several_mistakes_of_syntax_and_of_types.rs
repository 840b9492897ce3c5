use std::thread::Thread;

use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u64,
}

#[derive(MemTable, Clone)]
#[memtable(unique(id, nmae), check(name < age, "a name is no age"))]
struct User {
    #[memtable(primary_key)]
    id: f64,
    #[memtable(range(9..=0), email)]
    age: u32,
    #[memtable(pattern = "[a-", range(0..=9))]
    name: String,
    #[memtable(refrences = Team::ID)]
    team: u64,
    #[memtable(skpi)]
    cache: Option<Thread>,
    worker: Thread,
}

fn main() {
    let (users, teams) = (Table::<User>::new(), Table::<Team>::new());
    let _ = users.join(&teams).count();
    let _ = users.get_by(User::NAME, "ann");
    let _ = User::fixtures(1).with(User::AGE, 3).take(2).count();
}
