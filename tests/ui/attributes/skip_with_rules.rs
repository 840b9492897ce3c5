use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(skip, range(0..=150))]
    age: u32,
}

fn main() {}
