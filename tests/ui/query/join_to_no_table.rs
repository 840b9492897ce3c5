use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = User::ID)]
    boss: Option<u64>,
}

fn main() {
    let users = Table::<User>::new();
    let _ = users.join(&3).count();
}
