use memtable::{MemTable, table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    name: String,
    age: Option<u8>,
}

fn main() {
    let _ = table![User; { id: 1 }];
}
