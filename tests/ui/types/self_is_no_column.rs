use memtable::MemTable;

#[derive(MemTable, Clone)]
struct Node {
    id: u64,
    next: Option<Box<Self>>,
}

fn main() {}
