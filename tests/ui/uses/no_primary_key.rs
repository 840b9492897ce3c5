use memtable::{Keyed, MemTable};

#[derive(MemTable, Clone)]
struct User {
    id: u64,
}

fn keyed<T: Keyed>(_: &T) {}

fn main() {
    keyed(&User { id: 1 });
}
