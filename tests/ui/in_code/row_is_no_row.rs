use memtable::{MemTable, table};

#[derive(MemTable, Clone)]
struct User {
    id: u64,
}

fn main() {
    let _ = table![User; (1)];
}
