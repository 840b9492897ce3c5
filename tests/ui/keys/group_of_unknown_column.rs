use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(unique(id, agee))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
