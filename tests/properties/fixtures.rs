//! Every rule, every type of column and every option: rows are made, and none breaks a rule; rows are broken, and break one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::num::NonZero;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use memtable::fixture::{BoundaryFixture, Fixtures, InvalidFixture, Locale, RowFixtures, Share};
use memtable::{MemTable, MemValue, Table};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash)]
enum Colour {
    Red,
    Green,
    Blue,
}

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash)]
struct Label(String);

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(check(from <= to, "in order"))]
struct Span {
    from: i32,
    to: i32,
}

/// Every type, without a rule.
#[derive(MemTable, Clone, Debug, PartialEq)]
struct Types {
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    usize: usize,
    non_zero: NonZero<u8>,
    f32: f32,
    f64: f64,
    bool: bool,
    char: char,
    string: String,
    boxed: Box<str>,
    shared: Arc<str>,
    cow: Cow<'static, str>,
    bytes: Vec<u8>,
    date: NaiveDate,
    time: NaiveTime,
    datetime: NaiveDateTime,
    utc: DateTime<Utc>,
    offset: DateTime<FixedOffset>,
    delta: TimeDelta,
    option: Option<i64>,
    list: Vec<Option<String>>,
    nested: Span,
    nested_list: Vec<Span>,
    colour: Colour,
    label: Label,
    uuid: Uuid,
    decimal: Decimal,
    json: serde_json::Value,
}

fn is_even(n: &u32) -> bool {
    n.is_multiple_of(2)
}

const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
const SPRING: NaiveDate = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();

/// Every rule, on the types it fits.
#[derive(MemTable, Clone, Debug, PartialEq)]
struct Rules {
    #[memtable(range(-5..=5))]
    small: i8,
    #[memtable(range(10..))]
    from_ten: u64,
    #[memtable(range(..100))]
    below_hundred: i32,
    #[memtable(range(340_282_366_920_938_463_463_374_607_431_768_211_450..))]
    huge: u128,
    #[memtable(min = 3, max = 4)]
    three_or_four: u16,
    #[memtable(range(0..=9))]
    digit: NonZero<u8>,
    #[memtable(range(0.0..1.0), finite)]
    share: f64,
    #[memtable(range(1.0..=1.000_000_1))]
    narrow: f32,
    #[memtable(range(1e30..))]
    vast: f64,
    #[memtable(finite)]
    finite: Option<f32>,
    #[memtable(range('a'..='f'))]
    hex: char,
    #[memtable(range(SPRING..))]
    spring: NaiveDate,
    #[memtable(range(NOON..))]
    afternoon: NaiveTime,
    #[memtable(length(3..=5))]
    short: String,
    #[memtable(length(..=0))]
    empty: String,
    #[memtable(length(70..=80))]
    long: String,
    #[memtable(length(2..=6, bytes))]
    few_bytes: Label,
    #[memtable(length(4))]
    four: Vec<u8>,
    #[memtable(length(1..=3), inner(length(2..=4), pattern = "^[a-z]+$"))]
    tags: Vec<String>,
    #[memtable(inner(range(1..=6)))]
    dice: Vec<i32>,
    #[memtable(pattern = r"^[A-Z]{3}-\d{4}$")]
    sku: String,
    #[memtable(pattern = r"^\p{Lu}", length(1..=20))]
    proper: String,
    #[memtable(pattern = "x$")]
    ends_with_x: String,
    #[memtable(pattern = "^[a-z]+$", length(8..=9))]
    lower: String,
    #[memtable(one_of("aa", "bb", "ccc"), length(2..))]
    listed: String,
    #[memtable(one_of(2, 3, 5))]
    prime: Option<u8>,
    #[memtable(email, length(..=12))]
    tight_email: String,
    #[memtable(email, length(40..=80))]
    long_email: String,
    #[memtable(email, pattern = "@corp[.]com$")]
    corporate: String,
    #[memtable(url)]
    url: String,
    #[memtable(ip)]
    ip: Option<String>,
    #[memtable(multiple_of = 7, range(1..=50))]
    sevens: i32,
    #[memtable(multiple_of = 25)]
    quarters: u8,
    #[memtable(non_blank, length(..=3))]
    non_blank: String,
    #[memtable(custom = is_even)]
    even: u32,
    #[memtable(fake = "sentence", length(..=30))]
    sentence: String,
    #[memtable(fake = "city")]
    home: String,
}

/// Every shape of a key.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(primary_key(colour, no), unique(flag, letter, third))]
struct Keys {
    colour: Colour,
    no: u16,
    flag: bool,
    #[memtable(range('a'..='j'))]
    letter: char,
    #[memtable(one_of("x", "y", "z"))]
    third: String,
    #[memtable(unique)]
    uuid: Uuid,
    #[memtable(unique, range(1000..2000))]
    pin: u32,
    #[memtable(unique, length(..=3))]
    code: Option<String>,
    #[memtable(unique, email, length(..=20))]
    email: String,
    #[memtable(unique, url)]
    url: String,
    #[memtable(unique, ip)]
    ip: String,
    #[memtable(unique, pattern = "^[a-z]{2,3}[0-9]?$")]
    tag: String,
    #[memtable(unique)]
    day: NaiveDate,
    #[memtable(unique)]
    bytes: Vec<u8>,
    #[memtable(unique)]
    name: String,
}

