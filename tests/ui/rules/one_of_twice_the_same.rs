use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(one_of("a", "b", "a"))]
    name: String,
}

fn main() {}
