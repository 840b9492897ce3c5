use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(inner(range(1..=5)))]
    tags: Vec<String>,
}

fn main() {}
