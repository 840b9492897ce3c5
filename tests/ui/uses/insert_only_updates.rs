use memtable::MemTable;
use memtable::write::Write;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u8,
}

fn main() {
    let _ = Write::<User>::merge().insert_only().updating(User::AGE);
}
