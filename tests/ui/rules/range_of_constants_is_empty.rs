use memtable::MemTable;

const LEAST: u8 = 150;
const MOST: u8 = 18;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(range(LEAST..=MOST))]
    age: u8,
    #[memtable(range(0.5..=LOW))]
    share: f64,
}

const LOW: f64 = 0.25;

fn main() {}
