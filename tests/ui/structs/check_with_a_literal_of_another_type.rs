use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(age < "x", "no"))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
