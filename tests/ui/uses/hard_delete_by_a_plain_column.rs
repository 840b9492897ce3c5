use memtable::MemTable;
use memtable::write::Write;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {
    let _ = Write::<User>::merge().hard_delete(User::AGE);
}
