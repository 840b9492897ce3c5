//! Rules asked of columns: the same verdict, and the same violations, as of rows of a struct.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder};
use arrow_array::{
    ArrayRef, Int64Array, LargeStringArray, RecordBatch, StringArray, TimestampMicrosecondArray,
    TimestampNanosecondArray,
};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use expect_test::expect;
use memtable::dynamic::rule::{BadRules, Functions, Rules};
use memtable::dynamic::{DynTable, batch_of};
use memtable::schema::{Column, DataType, Rule, Schema, StructType};
use memtable::validate::Violation;
use memtable::{MemTable, MemValue, Report, Table, Value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
enum Plan {
    Free,
    Pro,
    Team,
}

#[derive(MemTable, Clone, Debug)]
#[memtable(
    name = "homes",
    check(zip.is_some() || street != "a", "a street of that name needs its zip"),
    check(zip.is_some(), "the zip is known"),
    check(!(street == "é" && zip > 998), "the zip is of another street"),
)]
struct Home {
    #[memtable(non_blank)]
    street: String,
    #[memtable(range(1000..))]
    zip: Option<i32>,
}

/// Every rule of text, lists and nested rows.
#[derive(MemTable, Clone, Debug)]
#[memtable(name = "texts", check(email != site || plan == "Pro", "write two addresses"))]
struct Texts {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(email, length(..=12))]
    email: Option<String>,
    #[memtable(url)]
    site: String,
    #[memtable(ip)]
    host: Option<String>,
    #[memtable(non_blank, pattern = r"^\p{L}", custom = short)]
    name: String,
    #[memtable(length(2..=3, bytes))]
    code: String,
    #[memtable(one_of("a", "b", "c", "d", "e", "f", "g", "h", "i"))]
    letter: String,
    #[memtable(one_of("Free", "Team"), length(4..))]
    plan: Plan,
    #[memtable(range('a'..='m'), one_of('a', 'b'))]
    mark: char,
    #[memtable(length(1..=2), inner(range(..=9), multiple_of = 3))]
    photo: Vec<u8>,
    #[memtable(length(..=2), inner(non_blank, length(..=3), custom = short))]
    tags: Vec<Option<String>>,
    home: Option<Home>,
    #[memtable(length(..=1))]
    homes: Vec<Home>,
}

/// Every rule of numbers, and of dates and times.
#[derive(MemTable, Clone, Debug)]
#[memtable(
    name = "numbers",
    check(low <= high, "low must not be after high"),
    check(first < last && !(flag && small > 3), "first must be before last"),
    check(ratio >= 0.5 || small.is_none(), "a small ratio stands alone")
)]
struct Numbers {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(range(-5..5), multiple_of = 2, one_of(-4, 0, 2))]
    small: Option<i8>,
    #[memtable(range(1..), custom = is_even)]
    low: i64,
    #[memtable(range(..=10))]
    high: Option<i64>,
    #[memtable(range(3..=340282366920938463463374607431768211455))]
    great: u128,
    #[memtable(range(-3..3))]
    wide: i128,
    #[memtable(range(0.0..1.0), finite)]
    ratio: f64,
    #[memtable(multiple_of = 0.5, range(..=2.0))]
    half: Option<f32>,
    #[memtable(range(Decimal::ONE..Decimal::TEN), multiple_of = Decimal::TWO)]
    price: Decimal,
    #[memtable(one_of(true))]
    flag: bool,
    #[memtable(range(THIRD..))]
    first: NaiveDate,
    last: Option<NaiveDate>,
    #[memtable(range(..=NOON))]
    at: NaiveTime,
    #[memtable(range(MOMENT..))]
    moment: NaiveDateTime,
    #[memtable(range(..DateTime::UNIX_EPOCH))]
    seen: DateTime<Utc>,
    offset: DateTime<FixedOffset>,
    #[memtable(range(SECOND..THREE_SECONDS))]
    pause: TimeDelta,
    uuid: Uuid,
}

