use memtable::MemTable;

const MAX: u64 = 150;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(range(max = MAX))]
    age: u32,
}

fn main() {}
