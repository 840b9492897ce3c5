use memtable::{MemTable, table};

#[derive(MemTable, Clone)]
struct User {
    id: u64,
    age: Option<u8>,
}

fn main() {
    let age = 34_u8;
    let _ = table![User; { id: 1, age: age }];
}
