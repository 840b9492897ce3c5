use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(variant(old), variant(young, age = 3), variant(young, age = 4))]
struct User {
    age: u8,
}

fn main() {}
