use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(pattern = r"^[a-z]+(\d{2}$")]
    name: String,
}

fn main() {}
