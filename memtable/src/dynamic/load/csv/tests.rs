#![allow(
    clippy::too_many_lines,
    reason = "cases in a row are a table, not a program"
)]

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::dynamic::load::csv::block::Block;
use crate::dynamic::load::csv::split::{Limits, Splitter};
use crate::dynamic::load::csv::{Csv, Dialect};
use crate::dynamic::load::tests::{error, rows, types};
use crate::dynamic::load::{Input, LoadError};
use crate::schema::DataType;

const DIALECT: Dialect = Dialect {
    delimiter: b',',
    quote: Some(b'"'),
};

fn loaded(csv: &Csv, text: &str) -> crate::dynamic::load::Inferred {
    csv.read(Input::from(text.as_bytes())).unwrap()
}

#[track_caller]
fn check(text: &str, expected_types: &str, expected_rows: &[&str]) {
    let loaded = loaded(&Csv::new(), text);
    assert_eq!(types(&loaded), expected_types, "{text:?}");
    assert_eq!(rows(&loaded), expected_rows, "{text:?}");
}

#[track_caller]
fn refused(csv: &Csv, bytes: &[u8], expected: &str) {
    assert_eq!(error(csv.read(Input::from(bytes))), expected);
}

#[test]
fn cells_are_read_as_what_their_column_is() {
    check(
        "id,price,zip,at\n7,1,007,2024-02-29\n8,2.5,8,\n",
        "id: int64, price: float64, zip: text, at: date?",
        &["7 1.0 007 2024-02-29", "8 2.5 8 null"],
    );
    check(
        "a,b\n9007199254740993,x\n0.5,\"\"\n",
        "a: decimal, b: text",
        &["9007199254740993.0 x", "0.5 "],
    );
    check(
        "t,d,z,o\n12:30,2024-01-02 03:04,2024-01-02T03:04Z,2024-01-02T03:04:05+02:00\n",
        "t: time, d: datetime, z: timestamp, o: timestamp_with_offset",
        &["12:30:00 2024-01-02T03:04:00 2024-01-02T03:04:00Z 2024-01-02T03:04:05+02:00"],
    );
    check(
        "d\n2024-01-02T03:04:05.123456789\n2024-01-02T03:04:05\n",
        "d: datetime",
        &["2024-01-02T03:04:05.123456789", "2024-01-02T03:04:05"],
    );
}

#[test]
fn what_is_widened_late_comes_back_as_it_was_written() {
    let mut text = "a,b,c\n".to_owned();
    for row in 0..40_000 {
        let cell = format!("{row}.50");
        let _ = writeln!(text, "{row},{cell},{row}");
    }
    text.push_str("007,n/a,0.5\n");
    let loaded = loaded(&Csv::new(), &text);
    assert_eq!(types(&loaded), "a: text, b: text, c: float64");
    let rows = rows(&loaded);
    assert_eq!(rows[39_999], "39999 39999.50 39999.0");
    assert_eq!(rows[3], "3 3.50 3.0");
    assert_eq!(rows[40_000], "007 n/a 0.5");
}

#[test]
fn quotes_line_breaks_and_marks_are_read_as_they_are_meant() {
    check("\u{feff}a,b\r\n1,2\r\n", "a: int64, b: int64", &["1 2"]);
    check("a,b\r1,2\r3,4", "a: int64, b: int64", &["1 2", "3 4"]);
    check("a\n\n1\n\n\n2\n", "a: int64", &["1", "2"]);
    check(
        "a,b\n\"x\n,y\",\"he said \"\"no\"\"\"\n",
        "a: text, b: text",
        &["x\n,y he said \"no\""],
    );
    check(
        "a,b\n5\" pipe,\"6\"\n",
        "a: text, b: int64",
        &["5\" pipe 6"],
    );
    check("a,b\n,\n", "a: null?, b: null?", &["null null"]);
    check("\"a,b\"\n\"\"\n", "a,b: text", &[""]);
    check("a\n", "a: null?", &[]);
    check("a,b", "a: null?, b: null?", &[]);
}

