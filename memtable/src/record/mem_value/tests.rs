#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "what is lost in a cast is what these tests look at"
)]

use std::borrow::Cow;
use std::fmt::Debug;
use std::num::NonZero;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::record::{MemValue, Misfit};
use crate::schema::{DataType, Shared, Value};

#[track_caller]
fn check_round_trip<T: MemValue + Debug>(value: &T) {
    let data = value.to_value();
    let back = T::from_value(data.clone()).unwrap_or_else(|Misfit { value }| panic!("{value:?}"));
    assert!(back.same(value), "{back:?} is not {value:?}");
    assert_eq!(format!("{:?}", back.to_value()), format!("{data:?}"));
}

#[track_caller]
fn check_refused<T: MemValue + Debug>(value: impl Into<Value>) {
    let value = value.into();
    let Misfit { value: back } = T::from_value(value.clone()).unwrap_err();
    assert_eq!(back, value);
}

/// Lists and options of every type go the same way.
#[track_caller]
fn check_all_round_trips<T: MemValue<Inner = T> + Clone + Debug>(value: T) {
    check_round_trip(&value.clone());
    check_round_trip(&vec![value.clone(), value.clone()]);
    check_round_trip(&vec![Some(value.clone()), None]);
    check_round_trip(&Some(vec![vec![value.clone()], vec![]]));
    check_round_trip(&Some(value));
    check_round_trip(&None::<T>);
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let (first, last) = (
        NaiveDate::MIN.to_epoch_days(),
        NaiveDate::MAX.to_epoch_days(),
    );
    (first..=last).prop_map(|days| NaiveDate::from_epoch_days(days).unwrap())
}

/// Leap seconds are nanoseconds past the billion.
fn time() -> impl Strategy<Value = NaiveTime> {
    let leap = (0..1440_u32, 1_000_000_000..2_000_000_000_u32).prop_map(|(m, n)| (m * 60 + 59, n));
    let usual = (0..86_400_u32, 0..1_000_000_000_u32);
    prop_oneof![usual, leap]
        .prop_map(|(s, n)| NaiveTime::from_num_seconds_from_midnight_opt(s, n).unwrap())
}

fn date_time() -> impl Strategy<Value = NaiveDateTime> {
    (date(), time()).prop_map(|(date, time)| date.and_time(time))
}

/// A day from either end of chrono's time, which no offset can reach past.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let day = TimeDelta::days(2);
    date_time().prop_map(move |t| {
        let t = t.clamp(NaiveDateTime::MIN + day, NaiveDateTime::MAX - day);
        t.and_utc()
    })
}

fn offset() -> impl Strategy<Value = FixedOffset> {
    (-86_399..86_399_i32).prop_map(|seconds| FixedOffset::east_opt(seconds).unwrap())
}

