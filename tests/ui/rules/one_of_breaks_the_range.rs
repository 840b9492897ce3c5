use memtable::MemTable;

#[derive(MemTable, Clone)]
struct User {
    #[memtable(range(0..=150), one_of(18, 200))]
    age: u8,
    #[memtable(one_of("ch", "swiss"), length(2))]
    country: String,
}

fn main() {}
