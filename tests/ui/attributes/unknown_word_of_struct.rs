use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(nam = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
