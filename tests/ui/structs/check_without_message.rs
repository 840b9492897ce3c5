use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(age < 3))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
