use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable()]
    id: u64,
}

fn main() {}
