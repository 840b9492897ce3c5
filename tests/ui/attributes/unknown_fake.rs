use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(fake = "frist_name")]
    name: String,
}

fn main() {}
