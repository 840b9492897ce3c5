use memtable::MemTable;

#[derive(MemTable, Clone, Copy)]
union User {
    id: u64,
    age: u32,
}

fn main() {}
