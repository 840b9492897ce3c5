//! Bad input: a right answer, or an error with its place; never a panic, and nothing lost.

use ::parquet::arrow::ArrowWriter;
use expect_test::{Expect, expect};
use memtable::connect::{ParquetFile, RowsSource, Source};
use memtable::dynamic::DynTable;
use memtable::dynamic::load::Csv;
use memtable::{Error, MemTable};

/// The schema and the rows, or the error.
fn told<E: std::fmt::Display>(loaded: Result<DynTable, E>) -> String {
    match loaded {
        Ok(table) => {
            table.verify().unwrap();
            let columns: Vec<String> = table
                .schema()
                .columns
                .iter()
                .map(ToString::to_string)
                .collect();
            let rows: Vec<String> = table.iter().map(|row| format!("{row:?}")).collect();
            format!("{}\n{}", columns.join(", "), rows.join("\n"))
        }
        Err(error) => format!("error: {error}"),
    }
}

#[track_caller]
fn check(texts: &[(&str, &[u8])], load: fn(&[u8]) -> String, expected: &Expect) {
    let told = texts
        .iter()
        .map(|(name, bytes)| format!("{name}\n{}\n", load(bytes).trim_end()));
    expected.assert_eq(&told.collect::<Vec<_>>().join("\n"));
}

