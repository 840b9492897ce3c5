use memtable::connect::{RowsSource, copy};
use memtable::{MemTable, Store};

#[derive(MemTable, Clone)]
struct Sensor {
    id: u32,
}

#[derive(MemTable, Clone)]
struct Reading {
    id: u32,
}

fn main() {
    let readings = Store::new().create::<Reading>("readings").unwrap();
    let sensors = RowsSource::new([Sensor { id: 7 }]);
    copy(&sensors, &readings).unwrap();
}
