#![expect(clippy::cast_possible_truncation, reason = "any narrow float will do")]

use std::fmt::Debug;
use std::ops::Bound;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use proptest::prelude::*;
use proptest::sample::select;

use crate::schema::{CompareOp, Expr, LengthUnit, Operand, Rule, Value};
use crate::validate::holds;
use crate::validate::rules::{self, Floating, Multiple, Pattern, Ranged};

fn bound<T: Clone + Debug + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Bound<T>> {
    prop_oneof![
        value.clone().prop_map(Bound::Included),
        value.prop_map(Bound::Excluded),
        Just(Bound::Unbounded),
    ]
}

/// A value, two bounds, and a list.
fn case<T: Clone + Debug + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = (T, Bound<T>, Bound<T>, Vec<T>)> {
    let list = proptest::collection::vec(value.clone(), 0..3);
    (value.clone(), bound(value.clone()), bound(value), list)
}

fn ints() -> impl Strategy<Value = i128> + Clone {
    prop_oneof![
        -6..6_i128,
        select(vec![i128::MIN, i128::MIN + 1, i128::MAX])
    ]
}

fn floats() -> impl Strategy<Value = f64> + Clone {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -0.0,
        1e300,
        5e-324,
    ];
    let tenths = (-20..20_i32).prop_map(|n| f64::from(n) / 10.0);
    prop_oneof![tenths, select(odd.to_vec()), any::<f64>()]
}

fn instants() -> impl Strategy<Value = DateTime<FixedOffset>> + Clone {
    (0..3_i64, -1..=1_i32).prop_map(|(hour, zone)| {
        let zone = FixedOffset::east_opt(zone * 3600).unwrap();
        DateTime::from_timestamp(hour * 3600, 0)
            .unwrap()
            .with_timezone(&zone)
    })
}

#[track_caller]
fn check_range_and_list<T: Ranged + Into<Value> + Debug>(
    (value, min, max, list): (T, Bound<T>, Bound<T>, Vec<T>),
) {
    let rule = Rule::Range {
        min: min.map(Into::into),
        max: max.map(Into::into),
    };
    assert_eq!(
        holds(&rule, &value.into()),
        Some(rules::range(value, min, max)),
        "{value:?} {rule}"
    );
    let rule = Rule::OneOf(list.iter().map(|value| (*value).into()).collect());
    assert_eq!(
        holds(&rule, &value.into()),
        Some(rules::one_of(value, &list)),
        "{value:?} {rule}"
    );
}

#[track_caller]
fn check_multiple<T: Multiple + Into<Value> + Debug>(value: T, of: T) {
    let rule = Rule::MultipleOf(of.into());
    assert_eq!(
        holds(&rule, &value.into()),
        Some(rules::multiple_of(value, of)),
        "{value:?} {rule}"
    );
}

#[track_caller]
fn check_finite<T: Floating + Into<Value>>(value: T) {
    assert_eq!(
        holds(&Rule::Finite, &value.into()),
        Some(rules::finite(value))
    );
}

#[track_caller]
fn check_text(text: &str, pattern: &'static str) {
    let value = Value::from(text.to_owned());
    let pattern_holds = rules::pattern(text, &Pattern::new(pattern));
    assert_eq!(
        holds(&Rule::Pattern(pattern.into()), &value),
        Some(pattern_holds)
    );
    assert_eq!(holds(&Rule::Email, &value), Some(rules::email(text)));
    assert_eq!(holds(&Rule::Url, &value), Some(rules::url(text)));
    assert_eq!(holds(&Rule::Ip, &value), Some(rules::ip(text)));
    assert_eq!(holds(&Rule::NonBlank, &value), Some(rules::non_blank(text)));
}

/// The rule as data, and as the limits of the typed functions.
fn length_rule(min: u8, max: Option<u8>, unit: LengthUnit) -> (Rule, usize, usize) {
    let rule = Rule::Length {
        min: min.into(),
        max: max.map(u64::from),
        unit,
    };
    (rule, min.into(), max.map_or(usize::MAX, usize::from))
}

