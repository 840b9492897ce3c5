use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(1 < 2, "never"))]
struct User {
    id: u64,
}

fn main() {}
