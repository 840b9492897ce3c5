use memtable::MemValue;

#[derive(MemValue, Clone)]
struct Point {
    x: u32,
    y: u32,
}

fn main() {}
