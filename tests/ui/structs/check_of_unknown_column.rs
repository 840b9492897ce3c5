use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(agee < 150, "too old"))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
