//! Rows from and to CSV and JSON: what is written is read back, and what cannot be read is told whole.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use expect_test::{Expect, expect};
use memtable::error::Reason;
use memtable::io::csv::CsvOptions;
use memtable::io::{csv, json};
use memtable::{Error, MemTable, MemValue, Table, Value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[memtable(rename_all = "snake_case")]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(email)]
    email: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    #[memtable(default = Plan::Free)]
    plan: Plan,
    joined: Option<NaiveDate>,
}

#[track_caller]
fn check<T>(read: Result<T, Error>, expected: &Expect) {
    expected.assert_eq(&read.err().unwrap().to_string());
}

fn from_csv(text: &str) -> Result<Table<User>, Error> {
    Table::from_csv(text.as_bytes())
}

fn from_json(text: &str) -> Result<Table<User>, Error> {
    Table::from_json(text.as_bytes())
}

#[test]
fn columns_of_csv_are_found_by_name() -> Result<(), Error> {
    let text = "\u{feff}email,plan,id,joined,age\r\nann@example.com,pro,7,2026-01-31,\r\n\r\n\"bob@example.com\",free,8,,34";
    let users = from_csv(text)?;
    let expected = [
        User {
            id: 7,
            email: "ann@example.com".into(),
            age: None,
            plan: Plan::Pro,
            joined: NaiveDate::from_ymd_opt(2026, 1, 31),
        },
        User {
            id: 8,
            email: "bob@example.com".into(),
            age: Some(34),
            plan: Plan::Free,
            joined: None,
        },
    ];
    assert_eq!(users.iter().cloned().collect::<Vec<_>>(), expected);
    Ok(())
}

