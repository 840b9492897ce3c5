use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(skip)]
    id: u64,
}

fn main() {}
