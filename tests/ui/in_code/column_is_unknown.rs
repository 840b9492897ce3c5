use memtable::{MemTable, table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: Option<u8>,
}

fn main() {
    let _ = table![User; { id: 1, agee: 3 }];
}
