use memtable::MemTable;
use memtable::record::Fits;

#[derive(MemTable, Clone)]
struct RawUser {
    id: i64,
    name: String,
    age: Option<u8>,
}

#[derive(MemTable, Clone)]
struct User {
    id: u64,
    name: String,
    age: u8,
}

const _: () = Fits::<RawUser, User>::HOLDS;

fn main() {}
