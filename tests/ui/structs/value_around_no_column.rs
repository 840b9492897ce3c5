use std::thread::Thread;

use memtable::MemValue;

#[derive(MemValue, Clone)]
struct Worker(Thread);

fn main() {}
