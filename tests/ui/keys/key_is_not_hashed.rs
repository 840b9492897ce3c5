use memtable::{MemTable, MemValue};

#[derive(MemValue, Clone)]
struct Name(String);

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    name: Name,
}

fn main() {}
