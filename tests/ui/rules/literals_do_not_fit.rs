use memtable::MemTable;

#[derive(MemTable, Clone)]
#[memtable(check(level < 400, "a level"))]
struct User {
    #[memtable(range(-200..=100), multiple_of = 500)]
    level: i8,
    #[memtable(one_of(1, 256))]
    kind: u8,
    #[memtable(default = 70000)]
    port: u16,
    #[memtable(inner(range(0..=300)))]
    marks: Vec<u16>,
    #[memtable(inner(range(0..=70000)))]
    ports: Vec<u16>,
    #[memtable(range(0..=18_446_744_073_709_551_615))]
    large: u64,
}

fn main() {}
