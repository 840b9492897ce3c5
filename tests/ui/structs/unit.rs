use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User;

fn main() {}
