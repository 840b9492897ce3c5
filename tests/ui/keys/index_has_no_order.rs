use memtable::{MemTable, MemValue};

#[derive(MemValue, Clone, PartialEq, Eq, Hash)]
struct Name(String);

#[derive(MemTable, Clone)]
struct User {
    #[memtable(index(ordered))]
    name: Name,
}

fn main() {}
