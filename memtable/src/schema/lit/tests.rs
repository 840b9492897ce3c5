use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::schema::{Lit, Value};

const EPOCH: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// Made while compiling, as the derive does.
const CONSTANTS: [Value; 16] = [
    Lit(-1_i8).value(),
    Lit(i128::MIN).value(),
    Lit(i128::MAX.cast_unsigned()).value(),
    Lit(u128::MAX).value(),
    Lit(u64::MAX).value(),
    Lit(0.5_f32).value(),
    Lit(0.5_f64).value(),
    Lit(true).value(),
    Lit('~').value(),
    Lit("text").value(),
    Lit(b"ab").value(),
    Lit(NaiveDate::MIN).value(),
    Lit(NaiveTime::MIN).value(),
    Lit(EPOCH.naive_utc()).value(),
    Lit(EPOCH).value(),
    Lit(TimeDelta::days(1)).value(),
];

#[test]
fn a_constant_is_the_value_that_is_made_at_run_time() {
    let made = [
        Value::from(-1),
        Value::from(i128::MIN),
        Value::from(i128::MAX),
        Value::from(u128::MAX),
        Value::from(u64::MAX),
        Value::from(0.5_f32),
        Value::from(0.5),
        Value::from(true),
        Value::from('~'),
        Value::from("text"),
        Value::from(vec![b'a', b'b']),
        Value::from(NaiveDate::MIN),
        Value::from(NaiveTime::MIN),
        Value::from(EPOCH.naive_utc()),
        Value::from(EPOCH),
        Value::from(TimeDelta::days(1)),
    ];
    assert_eq!(CONSTANTS, made);
}

#[test]
fn every_ascii_character_is_its_own_text() {
    for char in '\0'..='\x7f' {
        assert_eq!(Lit(char).value(), Value::from(char));
    }
}
