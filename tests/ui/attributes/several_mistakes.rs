use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(nam = "users", unique(id, mail))]
struct User {
    #[memtable(primary_kye)]
    id: u64,
    #[memtable(range(150..=0), emial)]
    age: u32,
    #[memtable(pattern = "[a-")]
    name: String,
}

fn main() {}
