//! The functions that the fuzzer runs, on texts that were nearly right: with bytes flipped, cut out, put in, and said twice.
//!
//! `PROPTEST_CASES` says how many each is given; `cargo fuzz` looks for more: see CONTRIBUTING.md.

#[path = "../fuzz/src/parquet.rs"]
mod parquet;
#[path = "../fuzz/src/readers.rs"]
mod readers;

use memtable::dynamic::DynTable;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const CSV: &[&str] = &[
    "id,name,at\n1,ann,2024-02-29\n2,\"b,\"\"ob\",\n",
    "a;b\r\n1;2\r\n'x';\r\n",
    "\u{feff}a,b,a\n,,\n1e400,0x10,NaN\n-0,007,+5\n",
    "a\n9223372036854775807\n18446744073709551616\n0.1\n",
    "when\n2024-02-29T12:30:05Z\n2024-02-29 12:30\n24:00\n",
];

const JSON: &[&str] = &[
    "{\"id\": 1, \"tags\": [\"a\", null], \"home\": {\"zip\": 3000}}\n{\"id\": 2.5, \"home\": null}\n",
    "[{\"a\": true}, {\"a\": \"x\\u00e9\\n\"}, {\"b\": -1.5e3}]",
    "{\"a\": [{\"x\": 1}, {\"x\": [[]]}], \"b\": {}}",
    "{\"at\": \"2024-02-29\"}\n{\"at\": \"2024-02-30\", \"n\": 18446744073709551616}\n",
    "{\"\": 1}{\"a\": 1, \"a\": 2}",
];

const CELLS: &[&str] = &[
    "1\n2\n-3\n",
    "0.5\n7\n1e5\n",
    "true\nfalse\n\n",
    "2024-02-29\n2024-02-30\n",
    "12:30\n23:59:59.5\n",
    "2024-02-29T12:30Z\n2024-02-29T12:30\n2024-02-29T12:30+02:00\n",
    "9007199254740993\n0.5\n1e-30\n",
    "18446744073709551615\n-1\n00501\n",
];

/// What readers look out for.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "é",
    "\\ud800",
    "null",
    "NaN",
    "-",
    ".",
    "e9",
    "0",
    "99999999999999999999",
    "2024-02-29",
    "T12:30",
    "+02:00",
    ";",
    "'",
    "\t",
    " ",
];

/// One thing that is done to a text.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Cut(Index, usize),
    Put(Index, &'static str),
    Again(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (any::<Index>(), 1..9_usize).prop_map(|(at, len)| Change::Cut(at, len)),
        (any::<Index>(), select(PIECES)).prop_map(|(at, piece)| Change::Put(at, piece)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, len)| Change::Again(at, len)),
    ]
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        let end = |at: usize, len: usize| (at + len).min(bytes.len());
        match self {
            Change::Flip(at, bit) if !bytes.is_empty() => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Change::Flip(..) => {}
            Change::Cut(at, len) => {
                let at = at.index(bytes.len() + 1);
                let end = end(at, *len);
                bytes.drain(at..end);
            }
            Change::Put(at, piece) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, piece.bytes());
            }
            Change::Again(at, len) => {
                let at = at.index(bytes.len() + 1);
                let again = bytes[at..end(at, *len)].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
}

fn changed(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec(change(), 0..6);
    (select(seeds), changes).prop_map(|(mut bytes, changes)| {
        for change in &changes {
            change.make(&mut bytes);
        }
        bytes
    })
}

fn bytes(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A file of a few rows of every kind.
fn file() -> Vec<u8> {
    let rows = (0..20).map(|n| {
        serde_json::json!({
            "id": n,
            "name": (n % 7 != 0).then(|| format!("name {n}")),
            "share": f64::from(n) / 3.0,
            "at": "2024-02-29",
            "tags": ["a", "b"],
            "home": {"zip": n % 9},
        })
    });
    let table = DynTable::from_rows(rows.collect::<Vec<_>>()).unwrap();
    let mut bytes = Vec::new();
    let schema = table.arrow_schema().clone();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(&mut bytes, schema, None).unwrap();
    for batch in table.batches().unwrap() {
        writer.write(&batch).unwrap();
    }
    writer.close().unwrap();
    bytes
}

proptest! {
    #[test]
    fn any_bytes_are_csv_or_refused(bytes in changed(bytes(CSV))) {
        readers::csv(&bytes);
    }

    #[test]
    fn any_bytes_are_json_or_refused(bytes in changed(bytes(JSON))) {
        readers::json(&bytes);
    }

    #[test]
    fn a_type_does_not_depend_on_the_order_of_cells(bytes in changed(bytes(CELLS))) {
        readers::infer(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_bytes_are_parquet_or_refused(bytes in changed(vec![file()])) {
        parquet::parquet(&bytes);
    }
}
