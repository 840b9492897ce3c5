use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(primary_key(day, price))]
struct Quote {
    day: u32,
    price: f64,
}

fn main() {}
