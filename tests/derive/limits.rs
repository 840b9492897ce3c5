//! Limits of every kind, as literals and as constants, are the same data and the same rule.

use std::num::NonZero;
use std::ops::Bound;

use chrono::{NaiveDate, TimeDelta};
use memtable::schema::Rule;
use memtable::{MemTable, MemValue, Value};

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

#[derive(MemValue, Clone, Copy)]
#[memtable(rename_all = "lowercase")]
enum Plan {
    Free,
}

type Alias = Plan;

#[derive(MemTable, Clone)]
struct Limits {
    #[memtable(range(1..=9), multiple_of = 3)]
    number: NonZero<u8>,
    #[memtable(range(min = FIRST, max = NaiveDate::from_ymd_opt(2000, 1, 2).unwrap()))]
    day: NaiveDate,
    #[memtable(range(..std::f64::consts::PI))]
    below_pi: f64,
    #[memtable(range(min = 2 * 3, max = -(-9)))]
    computed: i64,
    #[memtable(one_of('a', 'b'), range('a'..='z'))]
    letter: char,
    #[memtable(one_of(b"ab"), length(1..=3))]
    bytes: Vec<u8>,
    #[memtable(one_of(true))]
    yes: bool,
    #[memtable(one_of("free"))]
    plan: Option<Alias>,
    #[memtable(range(min = Self::LEAST))]
    small: u8,
    #[memtable(range(min = TimeDelta::seconds(3)))]
    span: TimeDelta,
    #[memtable(inner(range(0.5..)))]
    list: Option<Vec<f32>>,
    #[memtable(min = -170_141_183_460_469_231_731_687_303_715_884_105_728)]
    #[memtable(max = 0x10)]
    big: i128,
}

impl Limits {
    const LEAST: u8 = 3;
}

fn good() -> Limits {
    Limits {
        number: NonZero::new(3).unwrap(),
        day: FIRST,
        below_pi: 3.1,
        computed: 6,
        letter: 'a',
        bytes: b"ab".to_vec(),
        yes: true,
        plan: Some(Plan::Free),
        small: 3,
        span: TimeDelta::seconds(3),
        list: Some(vec![0.5]),
        big: i128::MIN,
    }
}

#[track_caller]
fn check(column: &str, expected: &[Rule]) {
    let column = Limits::SCHEMA
        .columns
        .iter()
        .find(|found| found.name == column);
    assert_eq!(column.map(|column| &*column.rules), Some(expected));
}

fn range(min: impl Into<Value>, max: impl Into<Value>) -> Rule {
    Rule::Range {
        min: Bound::Included(min.into()),
        max: Bound::Included(max.into()),
    }
}

#[test]
fn limits_are_values_of_the_columns_type() {
    check(
        "number",
        &[
            range(Value::Int(1), Value::Int(9)),
            Rule::MultipleOf(Value::Int(3)),
        ],
    );
    check(
        "day",
        &[range(
            Value::Date(FIRST),
            Value::Date(FIRST.succ_opt().unwrap()),
        )],
    );
    let below = Bound::Excluded(Value::Float64(std::f64::consts::PI));
    check(
        "below_pi",
        &[Rule::Range {
            min: Bound::Unbounded,
            max: below,
        }],
    );
    check("computed", &[range(Value::Int(6), Value::Int(9))]);
    let span = Bound::Included(Value::Duration(TimeDelta::seconds(3)));
    check(
        "span",
        &[Rule::Range {
            min: span,
            max: Bound::Unbounded,
        }],
    );
    let half = Rule::Range {
        min: Bound::Included(Value::Float32(0.5)),
        max: Bound::Unbounded,
    };
    check("list", &[Rule::Inner(vec![half].into())]);
}

#[test]
fn values_at_their_limits_are_good() {
    assert_eq!(good().validate(), Ok(()));
}

#[test]
fn values_past_their_limits_are_told() {
    let bad = Limits {
        number: NonZero::new(10).unwrap(),
        day: FIRST.pred_opt().unwrap(),
        below_pi: std::f64::consts::PI,
        computed: 5,
        letter: 'A',
        bytes: Vec::new(),
        yes: false,
        plan: None,
        small: 2,
        span: TimeDelta::zero(),
        list: Some(vec![f32::NAN, 0.5]),
        big: 17,
    };
    let report = bad.validate().unwrap_err();
    let columns: Vec<_> = report
        .violations
        .iter()
        .map(|broken| format!("{}{}", broken.columns[0], broken.path))
        .collect();
    let expected = [
        "number", "number", "day", "below_pi", "computed", "letter", "letter", "bytes", "bytes",
        "yes", "small", "span", "list[0]", "big",
    ];
    assert_eq!(columns, expected);
}
