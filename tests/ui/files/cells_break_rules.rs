use memtable::{MemTable, fixture_file};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique, length(..=20))]
    email: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
}

fn main() {
    let _ = fixture_file!(User, "fixtures/broken.csv");
}
