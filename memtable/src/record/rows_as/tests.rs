use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::record::MemValue;
use crate::record::rows_as::fits;
use crate::schema::{Column, DataType, Schema};

/// Column types with their values at the edges.
macro_rules! check_pairs {
    ([$($from:ty: $values:expr;)+] $to:tt) => { $(check_pairs!(@to $from, $values, $to);)+ };
    (@to $from:ty, $values:expr, [$($to:ty),+]) => { $(check_pair::<$from, $to>(&$values);)+ };
}

/// Where the types fit, every value goes over, and comes back the same where there is a way back.
fn check_pair<From: MemValue, To: MemValue>(values: &[From]) {
    let column = |name: DataType, nullable| Column {
        nullable,
        ..Column::new("value", name)
    };
    let from = Box::leak(Box::new([column(From::DATA_TYPE, From::NULLABLE)]));
    let to = Box::leak(Box::new([column(To::DATA_TYPE, To::NULLABLE)]));
    let schema = |columns: &'static [Column]| Schema {
        columns: Cow::Borrowed(columns),
        ..Schema::new("t")
    };
    let message = fits::misfits(&schema(from), &schema(to));
    let all_go = values
        .iter()
        .all(|value| To::from_value(value.to_value()).is_ok());
    assert_eq!(
        message.is_empty(),
        all_go,
        "{}: {:?} to {:?}",
        message.as_str(),
        From::DATA_TYPE,
        To::DATA_TYPE
    );
}

#[test]
fn types_fit_where_every_value_goes_over() {
    let utc: DateTime<Utc> = DateTime::UNIX_EPOCH;
    check_pairs! {
        [
            bool: [true];
            u8: [0, u8::MAX];
            i8: [i8::MIN, i8::MAX];
            u16: [0, u16::MAX];
            i32: [i32::MIN, i32::MAX];
            u32: [0, u32::MAX];
            i64: [i64::MIN, i64::MAX];
            u64: [0, u64::MAX];
            i128: [i128::MIN, i128::MAX];
            u128: [0, u128::MAX];
            f32: [0.1, f32::MAX, f32::NAN];
            f64: [0.1, f64::MAX, f64::NAN];
            char: ['é'];
            String: ["é".into(), "ab".into()];
            Vec<u8>: [vec![1]];
            NaiveDate: [NaiveDate::MAX];
            Option<u8>: [None, Some(u8::MAX)];
            Vec<u16>: [vec![u16::MAX]];
            Vec<Option<u16>>: [vec![None, Some(u16::MAX)]];
        ]
        [bool, u8, i8, u16, i16, i32, u32, i64, u64, i128, u128, f32, f64, char, String, Vec<u8>, NaiveDate,
         Option<u8>, Option<i64>, Option<f64>, Option<String>, Vec<u16>, Vec<u64>, Vec<Option<u32>>, Option<Vec<Option<u16>>>]
    }
    check_pair::<_, DateTime<FixedOffset>>(&[utc]);
    check_pair::<_, DateTime<Utc>>(&[utc]);
}