/// Every kind of check.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(
    check(a <= b && b < c, "in order"),
    check(low > 3 && low != high, "literals"),
    check(opened == closed || open, "one of two"),
    check(!(minor && married), "not both"),
    check(note.is_some(), "has a note"),
    check(day <= later, "days")
)]
struct Checks {
    a: u32,
    #[memtable(range(5..=50))]
    b: u32,
    #[memtable(range(..=60))]
    c: u32,
    low: i64,
    high: Option<i64>,
    opened: NaiveDate,
    closed: NaiveDate,
    open: bool,
    minor: bool,
    married: bool,
    note: Option<String>,
    day: NaiveDate,
    later: Option<NaiveDate>,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Parent {
    #[memtable(primary_key, pattern = "^[a-z]{2}$")]
    code: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Child {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(references = Parent::CODE)]
    parent: String,
}

fn locales() -> impl Strategy<Value = Locale> {
    prop::sample::select(vec![
        Locale::En,
        Locale::ArSa,
        Locale::CyGb,
        Locale::DeDe,
        Locale::FaIr,
        Locale::FrFr,
        Locale::ItIt,
        Locale::JaJp,
        Locale::NlNl,
        Locale::PtBr,
        Locale::PtPt,
        Locale::TrTr,
        Locale::ZhCn,
        Locale::ZhTw,
    ])
}

pub(super) fn all_are_valid<R: MemTable + Debug + PartialEq>(fixtures: &RowFixtures<R>, n: usize) {
    let table = fixtures
        .build_table(n)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(table.len(), n);
    table.verify().unwrap();
    let again = fixtures.clone().nth(n - 1).unwrap();
    assert!(table.iter().last().unwrap().same(&again), "{again:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_type_has_values(seed: u64) {
        all_are_valid(&Types::fixtures(seed), 40);
    }

    #[test]
    fn every_rule_is_kept(seed: u64) {
        all_are_valid(&Rules::fixtures(seed), 40);
    }

    #[test]
    fn every_key_is_unique(seed: u64) {
        all_are_valid(&Keys::fixtures(seed), 60);
    }

    #[test]
    fn every_check_is_kept(seed: u64) {
        all_are_valid(&Checks::fixtures(seed), 60);
    }

    #[test]
    fn every_option_keeps_the_rules(
        seed: u64, nulls in 0.0..=1.0_f64, start in 10..1_000_u64, locale in locales(), small in -5..=5_i8,
    ) {
        let fixtures = Rules::fixtures(seed)
            .locale(locale)
            .null_share(Rules::PRIME, nulls)
            .null_share(Rules::FINITE, 1.0 - nulls)
            .with(Rules::SMALL, small)
            .with_fn(Rules::THREE_OR_FOUR, |row| 3 + u16::from(row % 2 == 0))
            .cycle(Rules::HEX, ['a', 'c', 'f'])
            .weighted(Rules::LISTED, [("bb".to_owned(), 3), ("ccc".to_owned(), 1)])
            .sequence(Rules::FROM_TEN, (start..).step_by(3));
        all_are_valid(&fixtures, 40);
        for (row, made) in (0..).zip(fixtures.rows(40).unwrap()) {
            prop_assert_eq!((made.small, made.from_ten), (small, start + 3 * row));
            prop_assert_eq!(made.three_or_four, 3 + u16::from(row % 2 == 0));
            prop_assert_eq!(Some(made.hex), "acf".chars().cycle().nth(usize::try_from(row).unwrap()));
            prop_assert!(["bb", "ccc"].contains(&&*made.listed));
            prop_assert!(made.prime.is_none() || nulls < 1.0);
            prop_assert!(made.finite.is_some() || nulls < 1.0);
        }
    }

    #[test]
    fn what_is_said_unchecked_alone_breaks_a_rule(seed: u64, small in 6..=i8::MAX) {
        let fixtures = Rules::fixtures(seed).with(Rules::SMALL, small);
        prop_assert!(fixtures.row(0).is_err());
        for row in fixtures.unchecked().rows(10).unwrap() {
            let report = row.validate().unwrap_err();
            let broken: Vec<_> = report.violations().iter().map(|one| &one.columns[..]).collect();
            prop_assert_eq!(broken, [["small"]]);
        }
    }

    #[test]
    fn references_name_rows_whatever_their_shares(seed: u64, n_parents in 1..20_usize, each in 1..6_u64) {
        let n = n_parents * usize::try_from(each).unwrap();
        for share in [Share::Uniform, Share::Zipf, Share::Exactly(each)] {
            let fixtures = Fixtures::new(seed).rows::<Parent>(n_parents);
            let made = fixtures.rows_with::<Child>(n, |rows| rows.share(Child::PARENT, share)).build().unwrap();
            let (parents, children) = (made.table::<Parent>(), made.table::<Child>());
            prop_assert!(children.iter().all(|child| parents.contains_key(&child.parent)));
            children.verify().unwrap();
            if let Share::Exactly(_) = share {
                let n_of = |parent: &Parent| children.iter().filter(|child| child.parent == parent.code).count();
                prop_assert!(parents.iter().all(|parent| n_of(parent) * n_parents == n));
            }
        }
    }

    #[test]
    fn a_strategy_makes_valid_rows(row in Rules::strategy(), table in Table::<Keys>::strategy(0..20)) {
        prop_assert!(row.validate().is_ok());
        prop_assert!(table.verify().is_ok() && table.len() < 20);
    }
}

#[test]
fn a_strategy_shrinks_within_the_rules() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut tree = Table::<Checks>::strategy(5..10)
        .new_tree(&mut runner)
        .unwrap();
    while tree.simplify() {
        let table = tree.current();
        assert!(table.len() >= 5);
        table.verify().unwrap();
    }
    assert_eq!(tree.current().len(), 5);
    assert!(tree.current().iter().all(|row| row.low == 4));
}

