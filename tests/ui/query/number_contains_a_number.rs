use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    name: String,
    age: Option<u8>,
    score: f64,
    tags: Vec<String>,
}

fn main() {
    let _ = User::ID.contains(7);
}
