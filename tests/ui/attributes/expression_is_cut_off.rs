//! Each expression is missing, or ends before it is one.

use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(range(0..=))]
    id: u8,
    #[memtable(default = 1 +)]
    age: u8,
    #[memtable(one_of(1, -))]
    team: u8,
    #[memtable(range(1 +..5))]
    rank: u8,
    #[memtable(range(min = ), default = @)]
    score: u8,
}

fn main() {}
