use memtable::MemValue;

#[derive(MemValue, Clone)]
enum Plan {
    Free,
    #[memtable(rename = "Free")]
    Pro,
}

fn main() {}
