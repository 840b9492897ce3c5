use memtable::{MemTable, Table};

#[derive(MemTable, Clone)]
struct Event {
    name: String,
}

fn main() {
    let mut events = Table::<Event>::new();
    let _ = events.merge([Event { name: "a".into() }]);
}
