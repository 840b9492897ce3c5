use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User(u64, String);

fn main() {}
