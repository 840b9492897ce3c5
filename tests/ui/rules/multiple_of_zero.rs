use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(multiple_of = 0)]
    age: u32,
}

fn main() {}
