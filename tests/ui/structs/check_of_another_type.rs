use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(id < name, "no"))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    name: String,
}

fn main() {}