const THIRD: NaiveDate = day(3);
const MOMENT: NaiveDateTime = NaiveDateTime::new(day(2), NOON);
const SECOND: TimeDelta = TimeDelta::seconds(1);
const THREE_SECONDS: TimeDelta = TimeDelta::seconds(3);
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");

const fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, day).expect("a day in January")
}

fn short(text: &str) -> Result<(), Vec<String>> {
    let words = text.split(' ').filter(|word| word.len() > 3);
    let complaints: Vec<String> = words.map(|word| format!("{word} is long")).collect();
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints)
    }
}

fn is_even(number: &i64) -> bool {
    number % 2 == 0
}

fn functions() -> Functions {
    let functions = Functions::new().with("short", |value: &Value| match value {
        Value::Text(text) => short(text),
        _ => Ok(()),
    });
    functions.with("is_even", |value: &Value| match value {
        Value::Int(int) => is_even(&i64::try_from(*int).unwrap()),
        _ => false,
    })
}

/// What the struct's own rules say of each row.
fn typed<R: MemTable>(rows: &[R]) -> Vec<Violation> {
    let reports = rows
        .iter()
        .enumerate()
        .filter_map(|(row, it)| Some((row, it.validate().err()?)));
    reports
        .flat_map(|(row, report)| {
            report
                .violations
                .into_iter()
                .map(move |violation| Violation { row, ..violation })
        })
        .collect()
}

fn agrees<R: MemTable>(rows: &[R]) -> Result<(), TestCaseError> {
    let batch = batch_of(rows).unwrap();
    let rules = Rules::new(R::SCHEMA, &functions()).unwrap();
    prop_assert_eq!(rules.check(&batch).unwrap().violations, typed(rows));
    // a part of the batch has the violations of that part
    let start = rows.len() / 3;
    let part = rules
        .check(&batch.slice(start, rows.len() - start))
        .unwrap();
    prop_assert_eq!(part.violations, typed(&rows[start..]));
    // and tables of both kinds take and refuse the same rows, for the same reasons
    let mut table = DynTable::new(R::SCHEMA.clone())
        .unwrap()
        .with_functions(functions());
    let written = table.append(batch);
    match Table::from_rows(rows.to_vec()) {
        Ok(typed) => {
            prop_assert!(written.is_ok(), "{:?}", written.err());
            prop_assert!(typed.to_dyn().unwrap() == table);
        }
        Err(rejected) => {
            let refused = written.unwrap_err();
            prop_assert_eq!(refused.report(), Some(&rejected.report));
        }
    }
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        " ",
        "ann",
        "ann@b.org",
        "a@b",
        "https://a.org",
        "::1",
        "127.0.0.1",
        "é",
        "1ab",
        "two words",
        "no longer short",
        "a",
        "b",
        "i",
        "ééé",
        "mailto:a@b.org",
    ]);
    prop_oneof![3 => odd.prop_map(str::to_owned), 1 => ".{0,5}"]
}

fn home() -> impl Strategy<Value = Home> {
    (text(), prop::option::of(998..1002)).prop_map(|(street, zip)| Home { street, zip })
}

fn texts() -> impl Strategy<Value = Texts> {
    let plan = prop::sample::select(vec![Plan::Free, Plan::Pro, Plan::Team]);
    let mark = prop::sample::select(vec!['a', 'm', 'n', 'é', 'z']);
    let tags = prop::collection::vec(prop::option::of(text()), 0..4);
    let homes = (
        prop::option::of(home()),
        prop::collection::vec(home(), 0..3),
    );
    (
        (
            0..9_u32,
            prop::option::of(text()),
            text(),
            prop::option::of(text()),
            text(),
            text(),
            text(),
        ),
        (
            plan,
            mark,
            prop::collection::vec(0..12_u8, 0..4),
            tags,
            homes,
        ),
    )
        .prop_map(
            |(
                (id, email, site, host, name, code, letter),
                (plan, mark, photo, tags, (home, homes)),
            )| Texts {
                id,
                email,
                site,
                host,
                name,
                code,
                letter,
                plan,
                mark,
                photo,
                tags,
                home,
                homes,
            },
        )
}

