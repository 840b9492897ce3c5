use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(range(0..=150), default = 200)]
    age: u8,
    #[memtable(one_of("free", "pro"), default = "gold")]
    plan: String,
    #[memtable(length(2..=3), default = "x")]
    country: String,
    #[memtable(range(0.0..=1.0), default = 1.5)]
    rate: f32,
}

fn main() {}
