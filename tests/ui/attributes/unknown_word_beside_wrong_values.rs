use memtable::{MemTable, table};

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(defualt = 18)]
    age: u8,
    #[memtable(range(0..=9), default = 11)]
    level: u8,
    #[memtable(one_of("ch", "usa"), length(2))]
    country: String,
}

fn main() {
    let _ = table![User; { id: 1, level: 3, country: "ch" }];
}