#[test]
fn options_change_what_is_read() {
    let csv = Csv::new().null_words(["NA", "-"]);
    let loaded_ = loaded(&csv, "a,b\nNA,\"NA\"\n5,-\n");
    assert_eq!(types(&loaded_), "a: int64?, b: text?");
    let csv = Csv::new().without_header().delimiter(b'\t');
    assert_eq!(
        types(&loaded(&csv, "1\tx\n")),
        "column_1: int64, column_2: text"
    );
    let csv = Csv::new().numbered_headers();
    let names = types(&loaded(&csv, "a,a,,a_2\n1,2,3,4\n"));
    assert_eq!(names, "a: int64, a_3: int64, column_3: int64, a_2: int64");
    let csv = Csv::new().padded();
    assert_eq!(rows(&loaded(&csv, "a,b\n1\n2,3\n")), ["1 null", "2 3"]);
    let csv = Csv::new().quoting(None);
    assert_eq!(rows(&loaded(&csv, "a,b\n\"1,2\"\n")), ["\"1 2\""]);
    let csv = Csv::new()
        .column("a", DataType::UInt8)
        .column("b", DataType::Decimal);
    let given = loaded(&csv, "a,b\n7,1.50\n8,2\n");
    assert_eq!(types(&given), "a: uint8, b: decimal");
    assert_eq!(rows(&given), ["7 1.50", "8 2.00"]);
    let csv = Csv::new().date_formats(["%d.%m.%Y", "%d.%m.%Y %H:%M"]);
    let dates = loaded(&csv, "a,b\n31.12.2024,31.12.2024 12:30\n");
    assert_eq!(types(&dates), "a: date, b: datetime");
    assert_eq!(rows(&dates), ["2024-12-31 2024-12-31T12:30:00"]);
    let csv = Csv::new().widen_dates().name("days");
    let days = loaded(&csv, "a\n2024-12-31\n2024-12-31T12:30\n");
    assert_eq!(rows(&days), ["2024-12-31T00:00:00", "2024-12-31T12:30:00"]);
    assert_eq!(days.schema.name, "days");
}

#[test]
fn bad_input_is_answered_with_its_place() {
    let csv = Csv::new();
    refused(
        &csv,
        b"",
        "the input is empty: a header was expected; `Csv::new().without_header()` needs none, but rows",
    );
    refused(
        &csv,
        b"a,b\n1,2\n\n3\n",
        "line 4, column 1: row 1 has 1 cells, and the header has 2; `padded()` takes the cells that are missing at the end of a row as nulls",
    );
    refused(
        &csv,
        b"a,b\n1,2,3\n",
        "line 2, column 1: row 0 has 3 cells, and the header has 2; is it another delimiter, or a cell with a delimiter that wants quotes?",
    );
    refused(
        &csv,
        b"a,a,\n",
        "the header has `a` more than once and has no name for column 3; `numbered_headers()` gives such columns names of their own",
    );
    refused(
        &csv,
        b"a\nok\nna\xc3\xafve \xff\n",
        "line 3, column 7: the bytes 0xff are no UTF-8",
    );
    refused(
        &csv,
        b"\xff\xfea\x00",
        "line 1, column 1: the bytes 0xff are no UTF-8; the input looks like UTF-16: convert it before",
    );
    refused(
        &csv,
        b"a,b\n1,\"x\n",
        "line 2, column 3: the cell that is quoted here is never closed; a quote within a quoted cell is written twice, and `quoting(None)` reads quotes as any character",
    );
    refused(
        &csv,
        b"a,b\n\"x\"y,2\n",
        "line 2, column 1: the cell that is quoted here goes on after its closing quote; a quote within a quoted cell is written twice, and `quoting(None)` reads quotes as any character",
    );
    refused(
        &csv.clone().column("b", DataType::Text),
        b"a\n1\n",
        "there is no column `b` to give a type; did you mean `a`? (there are `a`)",
    );
    refused(
        &csv.clone().column("a", DataType::UInt8),
        b"a\n1\n300\n",
        "line 3, column 1: row 1 has `300` in `a`, which is uint8, as it was given",
    );
    refused(
        &csv.clone().delimiter(b'"'),
        b"a\n",
        "delimiter '\"' and quote Some('\"') must be two ASCII characters, and no line breaks",
    );
    refused(
        &csv.clone().date_formats(["%Q"]),
        b"a\n",
        "`%Q` is no format of dates: see chrono's `strftime`, as in `%d.%m.%Y`",
    );
    refused(
        &csv.clone().refuse_after_sample(1),
        b"a\n1\nx\n",
        "line 3, column 1: row 1 has `x` in `a`, which is int64 by the sample; leave `refuse_after_sample` out and the column is widened",
    );
    refused(
        &csv.clone().refuse_after_sample(1),
        b"a,b\n1,2\n,3\n",
        "line 3, column 1: row 1 has `` in `a`, which is int64 by the sample; leave `refuse_after_sample` out and the column is widened",
    );
    let missing = csv.read(Input::from("no/such/file.csv"));
    assert!(error(missing).starts_with("no/such/file.csv cannot be read: "));
    let text = csv.read(Input::from("a,b\n1,2\n"));
    assert!(error(text).ends_with("; to load the text itself, pass `.as_bytes()`"));
}

