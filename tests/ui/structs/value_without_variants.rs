use memtable::MemValue;

#[derive(MemValue, Clone)]
enum Plan {}

fn main() {}
