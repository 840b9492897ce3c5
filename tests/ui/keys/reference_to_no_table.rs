use memtable::MemTable;

struct Team;

impl Team {
    const ID: u32 = 1;
}

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = Team::ID)]
    team: u32,
}

fn main() {}
