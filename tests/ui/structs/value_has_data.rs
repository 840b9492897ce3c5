use memtable::MemValue;

#[derive(MemValue, Clone)]
enum Plan {
    Free,
    Pro(u32),
}

fn main() {}
