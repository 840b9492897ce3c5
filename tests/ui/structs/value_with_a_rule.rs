use memtable::MemValue;

#[derive(MemValue, Clone)]
struct Email(#[memtable(email)] String);

fn main() {}
