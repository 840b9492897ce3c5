use memtable::{Keyed, MemTable, MemValue, Table};

#[derive(MemValue, Clone)]
struct Code(String);

#[derive(MemTable, Clone)]
struct User {
    name: String,
    #[memtable(primary_kye)]
    id: u64,
    #[memtable(emial, length(1..=3))]
    age: u32,
    #[memtable(unique)]
    code: Code,
    #[memtable(range(0..=300))]
    level: u8,
}

fn keyed<T: Keyed>(_: &T) {}

fn main() {
    let mut users = Table::<User>::new();
    users.get(&7).map(keyed);
    let _ = users.find_by(User::AGE, &3).count();
    let _ = users.filter(User::LEVEL.ge(3)).order_by(User::NAME.asc()).count();
    let _ = users.merge([]);
}
