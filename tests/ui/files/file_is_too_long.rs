use memtable::{MemTable, fixture_file};

#[derive(MemTable, Clone)]
struct Number {
    id: u64,
}

fn main() {
    let _ = fixture_file!(Number, "fixtures/long.csv");
}
