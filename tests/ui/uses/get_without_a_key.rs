use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct Log {
    line: String,
}

fn main() {
    let logs = Table::<Log>::new();
    logs.get(&3);
}