proptest! {
    #[test]
    fn integers_are_judged_alike(case in case(ints()), (value, of) in (ints(), ints()), int: u128) {
        check_range_and_list(case);
        check_multiple(value, of);
        check_multiple(int, of.unsigned_abs());
        check_multiple(int, int);
    }

    #[test]
    fn every_width_of_integers_is_judged_alike(small in case(any::<i8>()), large in case(any::<u128>())) {
        check_multiple(small.0, i8::MIN);
        check_multiple(small.0, 3);
        check_range_and_list(small);
        check_range_and_list(large);
    }

    #[test]
    fn floats_are_judged_alike(case in case(floats()), (value, of) in (floats(), floats())) {
        let (narrow, narrow_of) = (value as f32, of as f32);
        check_range_and_list((narrow, Bound::Included(narrow_of), Bound::Unbounded, vec![narrow_of]));
        check_range_and_list(case);
        check_multiple(value, of);
        check_multiple(narrow, narrow_of);
        check_finite(value);
        check_finite(narrow);
    }

    #[test]
    fn characters_dates_and_times_are_judged_alike(
        chars in case(select(vec!['a', 'b', 'é', '\u{10000}', '\u{ffff}'])),
        dates in case((1..5_u32).prop_map(|day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap())),
        durations in case((-2..2_i64).prop_map(TimeDelta::seconds)),
        instants in case(instants()),
    ) {
        check_range_and_list(chars);
        check_range_and_list(dates);
        check_range_and_list(durations);
        check_range_and_list(instants);
    }

    #[test]
    fn texts_are_judged_alike(
        text in r"[ab1.:@/ \-\[\]é]{0,9}|[a-c]@[a-c.]{1,5}|https?://[a-c.é/:]{1,7}|[0-9]\.[0-9.]{1,6}|::[0-9a-g]|\s*",
        pattern in select(vec!["^[ab]+$", "1", r"\p{L}$", "("]),
    ) {
        check_text(&text, pattern);
    }

    #[test]
    fn lengths_are_judged_alike(text in "[aé\u{10000}]{0,6}", min in 0..6_u8, max in proptest::option::of(0..6_u8)) {
        let value = Value::from(text.clone());
        let (rule, least, most) = length_rule(min, max, LengthUnit::Chars);
        prop_assert_eq!(holds(&rule, &value), Some(rules::length(text.as_str(), least, most)));
        let (rule, least, most) = length_rule(min, max, LengthUnit::Bytes);
        prop_assert_eq!(holds(&rule, &value), Some(rules::length_bytes(text.as_str(), least, most)));
        prop_assert_eq!(
            holds(&rule, &Value::from(text.clone().into_bytes())),
            Some(rules::length_bytes(text.as_bytes(), least, most))
        );
        let (rule, least, most) = length_rule(min, max, LengthUnit::Items);
        let list: Vec<char> = text.chars().collect();
        let value = Value::List(list.iter().map(|char| Value::from(*char)).collect());
        prop_assert_eq!(holds(&rule, &value), Some(rules::length(list.as_slice(), least, most)));
    }

    #[test]
    fn checks_are_judged_alike(left in proptest::option::of(floats()), right in proptest::option::of(floats())) {
        use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
        for op in [Eq, Ne, Lt, Le, Gt, Ge] {
            let expr = Expr::Compare(op, Operand::Column("a".into()), Operand::Column("b".into()));
            let cells = vec![("a".into(), left.into()), ("b".into(), right.into())];
            let typed = rules::check::compare(op, left, right);
            let rule = |expr| Rule::Check { expr, message: "".into() };
            let cells = Value::Struct(cells);
            prop_assert_eq!(holds(&rule(expr.clone()), &cells), Some(typed != Some(false)));
            let opposite = Expr::Not(expr.into());
            prop_assert_eq!(holds(&rule(opposite), &cells), Some(rules::check::not(typed) != Some(false)));
        }
    }
}

