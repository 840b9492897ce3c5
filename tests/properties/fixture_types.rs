//! Every type of column: alone, optional, in lists, as a key and in ranges; every rule in lists.

use std::borrow::Cow;
use std::num::NonZero;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use memtable::{MemTable, MemValue};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::properties::fixtures::{all_are_valid, broken, edges, unbroken};

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Colour {
    Red,
    Green,
}

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Label(String);

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Address {
    #[memtable(length(1..=20))]
    street: String,
    #[memtable(range(1..=999))]
    number: Option<u16>,
}

/// Tables of every type, each in a shape of its own. One table for a shape, and not one for a type: tables are what compiles slowly.
macro_rules! shapes {
    ($($name:ident $type:ty;)+) => {
        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct Options { $($name: Option<$type>,)+ }

        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct Lists { $(#[memtable(length(2..=3))] $name: Vec<$type>,)+ }

        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct OptionalLists { $($name: Option<Vec<$type>>,)+ }

        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct ListsOfOptions { $($name: Vec<Option<$type>>,)+ }

        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct ListsOfLists { $($name: Vec<Vec<$type>>,)+ }

        /// The values of each column that are missing.
        fn missing(rows: &[Options]) -> Vec<(&'static str, usize)> {
            vec![$((stringify!($name), rows.iter().filter(|row| row.$name.is_none()).count())),+]
        }

        /// How many elements each column has that are missing.
        fn missing_elements(rows: &[ListsOfOptions]) -> Vec<(&'static str, usize)> {
            let missing = |is_missing: Vec<bool>| is_missing.into_iter().filter(|is| *is).count();
            vec![$((
                stringify!($name),
                missing(rows.iter().flat_map(|row| &row.$name).map(Option::is_none).collect()),
            )),+]
        }
    };
}

shapes! {
    i8 i8;
    i16 i16;
    i32 i32;
    i64 i64;
    i128 i128;
    isize isize;
    u8 u8;
    u16 u16;
    u32 u32;
    u64 u64;
    u128 u128;
    usize usize;
    non_zero NonZero<i16>;
    f32 f32;
    f64 f64;
    bool bool;
    char char;
    string String;
    boxed Box<str>;
    shared Arc<str>;
    cow Cow<'static, str>;
    bytes Vec<u8>;
    date NaiveDate;
    time NaiveTime;
    datetime NaiveDateTime;
    utc DateTime<Utc>;
    offset DateTime<FixedOffset>;
    delta TimeDelta;
    uuid Uuid;
    decimal Decimal;
    json serde_json::Value;
    colour Colour;
    label Label;
    address Address;
}

/// A column of each type that can be a key.
macro_rules! keys {
    ($($name:ident $type:ty;)+) => {
        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct Keys { $(#[memtable(unique)] $name: $type,)+ }

        #[derive(MemTable, Clone, Debug, PartialEq)]
        struct OptionalKeys { $(#[memtable(unique)] $name: Option<$type>,)+ }
    };
}

keys! {
    i8 i8;
    i16 i16;
    i32 i32;
    i64 i64;
    i128 i128;
    isize isize;
    u8 u8;
    u16 u16;
    u32 u32;
    u64 u64;
    u128 u128;
    usize usize;
    non_zero NonZero<u16>;
    char char;
    string String;
    boxed Box<str>;
    shared Arc<str>;
    bytes Vec<u8>;
    date NaiveDate;
    time NaiveTime;
    datetime NaiveDateTime;
    utc DateTime<Utc>;
    offset DateTime<FixedOffset>;
    delta TimeDelta;
    uuid Uuid;
    decimal Decimal;
    label Label;
    list Vec<u16>;
}

const DAY: NaiveDate = NaiveDate::from_ymd_opt(1999, 12, 31).unwrap();
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
const THEN: NaiveDateTime = NaiveDateTime::new(DAY, NOON);
const ABROAD: DateTime<FixedOffset> =
    DateTime::from_naive_utc_and_offset(THEN, FixedOffset::east_opt(3600).unwrap());
const HOUR: TimeDelta = TimeDelta::new(3600, 0).unwrap();
const DIME: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
const EURO: Decimal = Decimal::from_parts(1, 0, 0, false, 0);

/// A range of every type that has an order.
#[derive(MemTable, Clone, Debug, PartialEq)]
struct Ranges {
    #[memtable(range(-100..=-50))]
    i8: i8,
    #[memtable(range(..0))]
    i16: i16,
    #[memtable(range(1_000_000..1_000_010))]
    i32: i32,
    #[memtable(range(-9_000_000_000..=-1))]
    i64: i64,
    #[memtable(range(170_141_183_460_469_231_731_687_303_715_884_105_000..))]
    i128: i128,
    #[memtable(range(-1..=1))]
    isize: isize,
    #[memtable(range(250..))]
    u8: u8,
    #[memtable(range(..=1))]
    u16: u16,
    #[memtable(range(7..=7))]
    u32: u32,
    #[memtable(range(18_446_744_073_709_551_000..))]
    u64: u64,
    #[memtable(range(..=3))]
    u128: u128,
    #[memtable(range(10..20))]
    usize: usize,
    #[memtable(range(-1..=1))]
    non_zero: NonZero<i32>,
    #[memtable(range(-1.5..=-0.25))]
    f32: f32,
    #[memtable(range(0.1..0.2))]
    f64: f64,
    #[memtable(range('0'..='9'))]
    char: char,
    #[memtable(range(..DAY))]
    date: NaiveDate,
    #[memtable(range(NOON..))]
    time: NaiveTime,
    #[memtable(range(THEN..))]
    datetime: NaiveDateTime,
    #[memtable(range(..=THEN.and_utc()))]
    utc: DateTime<Utc>,
    #[memtable(range(ABROAD..))]
    offset: DateTime<FixedOffset>,
    #[memtable(range(HOUR..=HOUR))]
    delta: TimeDelta,
    #[memtable(range(DIME..EURO))]
    decimal: Decimal,
    #[memtable(range(5..))]
    optional: Option<i64>,
}

fn is_odd(n: &i32) -> bool {
    n % 2 != 0
}

/// Every rule on the elements of a list, and rules on types that most tables have not.
#[derive(MemTable, Clone, Debug, PartialEq)]
struct Inner {
    #[memtable(inner(range(1..=6)))]
    range: Vec<u8>,
    #[memtable(inner(range(-6..=-1)))]
    range_below: Vec<Option<i32>>,
    #[memtable(inner(length(2..=4)))]
    length: Vec<String>,
    #[memtable(inner(length(2..=4, bytes)))]
    bytes: Vec<Label>,
    #[memtable(inner(pattern = "^[a-f]+$"))]
    pattern: Option<Vec<String>>,
    #[memtable(inner(one_of("a", "b")))]
    one_of: Vec<String>,
    #[memtable(inner(email))]
    email: Vec<String>,
    #[memtable(inner(url))]
    url: Vec<String>,
    #[memtable(inner(ip))]
    ip: Vec<String>,
    #[memtable(inner(multiple_of = 3))]
    multiple_of: Vec<i64>,
    #[memtable(inner(finite))]
    finite: Vec<f64>,
    #[memtable(inner(non_blank))]
    non_blank: Vec<String>,
    #[memtable(inner(custom = is_odd))]
    custom: Vec<i32>,
    #[memtable(multiple_of = 0.25)]
    quarters: f64,
    #[memtable(multiple_of = DIME)]
    dimes: Decimal,
    #[memtable(one_of('x', 'y'))]
    letter: char,
    #[memtable(one_of(0.5, 1.5))]
    halves: f64,
    #[memtable(one_of(true))]
    yes: Option<bool>,
    #[memtable(length(1..), non_blank)]
    nickname: Option<Box<str>>,
    #[memtable(email)]
    shared: Arc<str>,
    #[memtable(pattern = "^[0-9]{3}$")]
    newtype: Option<Label>,
    #[memtable(length(1..=2))]
    homes: Vec<Address>,
    home: Option<Address>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_type_can_be_missing(seed: u64) {
        all_are_valid(&Options::fixtures(seed), 60);
        for (name, n_missing) in missing(&Options::fixtures(seed).rows(60).unwrap()) {
            prop_assert!((1..30).contains(&n_missing), "{}: {} of 60", name, n_missing);
        }
    }

    #[test]
    fn every_type_stands_in_lists(seed: u64) {
        all_are_valid(&Lists::fixtures(seed), 20);
        all_are_valid(&OptionalLists::fixtures(seed), 20);
        all_are_valid(&ListsOfLists::fixtures(seed), 20);
        all_are_valid(&ListsOfOptions::fixtures(seed), 60);
        for (name, n_missing) in missing_elements(&ListsOfOptions::fixtures(seed).rows(60).unwrap()) {
            prop_assert!(n_missing > 0, "{}", name);
        }
    }

    #[test]
    fn every_type_but_floats_is_a_key(seed: u64) {
        all_are_valid(&Keys::fixtures(seed), 120);
        all_are_valid(&OptionalKeys::fixtures(seed), 120);
    }

    #[test]
    fn every_range_is_kept(seed: u64) {
        all_are_valid(&Ranges::fixtures(seed), 40);
    }

    #[test]
    fn every_rule_of_elements_is_kept(seed: u64) {
        all_are_valid(&Inner::fixtures(seed), 40);
    }

    #[test]
    fn a_strategy_keeps_every_rule(ranges in Ranges::strategy(), inner in Inner::strategy()) {
        prop_assert!(ranges.validate().is_ok());
        prop_assert!(inner.validate().is_ok());
    }
}

#[test]
fn every_length_of_a_list_is_broken_alone() {
    assert_eq!(unbroken(Lists::invalid_fixtures()), [""; 0]);
    let edges = edges(&Lists::boundary_fixtures()).len();
    assert_eq!(edges, Lists::SCHEMA.columns.len());
}

#[test]
fn every_type_of_key_is_broken_alone() {
    for broken in [
        broken(Keys::invalid_fixtures()),
        broken(OptionalKeys::invalid_fixtures()),
    ] {
        let keys = broken.iter().filter(|rule| rule.ends_with(" unique"));
        assert_eq!(keys.count(), Keys::SCHEMA.columns.len(), "{broken:#?}");
    }
}

#[test]
fn every_range_is_broken_alone() {
    assert_eq!(unbroken(Ranges::invalid_fixtures()), [""; 0]);
}

#[test]
fn every_rule_of_elements_is_broken_alone() {
    // The empty text, which is too short, is blank too.
    assert_eq!(unbroken(Inner::invalid_fixtures()), ["nickname length"]);
}
