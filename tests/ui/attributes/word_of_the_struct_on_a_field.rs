use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(check(age < 3, "too old"))]
    age: u32,
}

fn main() {}
