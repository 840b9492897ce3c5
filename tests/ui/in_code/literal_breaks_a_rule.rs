use memtable::{MemTable, table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(length(1..=20))]
    name: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
}

fn main() {
    let _ = table![User;
        { id: 1, name: "Ann", age: 212 },
        { id: 2, name: "", age: 34 },
        { id: 1, name: "Chi" },
        { id: -1, name: 7, age: "x" },
    ];
}
