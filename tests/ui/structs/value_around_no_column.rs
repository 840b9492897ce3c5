use memtable::MemValue;

#[derive(MemValue, Clone)]
struct Worker(std::thread::Thread);

fn main() {}