#[test]
fn odd_csv_is_read_right_or_refused_with_its_place() {
    check(
        &[
            ("empty", b""),
            ("one line break", b"\n"),
            ("header only", b"a,b\n"),
            ("header without a line break", b"a,b"),
            ("a short row", b"a,b\n1,2\n3\n"),
            ("a long row", b"a,b\n1,2\n3,4,5\n"),
            ("equal headers", b"a,a\n1,2\n"),
            ("an empty header", b"a,\n1,2\n"),
            ("BOM and CRLF", b"\xEF\xBB\xBFa,b\r\n1,x\r\n2,y\r\n"),
            ("quoted line breaks", b"a,b\n\"1\n2\",\"x\"\"y\"\r\n"),
            ("a quote that is not closed", b"a,b\n1,\"x\n2,y\n"),
            ("bytes that are no UTF-8", b"a,b\n1,x\n2,\xFF\n"),
            ("numbers past 64 bits", b"a,b\n18446744073709551615,18446744073709551616\n1,170141183460469231731687303715884105728000000\n"),
            ("no numbers and no floats", b"a,b\nNaN,1e400\ninf,1\n-inf,2\n"),
            ("zeros in front", b"a,b\n007,1\n8,00501\n"),
            ("nulls everywhere", b"a,b\n,\n,\n"),
            ("an impossible date", b"a\n2024-02-29\n2024-02-30\n"),
        ],
        |bytes| told(DynTable::from_csv(bytes)),
        &expect![[r#"
            empty
            error: the input is empty: a header was expected; `Csv::new().without_header()` needs none, but rows

            one line break
            error: the input is empty: a header was expected; `Csv::new().without_header()` needs none, but rows

            header only
            a: null?, b: null?

            header without a line break
            a: null?, b: null?

            a short row
            error: line 3, column 1: row 1 has 1 cells, and the header has 2; `padded()` takes the cells that are missing at the end of a row as nulls

            a long row
            error: line 3, column 1: row 1 has 3 cells, and the header has 2; is it another delimiter, or a cell with a delimiter that wants quotes?

            equal headers
            error: the header has `a` more than once; `numbered_headers()` gives such columns names of their own

            an empty header
            error: the header has no name for column 2; `numbered_headers()` gives such columns names of their own

            BOM and CRLF
            a: int64, b: text
            {a: 1, b: "x"}
            {a: 2, b: "y"}

            quoted line breaks
            a: text, b: text
            {a: "1\n2", b: "x\"y"}

            a quote that is not closed
            error: line 2, column 3: the cell that is quoted here is never closed; a quote within a quoted cell is written twice, and `quoting(None)` reads quotes as any character

            bytes that are no UTF-8
            error: line 3, column 3: the bytes 0xff are no UTF-8

            numbers past 64 bits
            a: uint64, b: text
            {a: 18446744073709551615, b: "18446744073709551616"}
            {a: 1, b: "170141183460469231731687303715884105728000000"}

            no numbers and no floats
            a: float64, b: text
            {a: NaN, b: "1e400"}
            {a: inf, b: "1"}
            {a: -inf, b: "2"}

            zeros in front
            a: text, b: text
            {a: "007", b: "1"}
            {a: "8", b: "00501"}

            nulls everywhere
            a: null?, b: null?
            {a: null, b: null}
            {a: null, b: null}

            an impossible date
            a: text
            {a: "2024-02-29"}
            {a: "2024-02-30"}
        "#]],
    );
}

#[test]
fn odd_json_is_read_right_or_refused_with_its_place() {
    check(
        &[
            ("empty", b""),
            ("an empty array", b"[]"),
            ("empty objects", b"{}\n{}\n"),
            ("BOM and CRLF", b"\xEF\xBB\xBF{\"a\": 1}\r\n{\"a\": 2}\r\n"),
            ("a key twice", b"{\"a\": 1, \"a\": 2}"),
            ("an empty key", b"{\"\": 1}"),
            ("no object", b"{\"a\": 1}\n7\n"),
            ("not closed", b"{\"a\": 1}\n{\"a\": [1, 2\n"),
            (
                "bytes that are no UTF-8",
                b"{\"a\": 1}\n{\"a\": \"\xFF\"}\n",
            ),
            ("half a surrogate", b"{\"a\": \"\\ud800\"}"),
            (
                "numbers past 64 bits",
                b"{\"a\": 18446744073709551616, \"b\": 1e400}\n{\"a\": -1, \"b\": 1}\n",
            ),
            ("NaN", b"{\"a\": NaN}"),
            ("zeros in front", b"{\"a\": 007}"),
            (
                "nulls everywhere",
                b"{\"a\": null, \"b\": [null], \"c\": {\"d\": null}}\n{}\n",
            ),
        ],
        |bytes| told(DynTable::from_json(bytes)),
        &expect![[r#"
            empty


            an empty array


            empty objects

            {}
            {}

            BOM and CRLF
            a: int64
            {a: 1}
            {a: 2}

            a key twice
            error: line 1, column 14: the object has the key `a` twice

            an empty key
            error: line 1, column 5: a key has no name, and a column needs one

            no object
            error: line 2, column 1: row 1 is a number, and a row is an object such as {"id": 7}

            not closed
            error: line 3, column 1: the input is no JSON: EOF while parsing a list

            bytes that are no UTF-8
            error: line 2, column 8: the bytes 0xff are no UTF-8

            half a surrogate
            error: line 1, column 14: the input is no JSON: unexpected end of hex escape

            numbers past 64 bits
            a: decimal, b: json
            {a: 18446744073709551616, b: 1e400}
            {a: -1, b: 1}

            NaN
            error: line 1, column 7: the input is no JSON: expected value

            zeros in front
            error: line 1, column 8: the input is no JSON: invalid number

            nulls everywhere
            a: null?, b: list<null?>?, c: struct{d: null?}?
            {a: null, b: [null], c: {d: null}}
            {a: null, b: null, c: null}
        "#]],
    );
}

#[test]
fn deep_json_and_great_cells_are_read_or_refused() {
    for depth in [50, 100_000] {
        let deep = format!("{{\"a\": {}1{}}}", "[".repeat(depth), "]".repeat(depth));
        match DynTable::from_json(deep.as_bytes()) {
            Ok(table) => assert_eq!(table.len(), 1),
            Err(error) => assert!(error.to_string().contains("line 1"), "{error}"),
        }
    }
    let great = "x".repeat(3_000_000);
    let csv = DynTable::from_csv(format!("a,b\n1,{great}\n").as_bytes()).unwrap();
    let json = DynTable::from_json(format!("{{\"a\": 1, \"b\": \"{great}\"}}").as_bytes()).unwrap();
    for table in [csv, json] {
        assert_eq!(table.row(0).unwrap().get("b"), Some(great.clone().into()));
    }
    let wide: Vec<String> = (0..5_000).map(|idx| format!("c{idx}")).collect();
    let wide = Csv::new()
        .load(format!("{}\n", wide.join(",")).as_bytes())
        .unwrap();
    assert_eq!(wide.table.schema().columns.len(), 5_000);
}

/// A Parquet file of columns of several types, with nulls.
fn parquet() -> Vec<u8> {
    let rows: Vec<serde_json::Value> = (0..300)
        .map(|n| {
            serde_json::json!({
                "id": n,
                "name": (n % 7 != 0).then(|| format!("name {}", n % 20)),
                "share": f64::from(n) / 3.0,
                "at": "2024-02-29",
                "tags": ["a", "b"],
                "home": {"zip": n % 9},
            })
        })
        .collect();
    let table = DynTable::from_rows(rows).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, table.arrow_schema().clone(), None).unwrap();
    for batch in table.batches().unwrap() {
        writer.write(&batch).unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[test]
fn a_damaged_parquet_file_is_an_error_or_a_table_and_no_panic() {
    let whole = parquet();
    assert_eq!(DynTable::from_parquet(&*whole).unwrap().len(), 300);
    for n in (0..whole.len()).step_by(whole.len() / 60) {
        let error = DynTable::from_parquet(&whole[..n]).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
    let mut refused = 0;
    for place in (0..whole.len()).step_by(whole.len() / 400) {
        for bit in [0, 3, 7] {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << bit;
            match DynTable::from_parquet(&*flipped) {
                Ok(table) => table.verify().unwrap(),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 0);
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "people")]
struct Person {
    #[memtable(primary_key)]
    id: i64,
    name: Option<String>,
    tags: Vec<String>,
}

fn person(id: i64) -> Person {
    Person {
        id,
        name: (id % 7 != 0).then(|| format!("name {}", id % 20)),
        tags: vec!["a".to_owned(); usize::try_from(id % 3).unwrap()],
    }
}

#[test]
fn a_damaged_parquet_file_of_rows_is_an_error_or_rows_and_no_panic() -> Result<(), Error> {
    let name = format!("memtable-damaged-{}.parquet", std::process::id());
    let path = std::env::temp_dir().join(name);
    let file = ParquetFile::<Person>::new(&path);
    let n_rows = || -> Result<usize, Error> {
        let batches: Result<Vec<_>, Error> = file.read(&file.request())?.collect();
        Ok(batches?.iter().map(Vec::len).sum())
    };
    RowsSource::new((0..300).map(person)).write_to(&file)?;
    assert_eq!(n_rows()?, 300);

    let whole = std::fs::read(&path).unwrap();
    let (mut refused, mut kept) = (0, 0);
    for place in (0..whole.len()).step_by(whole.len() / 300) {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x81;
        std::fs::write(&path, &flipped).unwrap();
        refused += usize::from(n_rows().is_err());
        // Nothing is put behind rows that cannot be read.
        let appended = RowsSource::new([person(1000)]).write_to(&file);
        let is_as_it_was = std::fs::read(&path).unwrap() == flipped;
        assert_eq!(appended.is_err(), is_as_it_was);
        kept += usize::from(is_as_it_was);
    }
    std::fs::remove_file(&path).unwrap();
    assert!(refused > 0 && kept > 0);
    Ok(())
}