#[test]
fn great_cells_and_many_columns_are_read() {
    let great = "x".repeat(3 << 20);
    let text = format!("a,b\n{great},1\n\"{great}\"\"\",2\n");
    let rows = rows(&loaded(&Csv::new(), &text));
    assert_eq!(rows[0].len(), great.len() + 2);
    assert_eq!(rows[1].len(), great.len() + 3);
    let header: Vec<String> = (0..20_000).map(|idx| format!("c{idx}")).collect();
    let cells: Vec<String> = (0..20_000).map(|idx| idx.to_string()).collect();
    let text = format!("{}\n{}\n", header.join(","), cells.join(","));
    assert_eq!(loaded(&Csv::new(), &text).schema.columns.len(), 20_000);
}

/// The cells of each row, by our splitter in blocks of so many rows.
fn split(text: &str, n_rows: usize) -> Result<Vec<Vec<String>>, LoadError> {
    let mut splitter = Splitter::new(text, DIALECT, 0);
    let mut block = Block::default();
    let mut rows = Vec::new();
    loop {
        let limits = Limits {
            n_rows,
            end: text.len(),
        };
        splitter.fill(&mut block, limits)?;
        if block.rows.is_empty() {
            return Ok(rows);
        }
        let mut cell = 0;
        for row in 0..block.rows.len() {
            let n_cells = block.n_cells_of(row);
            let cells = (cell..cell + n_cells).map(|idx| block.cell(text, idx).0.to_owned());
            rows.push(cells.collect());
            cell += n_cells;
        }
    }
}

fn split_by_csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

fn cells() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = prop_oneof![
        4 => "[a-c0-9 .]{0,4}",
        2 => "[a-c,\"\r\n é]{0,5}",
    ];
    (1_usize..4).prop_flat_map(move |n_columns| {
        proptest::collection::vec(proptest::collection::vec(cell.clone(), n_columns), 0..9)
    })
}

proptest! {
    /// `csv` gives cells for any text; ours are the same, but where a quote is out of place, which is refused.
    #[test]
    fn rows_are_split_as_csv_splits_them(text in "[ab,\"\r\n]{0,24}", n_rows in 1_usize..4) {
        if let Ok(rows) = split(&text, n_rows) {
            prop_assert_eq!(rows, split_by_csv(&text));
        }
    }

    #[test]
    fn what_csv_writes_is_read(cells in cells(), n_rows in 1_usize..4) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(split(&text, n_rows).unwrap(), cells);
    }

    #[test]
    fn no_text_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = Csv::new().padded().numbered_headers().read(Input::from(&bytes));
    }
}
