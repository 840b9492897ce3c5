use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(range(0..=150), min = 3)]
    age: u32,
}

fn main() {}
