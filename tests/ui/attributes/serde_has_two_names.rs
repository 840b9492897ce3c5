use memtable::MemTable;

#[derive(MemTable, Clone, serde::Serialize)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[serde(rename(serialize = "Age", deserialize = "age"))]
    age: u32,
}

fn main() {}
