use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

use chrono::{DateTime, NaiveDate, TimeDelta};
use expect_test::{Expect, expect};

use crate::schema::{Decimal, Value};

fn decimal(digits: i128, scale: u32) -> Value {
    Value::Decimal(Decimal { digits, scale })
}

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()
}

fn timestamp(text: &str) -> Value {
    Value::Timestamp(DateTime::parse_from_rfc3339(text).unwrap())
}

/// One value of each kind, in the order of the kinds, and the tricky ones among them.
fn one_of_each() -> Vec<Value> {
    vec![
        Value::Null,
        Value::from(false),
        Value::from(true),
        Value::from(i128::MIN),
        Value::from(-1),
        Value::from(u64::MAX),
        Value::from(i128::MAX),
        Value::from(u128::MAX),
        decimal(-15, 1),
        decimal(150, 2),
        Value::from(0.1_f32),
        Value::from(f32::INFINITY),
        Value::from(f64::NEG_INFINITY),
        Value::from(-1.5),
        Value::from(0.0),
        Value::from(1e300),
        Value::from(f64::NAN),
        Value::from(""),
        Value::from("Zürich \"x\""),
        Value::from(vec![0_u8, 255]),
        Value::from(date()),
        Value::from(date().and_hms_nano_opt(12, 0, 0, 1).unwrap().time()),
        Value::from(date().and_hms_opt(12, 0, 0).unwrap()),
        timestamp("2024-02-29T12:00:00+01:00"),
        Value::from(TimeDelta::milliseconds(-1500)),
        Value::from(TimeDelta::zero()),
        Value::Uuid(0x0067_e550_5497_4f8f_a9ac_3f4b_8c9a_1d2e),
        Value::Json("{}".into()),
        Value::List(vec![Value::from("a"), Value::Null, Value::from(1)]),
        Value::Struct(vec![]),
        Value::Struct(vec![("$date".into(), Value::from("x"))]),
        Value::Struct(vec![
            ("city".into(), Value::from("Bern")),
            ("zip".into(), Value::from(3000)),
        ]),
    ]
}

#[test]
fn values_stand_in_the_order_of_their_kinds_and_sizes() {
    let values = one_of_each();
    assert!(values.is_sorted());
    for (idx, left) in values.iter().enumerate() {
        for (other, right) in values.iter().enumerate() {
            assert_eq!(idx.cmp(&other), left.cmp(right), "{left:?} {right:?}");
        }
    }
}

#[test]
fn equal_values_hash_alike() {
    let state = RandomState::new();
    for (left, right) in [
        (Value::from(f64::NAN), Value::from(-f64::NAN)),
        (Value::from(0.0), Value::from(-0.0)),
        (Value::from(0.0_f32), Value::from(-0.0_f32)),
        (decimal(10, 1), decimal(1, 0)),
        (decimal(0, 40), decimal(0, 0)),
        (Value::Int(7), Value::UInt(7)),
        (
            timestamp("2024-02-29T12:00:00+01:00"),
            timestamp("2024-02-29T11:00:00Z"),
        ),
    ] {
        assert_eq!(left, right);
        assert_eq!(state.hash_one(&left), state.hash_one(&right), "{left:?}");
    }
}

#[test]
fn decimals_of_any_scale_compare_by_number() {
    for (left, right, order) in [
        ((1, 0), (10, 1), Ordering::Equal),
        ((0, 0), (5, 40), Ordering::Less),
        ((0, 40), (-5, 0), Ordering::Greater),
        ((1, 0), (i128::MAX, 40), Ordering::Greater),
        ((-1, 0), (i128::MIN, 4_000_000_000), Ordering::Less),
        ((15, 1), (151, 2), Ordering::Less),
    ] {
        let (left, right) = (decimal(left.0, left.1), decimal(right.0, right.1));
        assert_eq!(left.cmp(&right), order, "{left:?} {right:?}");
        assert_eq!(right.cmp(&left), order.reverse(), "{right:?} {left:?}");
    }
}

#[test]
fn numbers_of_any_width_compare_as_numbers() {
    use Ordering::{Equal, Greater, Less};
    for (left, right, order) in [
        (Value::from(1), Value::from(1.0), Some(Equal)),
        (Value::from(1), Value::from(1.5_f32), Some(Less)),
        (Value::from(-1), Value::from(-1.5), Some(Greater)),
        (
            Value::from(1_i64 << 53 | 1),
            Value::from(9_007_199_254_740_992.0),
            Some(Greater),
        ),
        (Value::from(u128::MAX), Value::from(1e30), Some(Greater)),
        (
            Value::from(u128::MAX),
            Value::from(f64::INFINITY),
            Some(Less),
        ),
        (
            Value::from(i128::MIN),
            Value::from(f64::NEG_INFINITY),
            Some(Greater),
        ),
        (
            Value::from(i128::MAX),
            Value::from(2_f64.powi(127)),
            Some(Less),
        ),
        (
            Value::from(1_u128 << 127),
            Value::from(2_f64.powi(127)),
            Some(Equal),
        ),
        (
            Value::from(u128::MAX),
            Value::from(2_f64.powi(128)),
            Some(Less),
        ),
        (Value::from(u128::MAX), decimal(5, 1), Some(Greater)),
        (decimal(1, 1), Value::from(0.1), Some(Equal)),
        (decimal(20, 1), Value::from(2), Some(Equal)),
        (Value::from(f64::NAN), Value::from(f64::NAN), None),
        (Value::from(1), Value::from("1"), None),
        (Value::Null, Value::Null, None),
        (Value::from("a"), Value::from("b"), Some(Less)),
    ] {
        assert_eq!(left.compare(&right), order, "{left:?} {right:?}");
        assert_eq!(
            right.compare(&left),
            order.map(Ordering::reverse),
            "{right:?} {left:?}"
        );
    }
}

