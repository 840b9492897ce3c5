use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(on_delete = cascade)]
    age: u32,
}

fn main() {}
