use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(id > 2, ""))]
struct User {
    id: u64,
}

fn main() {}
