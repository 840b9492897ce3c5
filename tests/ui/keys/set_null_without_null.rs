use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = User::ID, on_delete = set_null)]
    boss: u64,
}

fn main() {}