#[test]
fn an_integer_past_i128_is_the_only_uint() {
    assert!(matches!(
        Value::from(i128::MAX.cast_unsigned()),
        Value::Int(i128::MAX)
    ));
    assert!(matches!(Value::from(u128::MAX), Value::UInt(u128::MAX)));
}

#[track_caller]
fn check_lines(values: impl IntoIterator<Item = String>, expect: &Expect) {
    let lines: Vec<String> = values.into_iter().collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn display_is_what_people_read() {
    let mut values = one_of_each();
    values.push(Value::from((0..100).collect::<Vec<u8>>()));
    values.push(Value::from(1e21));
    values.push(decimal(5, 3));
    values.push(decimal(-5, 400));
    values.push(timestamp("2024-02-29T12:00:00Z"));
    values.push(Value::from(TimeDelta::seconds(93_784)));
    check_lines(
        values.iter().map(|value| value.quoted().to_string()),
        &expect![[r#"
            null
            false
            true
            -170141183460469231731687303715884105728
            -1
            18446744073709551615
            170141183460469231731687303715884105727
            340282366920938463463374607431768211455
            -1.5
            1.50
            0.1
            inf
            -inf
            -1.5
            0.0
            1e300
            NaN
            ""
            "Zürich \"x\""
            0x00ff
            2024-02-29
            12:00:00.000000001
            2024-02-29T12:00:00
            2024-02-29T12:00:00+01:00
            -PT1.5S
            PT0S
            0067e550-5497-4f8f-a9ac-3f4b8c9a1d2e
            {}
            ["a", null, 1]
            {}
            {$date: "x"}
            {city: "Bern", zip: 3000}
            0x000102030405060708090a0b0c0d0e0f… (100 bytes)
            1e21
            0.005
            -5e-400
            2024-02-29T12:00:00Z
            P1DT2H3M4S"#]],
    );
}

#[test]
fn json_keeps_every_value() {
    for value in one_of_each() {
        let json = serde_json::to_string(&value).unwrap();
        let back: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back, value, "{json}");
        assert_eq!(back.kind(), value.kind(), "{json}");
    }
    let json = one_of_each();
    check_lines(
        json.iter()
            .map(|value| serde_json::to_string(value).unwrap()),
        &expect![[r#"
            null
            false
            true
            {"$integer":"-170141183460469231731687303715884105728"}
            -1
            18446744073709551615
            {"$integer":"170141183460469231731687303715884105727"}
            {"$integer":"340282366920938463463374607431768211455"}
            {"$decimal":"-1.5"}
            {"$decimal":"1.50"}
            {"$float32":"0.1"}
            {"$float32":"inf"}
            {"$float64":"-inf"}
            -1.5
            0.0
            1e+300
            {"$float64":"NaN"}
            ""
            "Zürich \"x\""
            {"$bytes":"00ff"}
            {"$date":"2024-02-29"}
            {"$time":"12:00:00.000000001"}
            {"$datetime":"2024-02-29T12:00:00"}
            {"$timestamp":"2024-02-29T12:00:00+01:00"}
            {"$duration":"-PT1.5S"}
            {"$duration":"PT0S"}
            {"$uuid":"0067e550-5497-4f8f-a9ac-3f4b8c9a1d2e"}
            {"$json":"{}"}
            ["a",null,1]
            {}
            {"$struct":{"$date":"x"}}
            {"city":"Bern","zip":3000}"#]],
    );
}

#[test]
fn a_value_that_is_not_of_its_tag_is_refused() {
    let errors = [
        r#"{"$date": "2024-02-30"}"#,
        r#"{"$dote": "2024-02-29"}"#,
        r#"{"$date": "2024-02-29", "x": 1}"#,
        r#"{"$uuid": "67e5-50"}"#,
        r#"{"$duration": "P1Y"}"#,
    ];
    check_lines(
        errors.map(|json| serde_json::from_str::<Value>(json).unwrap_err().to_string()),
        &expect![[r#"
            invalid value: string "2024-02-30", expected the text of a value of the kind `date` at line 1 column 23
            invalid value: string "2024-02-29", expected the text of a value of the kind `dote` at line 1 column 23
            `x` beside `$date`: a tagged value stands alone at line 1 column 27
            invalid value: string "67e5-50", expected the text of a value of the kind `uuid` at line 1 column 20
            invalid value: string "P1Y", expected the text of a value of the kind `duration` at line 1 column 20"#]],
    );
}
