use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(unique(id, age))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(skip)]
    age: u32,
}

fn main() {}