#[test]
fn absent_columns_are_their_default_or_null() -> Result<(), Error> {
    let users = from_csv("id,email\n7,ann@example.com\n")?;
    let same = from_json(r#" [{"email": "ann@example.com", "id": 7}] "#)?;
    let ann = users.get(&7).unwrap();
    assert_eq!((ann.age, ann.plan), (None, Plan::Free));
    assert!(users == same);
    Ok(())
}

#[test]
fn every_fault_of_csv_is_told_with_its_line() {
    check(
        from_csv(
            "id,email,age,plan,joined
7,ann@example.com,34,pro,2026-01-31
x,bob@,old,premium,2026-02-30
,\"c
d\",151,pro
8,dan@example.com,300,pro,
9,eve@,151,,
10,\"eve\"@example.com,1,pro,
",
        ),
        &expect![[r#"
            csv: 5 of 6 rows cannot be read (8 faults)

              line 3  id      "x"           must be uint64, a whole number in 0..=18446744073709551615
              line 3  age     "old"         must be uint8, a whole number in 0..=255
              line 3  plan    "premium"     must be one of `free`, `pro`
              line 3  joined  "2026-02-30"  must be a date, such as 2026-01-31
              line 4                        has 4 cells, and the header has 5
              line 6  age     300           must be uint8, a whole number in 0..=255
              line 7  plan                  must have a value
              line 8                        a quoted cell goes on after its closing quote: double the quotes inside of it"#]],
    );
}

#[test]
fn every_fault_of_a_header_is_told() {
    check(
        from_csv("id,mail,age,agee,id\n1,2,3,4,5\n"),
        &expect![[r#"
            csv: no row can be read (4 faults)

              line 1  mail      is no column of the table; did you mean `email`? (it has `id`, `email`, `age`, `plan`, `joined`)
              line 1  agee      is no column of the table; did you mean `age`? (it has `id`, `email`, `age`, `plan`, `joined`)
              line 1  id        is here already
              line 1  email     is missing, and has neither a null nor a default; did you mean `mail`? (there are `id`, `mail`, `age`, `agee`, `id`)"#]],
    );
    check(
        from_csv(""),
        &expect![[r#"
        csv: no row can be read (1 fault)

          line 1        is empty: the first line names the columns"#]],
    );
    check(
        from_csv("id,\"email\n1,2\n"),
        &expect![[r#"
        csv: no row can be read (1 fault)

          line 1        a quote is opened here and never closed"#]],
    );
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let read = Table::<User>::from_csv(&b"id,email\n1,a@b.org\n2,\xff\n"[..]);
    check(
        read,
        &expect![[r#"
        csv: 1 of 2 rows cannot be read (1 fault)

          line 3        is not UTF-8: save the file in this encoding"#]],
    );
}

#[test]
fn keys_are_told_by_lines_once_all_rows_are_read() {
    check(
        from_csv("id,email\n7,ann@example.com\n\n8,\"bob\n\"\n7,cid@example.com\n"),
        &expect![[r#"
            csv: 2 of 3 rows cannot be read (2 faults)

              line 4  email  "bob\n"  must be an e-mail address  (MT0105 email)
              line 6  id     7        line 2 has it too  (MT0131 primary_key)"#]],
    );
    check(
        from_csv("id,email\n7,ann@example.com\n\n7,cid@example.com\n"),
        &expect![[r#"
            csv: 1 of 2 rows cannot be read (1 fault)

              line 4  id  7  line 2 has it too  (MT0131 primary_key)"#]],
    );
}

#[test]
fn every_fault_of_json_is_told_with_its_line() {
    let lines = r#"{"id": 7, "email": "ann@example.com", "age": 34, "plan": "pro"}
{"id": -1, "email": 3, "age": 1.5, "plan": "Pro", "joined": "2026-02-30"}

{"id": 8, "id": 9, "emial": "x"}
[1, 2]
{"id": 18446744073709551616, "email": null, "age": [1], "plan": {}}
{"id": 9, "email": "e@example.com"
{"id": 10, "email": "f@", "age": 151}
"#;
    check(
        from_json(lines),
        &expect![[r#"
            json: 6 of 7 rows cannot be read (16 faults)

              line 2  id      -1                     must be uint64, a whole number in 0..=18446744073709551615
              line 2  email   3                      must be text
              line 2  age     1.5                    must be uint8, a whole number in 0..=255
              line 2  plan    "Pro"                  must be one of `free`, `pro`; did you mean `pro`?
              line 2  joined  "2026-02-30"           must be a date, such as 2026-01-31
              line 4  id                             is here already
              line 4  email                          must have a value
              line 4  emial   "x"                    is no column of the table; did you mean `email`? (it has `id`, `email`, `age`, `plan`, `joined`)
              line 5                                 is no object: a row is `{"column": value, ..}`
              line 6  id      1.8446744073709552e19  must be uint64, a whole number in 0..=18446744073709551615
              line 6  email                          must have a value
              line 6  age     a list of 1            must be uint8, a whole number in 0..=255
              line 6  plan    an object              must be one of `free`, `pro`
              line 7                                 is not JSON at its character 0: EOF while parsing an object; one object a line is read
              line 8  email   "f@"                   must be an e-mail address  (MT0105 email)
              line 8  age     151                    must lie in 0..=150  (MT0101 range)"#]],
    );
    let array = lines
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("{\"id\": 9"))
        .collect::<Vec<_>>()
        .join(",\n");
    check(
        from_json(&format!("\n[{array}]")),
        &expect![[r#"
            json: 5 of 6 rows cannot be read (15 faults)

              line 3  id      -1                     must be uint64, a whole number in 0..=18446744073709551615
              line 3  email   3                      must be text
              line 3  age     1.5                    must be uint8, a whole number in 0..=255
              line 3  plan    "Pro"                  must be one of `free`, `pro`; did you mean `pro`?
              line 3  joined  "2026-02-30"           must be a date, such as 2026-01-31
              line 4  id                             is here already
              line 4  email                          must have a value
              line 4  emial   "x"                    is no column of the table; did you mean `email`? (it has `id`, `email`, `age`, `plan`, `joined`)
              line 5                                 is no object: a row is `{"column": value, ..}`
              line 6  id      1.8446744073709552e19  must be uint64, a whole number in 0..=18446744073709551615
              line 6  email                          must have a value
              line 6  age     a list of 1            must be uint8, a whole number in 0..=255
              line 6  plan    an object              must be one of `free`, `pro`
              line 7  email   "f@"                   must be an e-mail address  (MT0105 email)
              line 7  age     151                    must lie in 0..=150  (MT0101 range)"#]],
    );
    check(
        from_json("[{\"id\": 1, \"email\": \"a@b.org\"},\n {\"id\": ]"),
        &expect![[r#"
            json: no row can be read (1 fault)

              line 2        is not JSON at its character 9: expected value; an array of objects is read"#]],
    );
}

#[test]
fn options_say_what_is_unusual() -> Result<(), Error> {
    let text = "7;a@example.com;n/a;pro;2026-01-31\n8;b@example.com;\"12\";free;n/a\n";
    let options = CsvOptions::new().delimiter(b';').null("n/a");
    let users: Vec<User> = options.clone().without_header().read(text.as_bytes())?;
    assert_eq!(
        (users[0].age, users[1].age, users[1].joined),
        (None, Some(12), None)
    );
    let mut written = Vec::new();
    options.without_header().write(&users, &mut written)?;
    assert_eq!(
        String::from_utf8(written).unwrap(),
        "7;a@example.com;;pro;2026-01-31\n8;b@example.com;12;free;\n"
    );

    let named = "Number,Mail,Shoe size\n7,a@example.com,42\n";
    let users: Vec<User> = CsvOptions::new()
        .rename("Number", "id")
        .rename("Mail", "email")
        .ignore_unknown_columns()
        .read(named.as_bytes())?;
    assert_eq!(users[0].email, "a@example.com");
    Ok(())
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let refused = Table::<User>::from_csv_path("nowhere/users.csv")
        .err()
        .unwrap();
    assert!(refused.to_string().starts_with("nowhere/users.csv: "));
    let refused = Table::<User>::from_json_path("nowhere/users.json")
        .err()
        .unwrap();
    assert!(refused.to_string().starts_with("nowhere/users.json: "));
}

#[test]
fn faults_are_data() {
    let Err(Error::Unreadable(unreadable)) = from_csv("id,email,age\n7,a@b.org,old\n") else {
        panic!("a cell is wrong");
    };
    let fault = &unreadable.faults[0];
    assert_eq!(
        (fault.line, fault.row, &*fault.column),
        (Some(2), Some(0), "age")
    );
    assert_eq!(fault.value, Value::from("old"));
    assert!(matches!(fault.reason, Reason::Type(_)));
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Place {
    zip: Option<String>,
    rank: i8,
}

/// A column of each type.
#[derive(MemTable, Clone, Debug, PartialEq)]
struct Everything {
    bool: bool,
    i8: i8,
    i64: i64,
    u64: Option<u64>,
    i128: i128,
    u128: u128,
    f32: f32,
    f64: Option<f64>,
    decimal: Decimal,
    char: char,
    text: String,
    note: Option<String>,
    bytes: Vec<u8>,
    date: NaiveDate,
    time: NaiveTime,
    datetime: NaiveDateTime,
    instant: DateTime<Utc>,
    offset: Option<DateTime<FixedOffset>>,
    duration: TimeDelta,
    uuid: Uuid,
    json: serde_json::Value,
    plan: Option<Plan>,
    numbers: Vec<u16>,
    names: Option<Vec<Option<String>>>,
    place: Place,
    places: Vec<Place>,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c,;\"'\n\r é]{0,6}", any::<String>()]
}

fn place() -> impl Strategy<Value = Place> {
    (prop::option::of(text()), any::<i8>()).prop_map(|(zip, rank)| Place { zip, rank })
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (-60_000_000_000_i64..200_000_000_000, 0_u32..1_000_000_000)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

fn everything() -> impl Strategy<Value = Everything> {
    let numbers = (
        any::<(bool, i8, i64, Option<u64>, i128, u128)>(),
        any::<f32>(),
        any::<Option<f64>>(),
        any::<(i64, u32)>(),
    );
    let texts = (
        any::<char>(),
        text(),
        prop::option::of(text()),
        any::<Vec<u8>>(),
    );
    let times = (
        instant(),
        prop::option::of((instant(), -840_i32..840)),
        any::<(i32, u32)>(),
    );
    let rest = (
        any::<u128>(),
        text(),
        prop::option::of(prop_oneof![Just(Plan::Free), Just(Plan::Pro)]),
        any::<Vec<u16>>(),
        prop::option::of(prop::collection::vec(prop::option::of(text()), 0..3)),
        place(),
        prop::collection::vec(place(), 0..3),
    );
    (numbers, texts, times, rest).prop_map(|(numbers, texts, times, rest)| {
        let ((bool, i8, i64, u64, i128, u128), f32, f64, (digits, scale)) = numbers;
        let (char, text, note, bytes) = texts;
        let (instant, offset, (seconds, nanos)) = times;
        let (uuid, json, plan, numbers, names, place, places) = rest;
        Everything {
            bool,
            i8,
            i64,
            u64,
            i128,
            u128,
            f32,
            f64,
            decimal: Decimal::new(digits, scale % 29),
            char,
            text,
            note,
            bytes,
            date: instant.date_naive(),
            time: instant.time(),
            datetime: instant.naive_utc(),
            instant,
            offset: offset.map(|(instant, minutes)| {
                instant.with_timezone(&FixedOffset::east_opt(minutes * 60).unwrap())
            }),
            duration: TimeDelta::new(seconds.into(), nanos % 1_000_000_000).unwrap(),
            uuid: Uuid::from_u128(uuid),
            json: serde_json::json!({ "text": json, "list": [1, null, 1.5] }),
            plan,
            numbers,
            names,
            place,
            places,
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec(everything(), 0..4)) {
        let table = Table::from_rows(rows).unwrap();
        let from_csv = Table::<Everything>::from_csv(table.to_csv().as_bytes());
        prop_assert!(from_csv.unwrap() == table, "{}", table.to_csv());
        for text in [table.to_json(), table.to_json_lines()] {
            let from_json = Table::<Everything>::from_json(text.as_bytes());
            prop_assert!(from_json.unwrap() == table, "{}", text);
        }
    }

    #[test]
    fn rows_of_json_are_valid_under_its_schema(row in everything()) {
        let schema = Everything::SCHEMA.to_json_schema();
        let table = Table::from_rows([row.clone()]).unwrap();
        let line: serde_json::Value = serde_json::from_str(&table.to_json_lines()).unwrap();
        let is_finite = row.f32.is_finite() && row.f64.is_none_or(f64::is_finite);
        // Validators read what is wider than 64 bits as a float.
        prop_assert!(!is_finite || jsonschema::is_valid(&schema, &line), "{line}");
    }
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Note {
    text: Option<String>,
}

#[test]
fn a_lone_column_may_be_blank() -> Result<(), Error> {
    let notes = [None, Some(String::new()), Some("x".into()), None].map(|text| Note { text });
    let table = Table::from_rows(notes)?;
    assert_eq!(table.to_csv(), "text\n\n\"\"\nx\n\n");
    assert!(Table::<Note>::from_csv(table.to_csv().as_bytes())? == table);
    Ok(())
}

#[test]
fn rows_are_read_without_their_rules_too() -> Result<(), Error> {
    let rows: Vec<User> = csv::read("id,email,age\n7,no,151\n7,no,\n".as_bytes())?;
    assert_eq!(rows.len(), 2);
    let mut written = Vec::new();
    json::write(&rows, &mut written)?;
    assert_eq!(json::read::<User>(&*written)?, rows);
    Ok(())
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Moment {
    at: NaiveDateTime,
}

#[test]
fn dates_with_times_are_those_that_chrono_reads() {
    for text in [
        "2026-01-31T12:30:00",
        "2026-01-31T12:30:00.5",
        "2026-01-31T12:30:00.000000001",
        "2026-01-31T12:30:00.123456",
        "2026-01-31T23:59:60.5",
        "2026-01-31T12:30",
        "2026-1-31T12:30:00",
        "2026-02-30T12:30:00",
        "2026-01-31T24:00:00",
        "2026-01-31T12:60:00",
        "2026-01-31T12:30:00.",
        "2026-01-31T12:30:00.x",
        "2026-01-31T12:30:00Z",
        "+12026-01-31T12:30:00",
        "-0001-01-31T12:30:00",
        "2026-01-31\u{e9}12:30:00",
        "2026-01-31",
    ] {
        let read = csv::read::<Moment>(format!("at\n{text}\n").as_bytes()).ok();
        let expected = text.parse().ok().map(|at| vec![Moment { at }]);
        assert_eq!(read, expected, "{text}");
        // a space may stand for the T after a date of ten characters
        if text.find('T') == Some(10) {
            let spaced = format!("at\n{}\n", text.replacen('T', " ", 1));
            assert_eq!(csv::read(spaced.as_bytes()).ok(), expected, "{text}");
        }
    }
}
