use memtable::MemTable;

#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u32,
    size: u32,
}

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = Team::ID)]
    team: Option<String>,
}

fn main() {}
