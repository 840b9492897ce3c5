use memtable::MemTable;

#[derive(MemTable, Clone)]
enum User {
    Known,
    Unknown,
}

fn main() {}
