//! Any bytes are loaded as CSV, or refused: `cargo +nightly fuzz run csv`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use memtable::dynamic::load::Csv;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(loaded) = Csv::new().load(bytes) {
        let names = loaded.table.schema().columns.iter();
        assert!(names.map(|column| &column.name).all(|name| !name.is_empty()));
    }
    let _ = Csv::new().padded().numbered_headers().null_words(["NA"]).load(bytes);
    let _ = Csv::new().without_header().delimiter(b';').quoting(None).load(bytes);
    let _ = Csv::new().refuse_after_sample(1).load(bytes);
});
