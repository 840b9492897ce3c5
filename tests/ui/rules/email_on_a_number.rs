use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(email)]
    age: u32,
}

fn main() {}
