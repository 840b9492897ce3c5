use memtable::MemTable;
use memtable::connect::{RowsSource, Source};

#[derive(MemTable, Clone)]
struct Sensor {
    id: u32,
}

fn main() {
    let sensors = RowsSource::new([Sensor { id: 7 }]);
    let _ids = sensors.map(|sensor| sensor.id);
}
