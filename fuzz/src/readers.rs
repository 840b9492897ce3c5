//! What must hold of any input: the targets of the fuzzer, which an ordinary test runs too.

use memtable::dynamic::load::{Csv, Json, OnMixed};

/// Any bytes are loaded as CSV, or refused.
pub(crate) fn csv(bytes: &[u8]) {
    if let Ok(loaded) = Csv::new().load(bytes) {
        let names = loaded.table.schema().columns.iter();
        assert!(
            names
                .map(|column| &column.name)
                .all(|name| !name.is_empty())
        );
        loaded.table.verify().expect("what is loaded is whole");
    }
    let _ = Csv::new()
        .padded()
        .numbered_headers()
        .null_words(["NA"])
        .load(bytes);
    let _ = Csv::new()
        .without_header()
        .delimiter(b';')
        .quoting(None)
        .load(bytes);
    let _ = Csv::new().refuse_after_sample(1).load(bytes);
}

/// Any bytes are loaded as JSON, or refused.
pub(crate) fn json(bytes: &[u8]) {
    if let Ok(loaded) = Json::new().load(bytes) {
        loaded.table.verify().expect("what is loaded is whole");
    }
    let text = Json::new().on_mixed(OnMixed::Text);
    let _ = text.refuse_after_sample(1).load(bytes);
    let _ = Json::new()
        .on_mixed(OnMixed::Refuse)
        .rows_at("/a")
        .load(bytes);
}

/// The type of a column does not depend on the order of its cells.
pub(crate) fn infer(text: &str) {
    // One column, so that any line is a cell.
    let csv = Csv::new().quoting(None).delimiter(b'\t').padded();
    let is_cell = |line: &&str| !line.contains(['\t', '\r']);
    let cells: Vec<&str> = text.lines().filter(is_cell).collect();
    let reversed: Vec<&str> = cells.iter().rev().copied().collect();
    let infer = |cells: &[&str]| {
        let text = format!("a\n{}\n", cells.join("\n"));
        let inferred = csv.infer(text.as_bytes());
        inferred.ok().map(|(schema, _)| schema.columns)
    };
    assert_eq!(infer(&cells), infer(&reversed));
}