fn float() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![
        -0.0,
        0.0,
        0.5,
        0.25,
        1.0,
        -1.0,
        2.0,
        2.5,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        5e-324,
    ])
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the floats of the tests are short"
)]
fn numbers() -> impl Strategy<Value = Numbers> {
    let great = prop_oneof![0..5_u128, Just(u128::MAX), Just(u128::MAX / 2)];
    let wide = prop_oneof![-4..4_i128, Just(i128::MIN), Just(i128::MAX)];
    let price = (-20..1200_i64, 0..3_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale));
    let days = || (1..6_u32).prop_map(day);
    let seconds = 0..86_400_u32;
    let nanos = -3_000_000_000..3_000_000_000_i64;
    let instant = nanos.clone().prop_map(DateTime::from_timestamp_nanos);
    let offset = (-20..20_i32).prop_map(|quarters| FixedOffset::east_opt(quarters * 900).unwrap());
    (
        (
            0..9_u64,
            prop::option::of(-6..8_i8),
            -2..12_i64,
            prop::option::of(-2..12_i64),
            great,
            wide,
        ),
        (
            float(),
            prop::option::of(float()),
            price,
            any::<bool>(),
            days(),
            prop::option::of(days()),
        ),
        (seconds, days(), instant, offset, nanos, any::<u128>()),
    )
        .prop_map(|(ints, floats, times)| {
            let (id, small, low, high, great, wide) = ints;
            let (ratio, half, price, flag, first, last) = floats;
            let (seconds, date, seen, offset, pause, uuid) = times;
            let at = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
            Numbers {
                id,
                small,
                low,
                high,
                great,
                wide,
                ratio,
                half: half.map(|half| half as f32),
                price,
                flag,
                first,
                last,
                at,
                moment: date.and_time(at),
                seen,
                offset: seen.with_timezone(&offset),
                pause: TimeDelta::nanoseconds(pause),
                uuid: Uuid::from_u128(uuid),
            }
        })
}

proptest! {
    #[test]
    fn typed_and_dynamic_agree_on_text_lists_and_nested_rows(
        rows in prop::collection::vec(texts(), 0..12),
    ) {
        agrees(&rows)?;
    }

    #[test]
    fn typed_and_dynamic_agree_on_numbers_dates_and_times(
        rows in prop::collection::vec(numbers(), 0..12),
    ) {
        agrees(&rows)?;
    }

    #[test]
    fn json_schema_agrees_with_both(rows in prop::collection::vec(said(), 1..6)) {
        let schema = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&Said::SCHEMA.to_json_schema())
            .unwrap();
        let batch = batch_of(&rows).unwrap();
        let report = Rules::new(Said::SCHEMA, &Functions::new()).unwrap().check(&batch).unwrap();
        prop_assert_eq!(&report.violations, &typed(&rows));
        for (place, row) in rows.iter().enumerate() {
            let json = serde_json::to_value(row).unwrap();
            let is_valid = report.for_row(place).next().is_none();
            prop_assert_eq!(schema.is_valid(&json), is_valid, "{}", json);
        }
    }
}

/// Rules that JSON Schema can say.
#[derive(MemTable, Clone, Debug, Serialize)]
struct Said {
    #[memtable(range(-5..=5), multiple_of = 2)]
    small: Option<i8>,
    #[memtable(range(0.0..1.0))]
    ratio: f64,
    #[memtable(length(1..=4), pattern = "^[a-z]")]
    name: String,
    #[memtable(url)]
    site: Option<String>,
    #[memtable(one_of("a", "b"))]
    letter: String,
    plan: Plan,
    #[memtable(length(..=2), inner(length(..=3)))]
    tags: Vec<String>,
}

