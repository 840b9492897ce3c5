use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(rename_all = "cammelCase")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    age: u32,
}

fn main() {}
