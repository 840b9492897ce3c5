//! What each rule accepts, through the derive and through JSON Schema.

use std::borrow::Cow;
use std::num::NonZero;

use chrono::{NaiveDate, TimeDelta};
use memtable::schema::Rule;
use memtable::validate::{holds, rules};
use memtable::{MemTable, Value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "addresses")]
struct Address {
    #[memtable(non_blank)]
    street: String,
    #[memtable(length(5..=5))]
    zip: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "people", check(first <= last, "first must not be after last"))]
struct Person {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    #[memtable(range(-90.0..=90.0))]
    latitude: f64,
    #[memtable(range(1..), multiple_of = 5)]
    seats: NonZero<i16>,
    #[memtable(finite, multiple_of = 0.01)]
    price: f32,
    #[memtable(length(1..=4), pattern = r"^\p{L}")]
    name: Box<str>,
    #[memtable(length(..=4, bytes))]
    code: Cow<'static, str>,
    #[memtable(length(..=3))]
    photo: Vec<u8>,
    #[memtable(one_of("free", "pro"))]
    plan: String,
    #[memtable(email)]
    email: Option<String>,
    #[memtable(url)]
    site: String,
    #[memtable(ip)]
    host: String,
    #[memtable(custom = is_even)]
    even: i64,
    #[memtable(custom = two_words)]
    words: String,
    #[memtable(length(..=2), inner(non_blank, length(..=3)))]
    tags: Vec<String>,
    home: Address,
    others: Vec<Address>,
    first: NaiveDate,
    last: Option<NaiveDate>,
    pause: TimeDelta,
    balance: Decimal,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a custom rule takes a reference"
)]
fn is_even(number: &i64) -> bool {
    number % 2 == 0
}

fn two_words(text: &str) -> Result<(), Vec<String>> {
    let complaint = |word: &str| (!text.contains(word)).then(|| format!("must say {word}"));
    let complaints: Vec<_> = ["please", "thanks"]
        .into_iter()
        .filter_map(complaint)
        .collect();
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints)
    }
}

const FIVE: NonZero<i16> = NonZero::new(5).expect("five");

fn address() -> Address {
    Address {
        street: "Main Street".into(),
        zip: "12345".into(),
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, day).expect("a day in May")
}

fn person() -> Person {
    Person {
        id: 7,
        age: Some(30),
        latitude: 47.0,
        seats: FIVE,
        price: 19.99,
        name: "Ann".into(),
        code: "abcd".into(),
        photo: vec![1, 2, 3],
        plan: "free".into(),
        email: Some("ann@example.org".into()),
        site: "https://example.org".into(),
        host: "::1".into(),
        even: 2,
        words: "please, thanks".into(),
        tags: vec!["a".into(), "b".into()],
        home: address(),
        others: vec![address(), address()],
        first: day(1),
        last: Some(day(2)),
        pause: TimeDelta::zero(),
        balance: Decimal::ONE,
    }
}

/// Changes a valid row, and lists what it breaks then: where, and which rule.
#[track_caller]
fn check(change: impl FnOnce(&mut Person), broken: &[&str]) {
    let mut row = person();
    change(&mut row);
    let violations = row
        .validate()
        .map_or_else(|report| report.violations, |()| vec![]);
    assert!(
        violations
            .iter()
            .all(|v| v.key == [("id".into(), Value::Int(7))])
    );
    let found: Vec<_> = violations
        .iter()
        .map(|v| format!("{} {}", v.place(), v.rule.name()))
        .collect();
    assert_eq!(found, broken);
}

#[test]
fn a_row_that_keeps_every_rule_is_valid() {
    check(|_| {}, &[]);
}

#[test]
fn a_missing_value_keeps_every_rule() {
    check(
        |row| (row.age, row.email, row.last) = (None, None, None),
        &[],
    );
}

#[test]
fn each_rule_is_broken_by_itself() {
    check(|row| row.age = Some(151), &["age range"]);
    check(|row| row.latitude = -90.5, &["latitude range"]);
    check(
        |row| row.seats = NonZero::new(-5).unwrap(),
        &["seats range"],
    );
    check(
        |row| row.seats = NonZero::new(6).unwrap(),
        &["seats multiple_of"],
    );
    check(|row| row.price = 19.995, &["price multiple_of"]);
    check(|row| row.name = "Annie".into(), &["name length"]);
    check(|row| row.name = "1".into(), &["name pattern"]);
    check(|row| row.code = "ééé".into(), &["code length"]);
    check(|row| row.photo.push(4), &["photo length"]);
    check(|row| row.plan = "Free".into(), &["plan one_of"]);
    check(|row| row.email = Some("ann".into()), &["email email"]);
    check(|row| row.site = "example.org".into(), &["site url"]);
    check(|row| row.host = "1.2.3".into(), &["host ip"]);
    check(|row| row.even = 3, &["even custom"]);
    check(
        |row| row.last = Some(day(1).pred_opt().unwrap()),
        &["first, last check"],
    );
}

