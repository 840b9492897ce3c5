use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(custom = short)]
    name: u32,
}

fn short(name: &str) -> Result<(), String> {
    Err(name.to_owned())
}

fn main() {}
