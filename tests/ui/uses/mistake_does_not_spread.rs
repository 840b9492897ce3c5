use memtable::{Keyed, MemTable, MemValue, Table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_kye)]
    id: u64,
    #[memtable(unique, range(9..=0))]
    age: u32,
}

fn keyed<T: Keyed>(_: &T) {}

fn main() {
    let user = User { id: 1, age: 2 };
    keyed(&user);
    let _ = (User::ID.name(), User::AGE, User::NAME, User::SCHEMA, user.to_value());
    let _ = Table::<User>::new();
}