proptest! {
    #[test]
    fn integers_come_back_as_they_were(
        signed: (i8, i16, i32, i64, i128, isize),
        unsigned: (u16, u32, u64, u128, usize, u8),
    ) {
        check_all_round_trips(signed.0);
        check_all_round_trips(signed.1);
        check_all_round_trips(signed.2);
        check_all_round_trips(signed.3);
        check_all_round_trips(signed.4);
        check_all_round_trips(signed.5);
        check_all_round_trips(unsigned.0);
        check_all_round_trips(unsigned.1);
        check_all_round_trips(unsigned.2);
        check_all_round_trips(unsigned.3);
        check_all_round_trips(unsigned.4);
        check_all_round_trips(unsigned.5);
    }

    #[test]
    fn non_zero_integers_come_back_as_they_were(
        signed in (1..=i8::MAX, i64::MIN..0, i128::MIN..0),
        unsigned in (1..=u8::MAX, 1..=u64::MAX, 1..=u128::MAX),
    ) {
        check_all_round_trips(NonZero::new(signed.0).unwrap());
        check_all_round_trips(NonZero::new(signed.1).unwrap());
        check_all_round_trips(NonZero::new(signed.2).unwrap());
        check_all_round_trips(NonZero::new(unsigned.0).unwrap());
        check_all_round_trips(NonZero::new(unsigned.1).unwrap());
        check_all_round_trips(NonZero::new(unsigned.2).unwrap());
    }

    #[test]
    fn floats_come_back_as_they_were(small in proptest::num::f32::ANY, large in proptest::num::f64::ANY) {
        check_all_round_trips(small);
        check_all_round_trips(large);
        check_all_round_trips(small.is_nan());
    }

    #[test]
    fn texts_come_back_as_they_were(text: String, char: char, bytes: Vec<u8>) {
        check_all_round_trips(Box::<str>::from(text.as_str()));
        check_all_round_trips(Arc::<str>::from(text.as_str()));
        check_all_round_trips(Cow::<'static, str>::Owned(text.clone()));
        check_all_round_trips(text);
        check_all_round_trips(char);
        check_all_round_trips(bytes);
    }

    #[test]
    fn times_come_back_as_they_were(
        date in date(),
        time in time(),
        date_time in date_time(),
        instant in instant(),
        offset in offset(),
        (seconds, nanos) in (-9_000_000_000_000_000..9_000_000_000_000_000_i64, 0..1_000_000_000_u32),
    ) {
        check_all_round_trips(date);
        check_all_round_trips(time);
        check_all_round_trips(date_time);
        check_all_round_trips(instant);
        check_all_round_trips(instant.with_timezone(&offset));
        check_all_round_trips(TimeDelta::new(seconds, nanos).unwrap());
    }

    #[test]
    fn integers_are_floats_where_they_are_exact_in_them(
        int in prop_oneof![any::<i128>(), any::<i32>().prop_map(i128::from)],
        shift in 0..100_u32,
    ) {
        let int = int.checked_mul(1 << shift).unwrap_or(int);
        match f32::from_value(Value::Int(int)) {
            // 2^127 is a float and no i128
            Ok(float) => prop_assert!(float < 1.7e38 && float as i128 == int),
            Err(_) => prop_assert!((int as f32) as i128 != int || int == i128::MAX),
        }
        match f64::from_value(Value::Int(int)) {
            Ok(float) => prop_assert!(float < 1.7e38 && float as i128 == int),
            Err(_) => prop_assert!((int as f64) as i128 != int || int == i128::MAX),
        }
    }

    #[test]
    fn a_float_narrows_where_it_is_exact(float: f64) {
        match f32::from_value(Value::Float64(float)) {
            Ok(narrow) => prop_assert!(f64::from(narrow).same(&float)),
            Err(Misfit { value }) => {
                prop_assert_eq!(value, Value::Float64(float));
                prop_assert!(!f64::from(float as f32).same(&float));
            }
        }
    }
}

#[test]
fn what_does_not_fit_comes_back() {
    check_refused::<u8>(Value::Int(256));
    check_refused::<u8>(Value::Int(-1));
    check_refused::<i8>(Value::Text("7".into()));
    check_refused::<i32>(Value::Float64(1.0));
    check_refused::<i128>(Value::UInt(u128::MAX));
    check_refused::<u128>(Value::Int(-1));
    check_refused::<usize>(Value::Int(-1));
    check_refused::<NonZero<u8>>(Value::Int(0));
    check_refused::<NonZero<u8>>(Value::Int(256));
    check_refused::<f32>(Value::Float64(0.1));
    check_refused::<f32>(Value::Float64(1e300));
    check_refused::<f32>(Value::UInt(u128::MAX));
    check_refused::<f64>(Value::Int((1 << 53) + 1));
    check_refused::<f64>(Value::Int(i128::MAX));
    check_refused::<bool>(Value::Int(1));
    check_refused::<char>(Value::Text("".into()));
    check_refused::<char>(Value::Text("ab".into()));
    check_refused::<String>(Value::Null);
    check_refused::<String>(Value::Bytes(b"text".into()));
    check_refused::<NaiveDate>(Value::Text("2024-01-01".into()));
    check_refused::<Vec<u8>>(Value::Text("bytes".into()));
    check_refused::<Vec<i8>>(Value::List(vec![Value::Int(1), Value::Int(128)]));
    check_refused::<Vec<String>>(Value::List(vec![Value::Null]));
    check_refused::<Vec<f64>>(Value::List(vec![Value::Int(1), Value::Bool(true)]));
}

#[test]
fn what_fits_without_loss_is_taken() {
    assert_eq!(
        f64::from_value(Value::Int(1 << 53)),
        Ok(9_007_199_254_740_992.0)
    );
    assert_eq!(
        f64::from_value(Value::Int(i128::MIN)),
        Ok(-(2_f64.powi(127)))
    );
    assert_eq!(f64::from_value(Value::Int(0)), Ok(0.0));
    assert_eq!(f32::from_value(Value::UInt(1 << 127)), Ok(2_f32.powi(127)));
    assert_eq!(f32::from_value(Value::Float64(0.5)), Ok(0.5));
    assert_eq!(f64::from_value(Value::Float32(0.1)), Ok(f64::from(0.1_f32)));
    assert_eq!(char::from_value(Value::Text("é".into())), Ok('é'));
    assert_eq!(Option::<u8>::from_value(Value::Null), Ok(None));
}

#[test]
fn an_instant_keeps_its_offset_only_where_the_column_has_one() {
    let here = DateTime::parse_from_rfc3339("2024-05-01T12:00:00+02:00").unwrap();
    assert_eq!(
        DateTime::<Utc>::from_value(Value::Timestamp(here)),
        Ok(here.to_utc())
    );
    let there = DateTime::<FixedOffset>::from_value(here.to_utc().to_value()).unwrap();
    assert_eq!(there, here);
    assert!(!there.same(&here));
}

#[test]
fn nan_is_the_same_as_nan_and_zero_as_minus_zero() {
    assert!(f64::NAN.same(&-f64::NAN));
    assert!(0.0_f32.same(&-0.0));
    assert!(!f64::NAN.same(&0.0));
    assert!(Some(f32::NAN).same(&Some(f32::NAN)));
    assert!(vec![f64::NAN, 0.0].same(&vec![f64::NAN, -0.0]));
    assert!(!vec![0.0].same(&vec![0.0, 0.0]));
}

#[test]
fn a_list_of_u8_is_bytes_and_no_other_list_is() {
    assert_eq!(Vec::<u8>::DATA_TYPE, DataType::Bytes);
    assert_eq!(vec![1_u8, 2].to_value(), Value::Bytes(vec![1, 2].into()));
    let list = |element, nullable| DataType::List {
        element: Shared::from(element),
        nullable,
    };
    assert_eq!(Vec::<i8>::DATA_TYPE, list(DataType::Int8, false));
    assert_eq!(Vec::<Option<u8>>::DATA_TYPE, list(DataType::UInt8, true));
    assert_eq!(Vec::<Vec<u8>>::DATA_TYPE, list(DataType::Bytes, false));
}

#[test]
fn heap_bytes_are_those_that_were_allocated() {
    assert_eq!(String::with_capacity(10).heap_bytes(), 10);
    assert_eq!(Cow::Borrowed("text").heap_bytes(), 0);
    assert_eq!(
        Arc::<str>::from("text").heap_bytes(),
        4 + 2 * size_of::<usize>()
    );
    let mut list = Vec::with_capacity(4);
    list.push(String::with_capacity(10));
    assert_eq!(list.heap_bytes(), 4 * size_of::<String>() + 10);
    assert_eq!(Some(7_u8).heap_bytes(), 0);
}

#[cfg(feature = "decimal")]
mod decimals {
    use rust_decimal::Decimal;

    use super::*;
    use crate::schema;

    proptest! {
        #[test]
        fn decimals_come_back_as_they_were(
            digits in -79_228_162_514_264_337_593_543_950_335..=79_228_162_514_264_337_593_543_950_335_i128,
            scale in 0..=28_u32,
        ) {
            check_all_round_trips(Decimal::from_i128_with_scale(digits, scale));
        }
    }

    #[test]
    fn zeros_at_the_end_go_where_that_makes_a_decimal_fit() {
        let one = |scale| {
            Value::Decimal(schema::Decimal {
                digits: 10_i128.pow(scale),
                scale,
            })
        };
        assert_eq!(Decimal::from_value(one(38)), Ok(Decimal::ONE));
        assert_eq!(Decimal::from_value(Value::Int(-7)), Ok(Decimal::from(-7)));
        check_refused::<Decimal>(Value::Decimal(schema::Decimal {
            digits: 1,
            scale: 29,
        }));
        check_refused::<Decimal>(Value::Int(i128::MAX));
        check_refused::<Decimal>(Value::Float64(1.0));
    }
}

#[cfg(feature = "json")]
mod json {
    use serde_json::Value as Json;

    use super::*;

    fn json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            any::<f64>().prop_map(Json::from),
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            let members = proptest::collection::btree_map(any::<String>(), inner.clone(), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Json::from),
                members.prop_map(|members| members.into_iter().collect::<Json>()),
            ]
        })
    }

    proptest! {
        #[test]
        fn documents_come_back_as_they_were(json in json()) {
            check_all_round_trips(json);
        }
    }

    #[test]
    fn text_is_a_document_where_it_is_one() {
        assert_eq!(
            Json::from_value(Value::Text("[1]".into())),
            Ok(Json::from(vec![1]))
        );
        check_refused::<Json>(Value::Text("[1".into()));
        check_refused::<Json>(Value::Int(1));
    }

    #[test]
    fn json_null_is_no_null_of_the_column() {
        assert_eq!(Some(Json::Null).to_value(), Value::Json("null".into()));
        assert_eq!(Option::<Json>::from_value(Value::Null), Ok(None));
    }
}

#[cfg(feature = "uuid")]
proptest! {
    #[test]
    fn uuids_come_back_as_they_were(bits: u128) {
        check_all_round_trips(uuid::Uuid::from_u128(bits));
    }
}
