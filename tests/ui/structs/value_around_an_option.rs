use memtable::MemValue;

#[derive(MemValue, Clone)]
struct Age(Option<u8>);

fn main() {}
