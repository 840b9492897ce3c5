use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(inner(unique))]
    tags: Vec<String>,
}

fn main() {}
