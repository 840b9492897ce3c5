use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(name = "")]
struct User {
    #[memtable(rename = " ")]
    id: u64,
}

fn main() {}
