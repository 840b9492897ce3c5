use memtable::MemTable;

#[derive(MemTable)]
struct User {
    #[memtable(primary_key)]
    id: u64,
}

fn main() {}
