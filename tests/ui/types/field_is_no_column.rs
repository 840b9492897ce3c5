use std::thread::Thread;

use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    worker: Thread,
}

fn main() {}
