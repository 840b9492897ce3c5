use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(age.pow(2) < 5, "no"))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