#[test]
fn a_row_is_told_all_that_it_breaks_in_the_order_of_its_columns() {
    let change = |row: &mut Person| {
        row.last = Some(NaiveDate::MIN);
        row.name = "".into();
        row.age = Some(200);
    };
    check(
        change,
        &[
            "age range",
            "name length",
            "name pattern",
            "first, last check",
        ],
    );
}

#[test]
fn nan_lies_in_no_range_and_is_not_finite() {
    check(|row| row.latitude = f64::NAN, &["latitude range"]);
    check(
        |row| row.price = f32::NAN,
        &["price finite", "price multiple_of"],
    );
    check(
        |row| row.price = f32::INFINITY,
        &["price finite", "price multiple_of"],
    );
}

#[test]
fn a_custom_rule_may_complain_of_several_things() {
    check(|row| row.words = "thanks".into(), &["words custom"]);
    check(
        |row| row.words = String::new(),
        &["words custom", "words custom"],
    );
}

#[test]
fn an_element_is_named_by_its_position() {
    check(|row| row.tags[1] = " ".into(), &["tags[1] non_blank"]);
    check(|row| row.tags[0] = "long".into(), &["tags[0] length"]);
    check(
        |row| row.tags.push(String::new()),
        &["tags length", "tags[2] non_blank"],
    );
}

#[test]
fn a_nested_row_is_named_by_the_way_down_to_it() {
    check(|row| row.home.zip = String::new(), &["home.zip length"]);
    let change = |row: &mut Person| {
        row.others[1].street = String::new();
        row.others[1].zip = String::new();
    };
    check(
        change,
        &["others[1].street non_blank", "others[1].zip length"],
    );
}

/// JSON Schema of a text, with formats asserted.
fn json_schema(schema: &serde_json::Value) -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .with_email_options(jsonschema::EmailOptions::default().without_display_text())
        .build(schema)
        .expect("a schema")
}

proptest! {
    #[test]
    fn json_schema_agrees_on_addresses(
        text in r#"[aé1 .@"<>\[\]:-]{1,9}|[a-z.!"]{1,5}@[a-z1.-]{1,9}|[ab]@\[[0-9.:IPv]{1,9}\]"#,
    ) {
        // The library goes by RFC 5321, which knows no labels reserved for IDNA (`ab--c`).
        prop_assume!(!text.contains("--"));
        let schema = json_schema(&json!({ "format": "email" }));
        prop_assert_eq!(rules::email(text.as_str()), schema.is_valid(&json!(text)));
    }

    #[test]
    fn json_schema_agrees_on_urls(text in r"[a/:é%1 ?#]{1,9}|[a-c]{1,3}:(//)?[a-c.:@%/?#é\[\]0-9]{0,9}") {
        let schema = json_schema(&json!({ "format": "uri" }));
        prop_assert_eq!(rules::url(text.as_str()), schema.is_valid(&json!(text)));
    }

    #[test]
    fn json_schema_agrees_on_hosts(text in r"[0-9]{1,3}(\.[0-9]{1,3}){2,4}|[0-9a-f:.]{1,12}") {
        let schema = json_schema(&json!({ "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }));
        prop_assert_eq!(rules::ip(text.as_str()), schema.is_valid(&json!(text)));
    }

    #[test]
    fn json_schema_agrees_on_multiples(
        value in -10_000..10_000_i32,
        of in 1..500_i32,
        (places, of_places) in (0..4_usize, 0..4_usize),
    ) {
        let float = |int: i32, places: usize| -> f64 { format!("{int}e-{places}").parse().unwrap() };
        let (value, of) = (float(value, places), float(of, of_places));
        let schema = json_schema(&json!({ "multipleOf": of }));
        prop_assert_eq!(rules::multiple_of(value, of), schema.is_valid(&json!(value)), "{} {}", value, of);
    }

    #[test]
    fn json_schema_agrees_on_lengths(text in "[aé\u{10000}]{0,6}", min in 0..5_u64, max in 0..5_u64) {
        let schema = json_schema(&json!({ "minLength": min, "maxLength": max }));
        let mut rule = Rule::length(min..);
        if let Rule::Length { max: limit, .. } = &mut rule {
            *limit = Some(max);
        }
        prop_assert_eq!(holds(&rule, &Value::from(text.clone())), Some(schema.is_valid(&json!(text))));
    }
}