/// The rules that are broken, each by rows that break no other.
#[track_caller]
pub(super) fn broken<R: MemTable + Debug>(all: Vec<InvalidFixture<R>>) -> BTreeSet<String> {
    let told = all.into_iter().map(|InvalidFixture { rows, violation }| {
        let refused = Table::from_rows(rows).unwrap_err();
        assert_eq!(
            refused.report.violations(),
            std::slice::from_ref(&violation)
        );
        format!("{} {}", violation.columns.join(","), violation.rule.name())
    });
    told.collect()
}

/// The rules of the columns that no row was found to break alone.
#[track_caller]
pub(super) fn unbroken<R: MemTable + Debug>(all: Vec<InvalidFixture<R>>) -> Vec<String> {
    let broken = broken(all);
    let rules = R::SCHEMA.columns.iter().flat_map(|column| {
        let inner = column.rules.iter().flat_map(|rule| match rule {
            memtable::schema::Rule::Inner(rules) => rules.to_vec(),
            rule => vec![rule.clone()],
        });
        inner
            .map(|rule| format!("{} {}", column.name, rule.name()))
            .collect::<Vec<_>>()
    });
    rules.filter(|rule| !broken.contains(rule)).collect()
}

#[test]
fn every_rule_is_broken_alone() {
    // What is infinite lies in no range that ends, and what is listed has a length that is allowed.
    let unbroken = unbroken(Rules::invalid_fixtures());
    assert_eq!(unbroken, ["share finite", "listed length"]);
}

#[test]
fn a_length_is_broken_by_one() {
    let all = Rules::invalid_fixtures();
    let short = all.iter().filter(|one| one.violation.columns == ["short"]);
    let lengths: BTreeSet<_> = short.map(|one| one.rows[0].short.chars().count()).collect();
    assert!(lengths.contains(&2) && lengths.contains(&6), "{lengths:?}");
}

#[test]
fn every_key_is_broken_alone() {
    let broken = broken(Keys::invalid_fixtures());
    let keys = broken
        .iter()
        .filter(|rule| rule.ends_with("primary_key") || rule.ends_with("unique"));
    assert_eq!(keys.count(), 12, "{broken:#?}");
}

#[test]
fn every_check_is_broken_alone() {
    let broken = Checks::invalid_fixtures();
    let n_checks = broken
        .iter()
        .filter(|invalid| invalid.violation.rule.name() == "check")
        .count();
    assert_eq!(n_checks, 6);
}

#[track_caller]
pub(super) fn edges<R: MemTable + Debug>(all: &[BoundaryFixture<R>]) -> BTreeSet<&'static str> {
    for boundary in all {
        boundary.row.validate().unwrap();
    }
    all.iter().map(|boundary| boundary.column).collect()
}

#[test]
fn every_column_has_an_edge() {
    let names = |schema: &'static memtable::Schema| {
        schema
            .columns
            .iter()
            .map(|column| &*column.name)
            .collect::<BTreeSet<_>>()
    };
    let without: Vec<_> = names(Types::SCHEMA)
        .difference(&edges(&Types::boundary_fixtures()))
        .copied()
        .collect();
    assert_eq!(without, ["json", "nested"]);
    assert_eq!(names(Rules::SCHEMA), edges(&Rules::boundary_fixtures()));
    assert_eq!(names(Checks::SCHEMA), edges(&Checks::boundary_fixtures()));
}
