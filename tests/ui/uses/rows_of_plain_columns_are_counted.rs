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
    let users = Table::<User>::new();
    let _ = users.find_by(User::AGE, &3).count();
    let _ = users.range_by(User::AGE, 3..).count();
    let _ = users.find_by(Team::ID, &3).count();
    for user in users.find_by(User::AGE, &3) {
        let _ = user.age;
    }
}
