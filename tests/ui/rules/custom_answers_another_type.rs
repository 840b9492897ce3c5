use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(custom = short)]
    name: String,
}

fn short(name: &str) -> usize {
    name.len()
}

fn main() {}
