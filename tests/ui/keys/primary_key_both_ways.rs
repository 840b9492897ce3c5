use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(primary_key(id, age))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
