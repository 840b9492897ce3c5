use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(primary_key(id, id))]
struct User {
    id: u64,
}

fn main() {}
