//! The type of a column does not depend on the order of its cells: `cargo +nightly fuzz run infer`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use memtable::dynamic::load::Csv;

fuzz_target!(|text: &str| {
    // One column, so that any line is a cell.
    let csv = Csv::new().quoting(None).delimiter(b'\t').padded();
    let cells: Vec<&str> = text.lines().filter(|line| !line.contains(['\t', '\r'])).collect();
    let infer = |cells: &[&str]| csv.infer(format!("a\n{}\n", cells.join("\n")).as_bytes());
    let (Ok((schema, _)), Ok((reversed, _))) = (
        infer(&cells),
        infer(&cells.iter().rev().copied().collect::<Vec<_>>()),
    ) else {
        return;
    };
    assert_eq!(schema.columns, reversed.columns);
});
