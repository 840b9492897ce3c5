use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(inner(length(1..=5)))]
    name: String,
}

fn main() {}
