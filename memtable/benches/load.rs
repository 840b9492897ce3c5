//! Whole texts inferred and loaded, beside arrow's way of two passes: `cargo bench --bench load --features dynamic`.
//!
//! `LOAD_ROWS` is the number of rows (10^6), `LOAD_ONLY` one of `csv`, `arrow-csv`, `json`, `arrow-json`. Texts are made once, the same
//! on every machine, in the directory for temporary files. The least of three times counts; each figure is of one thread.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::cast_precision_loss, reason = "figures of three digits")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use arrow_array::RecordBatchReader;
use memtable::dynamic::load::{Csv, Json};

const ROUNDS: usize = 3;

/// Numbers without a pattern, the same on every run.
fn random(n: u64) -> u64 {
    let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 32)
}

/// The cells of an order: an integer that grows, two numbers, two words, a price, a null now and then, an instant, a bool, a
/// longer text.
fn order(id: u64) -> [(&'static str, String, bool); 10] {
    let number = random(id);
    let pick = |shift: u32, below: u64| (number >> shift) % below;
    let price = format!("{}.{:02}", pick(7, 10_000), pick(3, 100));
    let status = ["open", "paid", "sent", "lost"][usize::try_from(pick(23, 4)).unwrap_or(0)];
    let discount = match pick(17, 4) {
        0 => String::new(),
        _ => pick(19, 50).to_string(),
    };
    let instant = format!(
        "2024-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        1 + pick(11, 12),
        1 + pick(13, 28),
        pick(5, 24),
        pick(9, 60),
        pick(15, 60)
    );
    [
        ("id", id.to_string(), false),
        ("customer", pick(0, 100_000).to_string(), false),
        (
            "email",
            format!("user-{}@example.com", pick(2, 100_000)),
            true,
        ),
        ("price", price, false),
        ("pieces", pick(13, 100).to_string(), false),
        ("discount", discount, false),
        ("status", status.to_owned(), true),
        ("ordered_at", instant, true),
        ("is_paid", (pick(37, 2) == 0).to_string(), false),
        ("note", "a note that is long enough".to_owned(), true),
    ]
}

fn csv(n_rows: u64) -> String {
    let header: Vec<&str> = order(0).iter().map(|(name, _, _)| *name).collect();
    let mut text = header.join(",") + "\n";
    for id in 0..n_rows {
        let cells = order(id).map(|(_, cell, _)| cell);
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn json(n_rows: u64) -> String {
    let mut text = String::new();
    for id in 0..n_rows {
        for (nth, (name, cell, is_text)) in order(id).into_iter().enumerate() {
            let comma = if nth == 0 { '{' } else { ',' };
            let quote = if is_text { "\"" } else { "" };
            let cell = if cell.is_empty() { "null" } else { &*cell };
            let _ = write!(text, "{comma}\"{name}\":{quote}{cell}{quote}");
        }
        text.push_str("}\n");
    }
    text
}

/// The text, made once.
fn text(name: &str, n_rows: u64, make: fn(u64) -> String) -> PathBuf {
    let path = std::env::temp_dir().join(format!("memtable-orders-{n_rows}.{name}"));
    if !path.exists() && fs::write(&path, make(n_rows)).is_err() {
        println!("{} cannot be written", path.display());
    }
    path
}

fn report(name: &str, n_rows: u64, mut run: impl FnMut() -> usize) {
    let only = std::env::var("LOAD_ONLY").unwrap_or_default();
    if !only.is_empty() && only != name {
        return;
    }
    let mut least = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let n_columns = black_box(run());
        least = least.min(start.elapsed().as_secs_f64());
        assert_eq!(n_columns, 10, "{name} has found all columns");
    }
    println!("{name:<12} {:>8.1} ns a row", least * 1e9 / n_rows as f64);
}

fn arrow_csv(bytes: &[u8]) -> usize {
    let format = arrow_csv::reader::Format::default().with_header(true);
    let Ok((schema, _)) = format.infer_schema(Cursor::new(bytes), None) else {
        return 0;
    };
    let builder = arrow_csv::ReaderBuilder::new(Arc::new(schema)).with_header(true);
    let Ok(reader) = builder.with_batch_size(8192).build(Cursor::new(bytes)) else {
        return 0;
    };
    let n_columns = reader.schema().fields().len();
    let batches: Vec<_> = reader.collect();
    black_box(batches);
    n_columns
}

fn arrow_json(bytes: &[u8]) -> usize {
    let Ok((schema, _)) = arrow_json::reader::infer_json_schema(Cursor::new(bytes), None) else {
        return 0;
    };
    let builder = arrow_json::ReaderBuilder::new(Arc::new(schema)).with_batch_size(8192);
    let Ok(reader) = builder.build(Cursor::new(bytes)) else {
        return 0;
    };
    let n_columns = reader.schema().fields().len();
    let batches: Vec<_> = reader.collect();
    black_box(batches);
    n_columns
}

fn main() {
    let rows = std::env::var("LOAD_ROWS").ok();
    let n_rows = rows.and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let csv = fs::read(text("csv", n_rows, csv)).unwrap_or_default();
    let json = fs::read(text("json", n_rows, json)).unwrap_or_default();
    println!(
        "{n_rows} rows: {} bytes of CSV, {} of JSON lines",
        csv.len(),
        json.len()
    );
    let columns = |schema: &memtable::Schema| schema.columns.len();
    report("csv", n_rows, || {
        let loaded = Csv::new().load(&csv[..]);
        loaded.map_or(0, |loaded| columns(loaded.table.schema()))
    });
    report("arrow-csv", n_rows, || arrow_csv(&csv));
    report("json", n_rows, || {
        let loaded = Json::new().load(&json[..]);
        loaded.map_or(0, |loaded| columns(loaded.table.schema()))
    });
    report("arrow-json", n_rows, || arrow_json(&json));
}
