//! Rows as Rust, to be pasted into a test.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use memtable::{MemTable, MemValue, Table};
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(MemValue, Clone, Copy, Debug, PartialEq)]
#[memtable(rename_all = "lowercase")]
enum Plan {
    Free,
    Pro,
}

#[derive(MemValue, Clone, Debug, PartialEq)]
struct Email(String);

#[derive(MemValue, Clone, Debug, PartialEq)]
struct Ratio(f32);

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Address {
    street: String,
    number: Option<u16>,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Wide {
    small: i8,
    large: u128,
    platform: usize,
    is_new: bool,
    letter: char,
    single: f32,
    double: Option<f64>,
    text: String,
    boxed: Box<str>,
    shared: Arc<str>,
    borrowed: Cow<'static, str>,
    bytes: Vec<u8>,
    day: NaiveDate,
    time: NaiveTime,
    moment: NaiveDateTime,
    utc: DateTime<Utc>,
    zoned: DateTime<FixedOffset>,
    span: TimeDelta,
    decimal: Decimal,
    uuid: Uuid,
    json: serde_json::Value,
    plan: Plan,
    plans: Vec<Plan>,
    email: Option<Email>,
    ratio: Ratio,
    address: Address,
    addresses: Vec<Address>,
    numbers: Vec<Option<i64>>,
    #[memtable(rename = "kind")]
    r#type: Option<String>,
    #[memtable(skip)]
    cache: Vec<u8>,
    #[memtable(skip, default = 7)]
    seen: u8,
}

/// The table of rows that are written as Rust, and how they are written.
macro_rules! pasted {
    ($($rows:tt)*) => {
        (Table::<Wide>::from_rows($($rows)*).unwrap(), stringify!($($rows)*))
    };
}

/// The code whatever its layout.
fn letters(code: &str) -> String {
    code.split_whitespace().collect()
}

#[test]
#[allow(
    clippy::unreadable_literal,
    clippy::default_trait_access,
    reason = "rows are pasted as they were written"
)]
fn rows_are_written_as_the_rust_that_makes_them() {
    let (table, code) = pasted!([Wide {
        small: -7,
        large: 340282366920938463463374607431768211455,
        platform: 3,
        is_new: true,
        letter: '\'',
        single: f32::NAN,
        double: Some(-0.5),
        text: "two\nlines, \"quoted\"".into(),
        boxed: "\u{301}".into(),
        shared: "é".into(),
        borrowed: "".into(),
        bytes: vec![0, 255],
        day: "2024-02-29".parse().unwrap(),
        time: "23:59:59.500".parse().unwrap(),
        moment: "2024-02-29T23:59:59.000001".parse().unwrap(),
        utc: "2024-02-29T23:59:59+00:00".parse().unwrap(),
        zoned: "2024-02-29T23:59:59+05:30".parse().unwrap(),
        span: chrono::TimeDelta::new(-2, 500000000).unwrap(),
        decimal: memtable::testing::value("-1.50".parse::<memtable::schema::Decimal>().unwrap()),
        uuid: memtable::testing::value(memtable::Value::Uuid(0x1f)),
        json: memtable::testing::value(memtable::Value::Json("{\"a\":[1,null]}".into())),
        plan: memtable::testing::value("pro"),
        plans: vec![
            memtable::testing::value("free"),
            memtable::testing::value("pro")
        ],
        email: Some(memtable::testing::value("ann@example.com")),
        ratio: memtable::testing::value(1.5_f32),
        address: memtable::testing::value(memtable::Value::Struct(vec![
            ("street".into(), memtable::Value::from("High Street")),
            ("number".into(), memtable::Value::from(7_i128))
        ])),
        addresses: vec![memtable::testing::value(memtable::Value::Struct(vec![
            ("street".into(), memtable::Value::from("")),
            ("number".into(), memtable::Value::Null)
        ]))],
        numbers: vec![Some(-1), None],
        r#type: Some("x".into()),
        cache: Default::default(),
        seen: 7,
    },]);
    assert_eq!(letters(&table.to_rust_literal()), letters(code));
    let row = table.iter().next().unwrap();
    assert_eq!(
        (row.plan, &row.plans[..]),
        (Plan::Pro, &[Plan::Free, Plan::Pro][..])
    );
    assert_eq!(
        (&row.address.street[..], row.address.number),
        ("High Street", Some(7))
    );
    assert_eq!(
        (row.uuid, row.decimal),
        (Uuid::from_u128(0x1f), Decimal::new(-150, 2))
    );
    assert_eq!(row.email, Some(Email("ann@example.com".into())));
    assert_eq!(row.ratio, Ratio(1.5));
}

#[test]
fn no_rows_are_an_empty_array() {
    assert_eq!(Table::<Wide>::new().to_rust_literal(), "[]");
}

#[test]
fn whatever_rows_there_are_the_text_is_rust() {
    for seed in 0..20 {
        let table = Wide::fixtures(seed).build_table(20).unwrap();
        let code = table.to_rust_literal();
        let parsed: syn::Result<syn::ExprArray> = syn::parse_str(&code);
        assert_eq!(parsed.map(|rows| rows.elems.len()).ok(), Some(20), "{code}");
    }
}

#[test]
fn a_value_that_does_not_fit_its_column_is_told() {
    let panic = std::panic::catch_unwind(|| memtable::testing::value::<Plan>("gold")).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("gold") && text.contains("Plan"), "{text}");
}