#[cfg(feature = "decimal")]
proptest! {
    #[test]
    fn decimals_are_judged_alike(
        (value, scale) in (-30..30_i64, 0..3_u32),
        (of, of_scale) in (-30..30_i64, 0..3_u32),
    ) {
        let data = |digits: i64, scale| Value::Decimal(crate::schema::Decimal { digits: digits.into(), scale });
        let typed = rust_decimal::Decimal::new;
        let rule = Rule::MultipleOf(data(of, of_scale));
        prop_assert_eq!(
            holds(&rule, &data(value, scale)),
            Some(rules::multiple_of(typed(value, scale), typed(of, of_scale)))
        );
        let rule = Rule::Range { min: Bound::Included(data(of, of_scale)), max: Bound::Unbounded };
        prop_assert_eq!(
            holds(&rule, &data(value, scale)),
            Some(typed(value, scale) >= typed(of, of_scale))
        );
    }
}

fn check(expr: Expr) -> Rule {
    Rule::Check {
        expr,
        message: "".into(),
    }
}

#[test]
fn a_null_keeps_the_rules_of_a_column_but_not_null() {
    let range = Rule::Range {
        min: Bound::Included(Value::Int(0)),
        max: Bound::Unbounded,
    };
    assert_eq!(holds(&range, &Value::Null), Some(true));
    assert_eq!(holds(&Rule::Custom("f".into()), &Value::Null), Some(true));
    assert_eq!(holds(&Rule::NotNull, &Value::Null), Some(false));
    assert_eq!(holds(&Rule::NotNull, &Value::Int(0)), Some(true));
}

#[test]
fn what_data_cannot_tell_is_not_told() {
    let range = Rule::Range {
        min: Bound::Included(Value::Int(0)),
        max: Bound::Unbounded,
    };
    assert_eq!(holds(&range, &Value::from("text")), None);
    assert_eq!(holds(&Rule::Custom("f".into()), &Value::Int(1)), None);
    assert_eq!(
        holds(&Rule::Unique(vec!["a".into()].into()), &Value::Null),
        None
    );
    assert_eq!(holds(&Rule::Finite, &Value::Int(1)), None);
    assert_eq!(
        holds(&Rule::MultipleOf(Value::Int(1)), &Value::from("text")),
        None
    );
}

#[test]
fn the_elements_of_a_list_keep_all_inner_rules() {
    let rule = Rule::Inner(vec![Rule::NonBlank, Rule::Email].into());
    let list =
        |texts: &[&'static str]| Value::List(texts.iter().map(|text| Value::from(*text)).collect());
    assert_eq!(holds(&rule, &list(&["a@b.c"])), Some(true));
    assert_eq!(holds(&rule, &list(&["a@b.c", " "])), Some(false));
    assert_eq!(holds(&rule, &list(&[])), Some(true));
    let custom = Rule::Inner(vec![Rule::Custom("f".into()), Rule::Email].into());
    assert_eq!(holds(&custom, &list(&["a@b.c"])), None);
    assert_eq!(holds(&custom, &list(&["a"])), Some(false));
    let odd = Rule::Inner(vec![Rule::MultipleOf(Value::Int(2))].into());
    assert_eq!(holds(&odd, &Value::from(vec![2_u8, 4])), Some(true));
}

#[test]
fn conditions_are_joined_in_three_valued_logic() {
    let column = |name: &'static str| Expr::Column(name.into());
    let cells = Value::Struct(vec![
        ("yes".into(), true.into()),
        ("no".into(), false.into()),
        ("null".into(), Value::Null),
    ]);
    let holds = |expr| holds(&check(expr), &cells);
    assert_eq!(
        holds(Expr::And(vec![column("yes"), column("null")].into())),
        Some(true)
    );
    assert_eq!(
        holds(Expr::And(vec![column("no"), column("null")].into())),
        Some(false)
    );
    assert_eq!(
        holds(Expr::Or(vec![column("no"), column("null")].into())),
        Some(true)
    );
    assert_eq!(holds(Expr::Or(vec![column("no")].into())), Some(false));
    assert_eq!(
        holds(Expr::Not(Expr::IsNull("null".into()).into())),
        Some(false)
    );
    assert_eq!(holds(Expr::Not(column("null").into())), Some(true));
}
