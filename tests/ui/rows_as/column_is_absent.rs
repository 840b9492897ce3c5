use memtable::MemTable;
use memtable::record::Fits;

#[derive(MemTable, Clone)]
struct RawUser {
    id: u64,
    e_mail: String,
}

#[derive(MemTable, Clone)]
struct User {
    id: u64,
    email: String,
    age: Option<u8>,
}

const _: () = Fits::<RawUser, User>::HOLDS;

fn main() {}