fn said() -> impl Strategy<Value = Said> {
    let plan = prop::sample::select(vec![Plan::Free, Plan::Pro, Plan::Team]);
    let finite = float().prop_filter("JSON has finite floats", |float| float.is_finite());
    (
        prop::option::of(-7..8_i8),
        finite,
        text(),
        prop::option::of(text()),
        text(),
        plan,
        prop::collection::vec(text(), 0..4),
    )
        .prop_map(|(small, ratio, name, site, letter, plan, tags)| Said {
            small,
            ratio,
            name,
            site,
            letter,
            plan,
            tags,
        })
}

#[test]
fn rules_are_read_from_json_and_asked_of_any_arrow_types() {
    let schema: Schema = serde_json::from_str(
        r#"{
            "name": "people",
            "columns": [
                {"name": "id", "type": "int64"},
                {"name": "name", "type": "text", "rules": ["non_blank", {"length": {"max": 5}}]},
                {"name": "plan", "type": "enum(free, pro)", "nullable": true}
            ],
            "primary_key": "id",
            "checks": [{"expr": "id > 1 || plan == \"free\"", "message": "the first is free"}]
        }"#,
    )
    .unwrap();
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), Some(2), None]));
    let names: ArrayRef = Arc::new(LargeStringArray::from(vec!["Ann", " ", "Barbara"]));
    let plans: ArrayRef = Arc::new(LargeStringArray::from(vec![
        Some("pro"),
        Some("gold"),
        None,
    ]));
    let columns = [
        ("plan", plans, true),
        ("name", names, true),
        ("id", ids, true),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let report = Rules::new(&schema, &Functions::new())
        .unwrap()
        .check(&batch)
        .unwrap();
    expect![[r#"
        people: 3 of 3 rows break a rule (5 violations; the first row is row 0)

          row 0 (id 1)     id, plan  1, "pro"   the first is free                      MT0141 check
          row 1 (id 2)     name      " "        must not be blank                      MT0110 non_blank
          row 1 (id 2)     plan      "gold"     must be enum(free, pro), is text       MT0122 type
          row 2 (id null)  id        null       must have a value                      MT0121 not_null
          row 2 (id null)  name      "Barbara"  must have at most 5 characters, has 7  MT0102 length"#]].assert_eq(&report.to_string());
}

#[test]
fn a_column_that_is_absent_is_one_of_nulls() {
    let batch =
        RecordBatch::try_from_iter([("id", Arc::new(Int64Array::from(vec![1])) as ArrayRef)]);
    let schema = Schema::new("people")
        .with_column(memtable::schema::Column::new(
            "id",
            memtable::schema::DataType::Int64,
        ))
        .with_column(memtable::schema::Column::new(
            "age",
            memtable::schema::DataType::UInt8,
        ));
    let report = Rules::new(&schema, &Functions::new())
        .unwrap()
        .check(&batch.unwrap())
        .unwrap();
    expect![[r#"
        people: the row breaks a rule (1 violation)

          row 0  age  null  must have a value  MT0121 not_null"#]]
    .assert_eq(&report.to_string());
}

#[test]
fn every_function_that_nobody_gave_is_named() {
    let functions = Functions::new().with("shirt", |_: &Value| true);
    let error = Rules::new(Texts::SCHEMA, &functions).unwrap_err();
    assert!(matches!(&error, BadRules::NoFunction { missing, .. } if missing.len() == 2));
    expect![[r#"
        column `name`: there is no function `short` for `custom`; did you mean `shirt`? (there are `shirt`): give it by `Functions::with`
        column `tags`: there is no function `short` for `custom`; did you mean `shirt`? (there are `shirt`): give it by `Functions::with`"#]].assert_eq(&error.to_string());
}

#[test]
fn a_schema_that_makes_no_sense_has_no_rules() {
    let schema = Schema::new("t").with_primary_key(["id"]);
    let error = Rules::new(&schema, &Functions::new()).unwrap_err();
    expect![[r#"
        the schema of `t` makes no sense:
          primary key: there is no column `id`, but "#]]
    .assert_eq(&error.to_string());
}

#[test]
fn conditions_of_nested_rows_hold_where_there_is_a_row() {
    #[derive(MemTable, Clone, Debug)]
    #[memtable(name = "spans", check(first <= last, "it ends before it begins"), check(last.is_some(), "it ends"))]
    struct Span {
        first: i64,
        last: Option<i64>,
    }

    #[derive(MemTable, Clone, Debug)]
    #[memtable(name = "stays")]
    struct Stay {
        #[memtable(primary_key)]
        id: u64,
        main: Option<Span>,
        others: Vec<Option<Span>>,
    }

    let span = |first, last| Some(Span { first, last });
    let stays = [
        Stay {
            id: 1,
            main: span(1, Some(2)),
            others: vec![None, span(3, Some(3))],
        },
        Stay {
            id: 2,
            main: None,
            others: Vec::new(),
        },
        Stay {
            id: 3,
            main: span(2, Some(1)),
            others: vec![span(1, Some(2)), span(5, Some(4))],
        },
        Stay {
            id: 4,
            main: span(2, None),
            others: vec![None, span(5, None)],
        },
    ];
    agrees(&stays).unwrap();

    let mut table = DynTable::new(Stay::SCHEMA.clone()).unwrap();
    let report = table.append(batch_of(&stays).unwrap()).unwrap_err();
    expect![[r#"
        stays: 2 of 4 rows break a rule (4 violations; the first row is row 0)

          row 2 (id 3)  main            {first: 2, last: 1}  it ends before it begins  MT0141 check
          row 2 (id 3)  others[1]       {first: 5, last: 4}  it ends before it begins  MT0141 check
          row 3 (id 4)  main.last       null                 it ends                   MT0141 check
          row 3 (id 4)  others[1].last  null                 it ends                   MT0141 check"#]]
    .assert_eq(&report.to_string());
    assert!(table.append(batch_of(&stays[..2]).unwrap()).is_ok());
}

/// The rows for which the condition is false, of these columns.
fn rows_that_break(check: &str, columns: &[(&str, DataType, ArrayRef)]) -> Vec<usize> {
    let schema = columns
        .iter()
        .fold(Schema::new("t"), |schema, (name, data_type, _)| {
            let name = (*name).to_owned();
            schema.with_column(Column::new(name, data_type.clone()).nullable())
        });
    let schema = schema.with_check(check.parse().unwrap(), "no");
    let arrays = columns
        .iter()
        .map(|(name, _, array)| (*name, Arc::clone(array), true));
    let batch = RecordBatch::try_from_iter_with_nullable(arrays).unwrap();
    let rules = Rules::new(&schema, &Functions::new()).unwrap();
    rules.check(&batch).unwrap().rows()
}

#[test]
fn what_is_unknown_of_a_null_breaks_no_condition() {
    let columns: [(&str, DataType, ArrayRef); 3] = [
        (
            "a",
            DataType::Int64,
            Arc::new(Int64Array::from(vec![Some(1), Some(2), None, Some(3)])),
        ),
        (
            "b",
            DataType::Int64,
            Arc::new(Int64Array::from(vec![Some(2), Some(2), Some(1), None])),
        ),
        (
            "t",
            DataType::Text,
            Arc::new(StringArray::from(vec![
                Some("x"),
                Some("y"),
                None,
                Some("w"),
            ])),
        ),
    ];
    for (check, expected) in [
        ("a > b", &[0, 1][..]),
        ("a < b", &[1]),
        ("a <= b", &[]),
        ("a > 1", &[0]),
        ("2 < a", &[0, 1]),
        ("2 >= a", &[3]),
        ("t < \"x\"", &[0, 1]),
        ("t <= \"x\"", &[1]),
        ("t >= \"x\"", &[3]),
        ("\"x\" < t", &[0, 3]),
    ] {
        assert_eq!(rows_that_break(check, &columns), expected, "{check}");
    }
}

#[test]
fn moments_of_two_units_are_compared_as_moments() {
    let columns: [(&str, DataType, ArrayRef); 2] = [
        (
            "start",
            DataType::DateTime,
            Arc::new(TimestampMicrosecondArray::from(vec![3_000, 2_000, 1_000])),
        ),
        (
            "end",
            DataType::DateTime,
            Arc::new(TimestampNanosecondArray::from(vec![2_000_000; 3])),
        ),
    ];
    assert_eq!(rows_that_break("start <= end", &columns), [0]);
    assert_eq!(rows_that_break("start >= end", &columns), [2]);
}

#[test]
fn a_nested_row_with_nothing_but_a_condition_is_held_to_it() {
    let span = StructType::from(vec![
        Column::new("first", DataType::Int64).nullable(),
        Column::new("last", DataType::Int64).nullable(),
    ])
    .with_check("first <= last".parse().unwrap(), "ends before it begins");
    let column = Column::new("span", DataType::Struct(span)).nullable();
    let mut table = DynTable::new(Schema::new("stays").with_column(column)).unwrap();
    let refused = table
        .append_rows([
            json!({"span": {"first": 1, "last": 2}}),
            json!({"span": {"first": 2, "last": 1}}),
            json!({"span": null}),
        ])
        .unwrap_err();
    assert_eq!(refused.report().map(Report::rows), Some(vec![1]));
}

#[test]
fn what_lies_behind_a_null_list_is_not_looked_at() {
    let mut lists = ListBuilder::new(Int64Builder::new());
    for (numbers, is_there) in [(&[7][..], true), (&[-1, -2], false), (&[8], true)] {
        lists.values().append_slice(numbers);
        lists.append(is_there);
    }
    let known = Rule::OneOf(vec![7.into(), 8.into()].into());
    let list = DataType::List {
        element: DataType::Int64.into(),
        nullable: true,
    };
    let column = Column::new("numbers", list)
        .nullable()
        .with_rule(Rule::Inner(vec![known].into()));
    let rules = Rules::new(&Schema::new("t").with_column(column), &Functions::new()).unwrap();
    let lists: ArrayRef = Arc::new(lists.finish());
    let batch = RecordBatch::try_from_iter_with_nullable([("numbers", lists, true)]).unwrap();
    assert!(rules.check(&batch).unwrap().rows().is_empty());
}

#[test]
fn functions_of_nested_rows_and_of_the_table_are_missed_too() {
    let part = Column::new("name", DataType::Text).with_rule(Rule::Custom("short".into()));
    let inside = DataType::Struct(vec![part].into());
    let list = DataType::List {
        element: inside.into(),
        nullable: false,
    };
    let schema = Schema::new("t").with_column(Column::new("parts", list));
    let error = Rules::new(&schema, &Functions::new()).unwrap_err();
    expect!["column `parts.name`: there is no function `short` for `custom`; there are none: give it by `Functions::with`"].assert_eq(&error.to_string());

    let mut schema = Schema::new("t").with_column(Column::new("id", DataType::Int64));
    schema.table_checks = vec!["few".into()].into();
    let mut table = DynTable::new(schema).unwrap();
    let refused = table.append_rows([json!({"id": 1})]).unwrap_err();
    expect![[r#"
        t cannot be written: its rules name functions that it has not
          t: `few`; it has none
        give each by `Functions::with` or `Functions::with_table_check`, or say by `Functions::unasked` that it is not asked"#]].assert_eq(&refused.to_string());
}
