use std::thread::Thread;

use memtable::MemTable;

#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u64,
}

#[derive(MemTable, Clone)]
#[memtable(check(checked < 3, "a thread is no number"))]
struct User {
    #[memtable(primary_key)]
    key: Thread,
    #[memtable(index(ordered))]
    indexed: Thread,
    #[memtable(custom = accepts)]
    custom: Thread,
    #[memtable(references = Team::ID)]
    reference: Thread,
    #[memtable(inner(length(1..)))]
    list: Thread,
    #[memtable(email, range(1..=3))]
    text: Thread,
    checked: Thread,
}

fn accepts(_: &Thread) -> Result<(), String> {
    Ok(())
}

fn main() {}
