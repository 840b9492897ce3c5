use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(range(0..=3))]
    #[memtable(range(1..=2))]
    age: u32,
}

fn main() {}
