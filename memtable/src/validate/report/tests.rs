#![expect(
    clippy::needless_raw_string_hashes,
    reason = "the pages are written by expect-test"
)]

use std::borrow::Cow;
use std::ops::Bound;

use expect_test::{Expect, expect};

use crate::schema::{
    CompareOp, DataType, Expr, LengthUnit, OnDelete, Operand, Reference, Rule, Value,
};
use crate::validate::{Clash, Report, Violation};

fn report(n_rows: usize, violations: Vec<Violation>) -> Report {
    Report {
        table: "users".into(),
        n_rows,
        violations,
    }
}

fn broken(
    (row, id): (usize, i32),
    column: &'static str,
    rule: Rule,
    value: impl Into<Value>,
) -> Violation {
    Violation {
        key: vec![("id".into(), id.into())],
        ..Violation::new(row, vec![column.into()], rule, value.into())
    }
}

fn age() -> Rule {
    Rule::Range {
        min: Bound::Included(Value::Int(0)),
        max: Bound::Included(Value::Int(150)),
    }
}

fn length(min: u64, max: Option<u64>, unit: LengthUnit) -> Rule {
    Rule::Length { min, max, unit }
}

fn taken() -> Violation {
    let clash = Clash::InTable {
        row: 3,
        key: vec![("id".into(), 12.into())],
    };
    Violation {
        key: vec![("id".into(), 41.into())],
        ..Violation::unique(80, vec![("email".into(), "a@b.c".into())], clash)
    }
}

#[track_caller]
fn check_page(report: &Report, page: &Expect) {
    page.assert_eq(&report.to_string());
}

/// The sentence of a rule that this value breaks.
#[track_caller]
fn check_sentence(rule: Rule, value: impl Into<Value>, sentence: &str) {
    let violation = broken((0, 0), "column", rule, value);
    assert_eq!(violation.reason(), sentence);
}

#[test]
fn a_page_has_a_line_for_each_violation() {
    let report = report(
        120,
        vec![
            broken((14, 7), "age", age(), 212),
            broken((14, 7), "email", Rule::Email, "a@@b"),
            broken((33, 9), "tags", Rule::NonBlank, " \n"),
            taken(),
        ],
    );
    check_page(
        &report,
        &expect![[r#"
        users: 3 of 120 rows break a rule (4 violations; the first row is row 0)

          row 14 (id 7)   age    212      must lie in 0..=150                     MT0101 range
          row 14 (id 7)   email  "a@@b"   must be an e-mail address               MT0105 email
          row 33 (id 9)   tags   " \n"    must not be blank                       MT0110 non_blank
          row 80 (id 41)  email  "a@b.c"  is taken by row 3 of the table (id 12)  MT0132 unique"#]],
    );
}

#[test]
fn long_pages_are_cut_and_counted() {
    let violations = (0..54)
        .map(|i| match i % 3 {
            0 => broken((i / 2, 1), "email", Rule::Email, format!("no address {i}")),
            1 => broken((i / 2, 1), "age", age(), 200),
            _ => broken((i / 2, 1), "email", Rule::NonBlank, ""),
        })
        .collect();
    check_page(
        &report(100, violations),
        &expect![[r#"
        users: 27 of 100 rows break a rule (54 violations; the first row is row 0)

          row 0 (id 1)  email  "no address 0"   must be an e-mail address  MT0105 email
          row 0 (id 1)  age    200              must lie in 0..=150        MT0101 range
          row 1 (id 1)  email  ""               must not be blank          MT0110 non_blank
          row 1 (id 1)  email  "no address 3"   must be an e-mail address  MT0105 email
          row 2 (id 1)  age    200              must lie in 0..=150        MT0101 range
          row 2 (id 1)  email  ""               must not be blank          MT0110 non_blank
          row 3 (id 1)  email  "no address 6"   must be an e-mail address  MT0105 email
          row 3 (id 1)  age    200              must lie in 0..=150        MT0101 range
          row 4 (id 1)  email  ""               must not be blank          MT0110 non_blank
          row 4 (id 1)  email  "no address 9"   must be an e-mail address  MT0105 email
          row 5 (id 1)  age    200              must lie in 0..=150        MT0101 range
          row 5 (id 1)  email  ""               must not be blank          MT0110 non_blank
          row 6 (id 1)  email  "no address 12"  must be an e-mail address  MT0105 email
          row 6 (id 1)  age    200              must lie in 0..=150        MT0101 range
          row 7 (id 1)  email  ""               must not be blank          MT0110 non_blank
          row 7 (id 1)  email  "no address 15"  must be an e-mail address  MT0105 email
          row 8 (id 1)  age    200              must lie in 0..=150        MT0101 range
          row 8 (id 1)  email  ""               must not be blank          MT0110 non_blank
          row 9 (id 1)  email  "no address 18"  must be an e-mail address  MT0105 email
          row 9 (id 1)  age    200              must lie in 0..=150        MT0101 range
          … 34 more violations, in 17 rows
          in all: email 18, non_blank 18, range 18"#]],
    );
}

#[test]
fn one_row_of_one_is_the_row() {
    let report = report(1, vec![broken((0, 7), "age", age(), 212)]);
    check_page(
        &report,
        &expect![[r#"
        users: the row breaks a rule (1 violation)

          row 0 (id 7)  age  212  must lie in 0..=150  MT0101 range"#]],
    );
}

#[test]
fn rules_over_the_table_are_broken_by_no_row() {
    let rule = Rule::TableCheck("checks::one_admin".into());
    let complaint = Violation {
        message: Some("there are two admins".into()),
        ..Violation::new(0, vec![], rule, Value::Null)
    };
    let report = report(10, vec![complaint]);
    check_page(
        &report,
        &expect![[r#"
        users: the table breaks a rule (1 violation)

          the table        there are two admins  MT0142 table_check"#]],
    );
    assert!(report.rows().is_empty());
    assert_eq!(report.for_row(0).count(), 0);
    assert!(report.by_column().is_empty());
}

#[test]
fn rules_over_several_columns_show_their_values() {
    let cells = || {
        vec![
            ("season".into(), Value::Int(3)),
            ("no".into(), Value::Int(7)),
        ]
    };
    let check = Rule::Check {
        expr: Expr::Compare(
            CompareOp::Le,
            Operand::Column("season".into()),
            Operand::Column("no".into()),
        ),
        message: "season must not be after no".into(),
    };
    let in_table = Clash::InTable {
        row: 5,
        key: cells(),
    };
    let report = report(
        10,
        vec![
            Violation::primary_key(2, cells(), in_table),
            Violation::merge_key(4, cells(), Some(Clash::InBatch(2))),
            Violation::merge_key(5, vec![("season".into(), Value::Null)], None),
            Violation::new(
                6,
                vec!["season".into(), "no".into()],
                check,
                Value::Struct(cells()),
            ),
        ],
    );
    check_page(
        &report,
        &expect![[r#"
            users: 4 of 10 rows break a rule (4 violations; the first row is row 0)

              row 2 (season 3, no 7)  season, no  3, 7  is taken by row 5 of the table            MT0131 primary_key
              row 4                   season, no  3, 7  row 2 has it too                          MT0133 merge_key
              row 5                   season      null  must have a value: rows are merged by it  MT0133 merge_key
              row 6                   season, no  3, 7  season must not be after no               MT0141 check

            help: `merge` updates the rows that are already in the table
            help: `on_duplicate` says which of two rows of one key a merge keeps"#]],
    );
}

#[test]
fn long_values_are_cut_and_wide_ones_stay_aligned() {
    let report = report(
        10,
        vec![
            broken(
                (1, 1),
                "name",
                length(1, Some(64), LengthUnit::Chars),
                "ab".repeat(100),
            ),
            broken((2, 2), "name", Rule::Email, "名前を教えてください"),
            broken((3, 3), "name", Rule::Email, "ascii"),
        ],
    );
    check_page(
        &report,
        &expect![[r#"
        users: 3 of 10 rows break a rule (3 violations; the first row is row 0)

          row 1 (id 1)  name  "ababababababababababababababababababab…  must have 1 to 64 characters, has 200  MT0102 length
          row 2 (id 2)  name  "名前を教えてください"                    must be an e-mail address              MT0105 email
          row 3 (id 3)  name  "ascii"                                   must be an e-mail address              MT0105 email"#]],
    );
}

#[test]
fn a_report_without_violations_says_so() {
    check_page(
        &report(120, vec![]),
        &expect!["users: 120 rows without a violation"],
    );
}

#[test]
fn a_report_counts_rows_rules_and_columns() {
    let report = report(
        120,
        vec![
            broken((14, 7), "age", age(), 212),
            broken((14, 7), "email", Rule::Email, "a@@b"),
            broken((80, 9), "email", Rule::Email, "a@@b"),
        ],
    );
    assert_eq!(report.len(), 3);
    assert!(!report.is_empty());
    assert_eq!(report.rows(), [14, 80]);
    assert_eq!(report.by_rule(), [("email", 2), ("range", 1)]);
    assert_eq!(report.by_column(), [("email".into(), 2), ("age".into(), 1)]);
    assert_eq!(report.for_row(14).count(), 2);
    assert_eq!(report.for_row(15).count(), 0);
}

#[test]
fn a_violation_alone_is_a_sentence() {
    let violation = Violation {
        path: "[2].zip".into(),
        ..broken((14, 7), "addresses", Rule::NonBlank, " ")
    };
    assert_eq!(
        violation.to_string(),
        r#"row 14 (id 7): addresses[2].zip " ": must not be blank (MT0110 non_blank)"#
    );
}

#[test]
fn ranges_are_said_as_people_say_them() {
    use Bound::{Excluded, Included, Unbounded};
    let (low, high) = (|| Value::from(0.5), || Value::from(1.0));
    for (min, max, sentence) in [
        (Included(low()), Included(high()), "must lie in 0.5..=1.0"),
        (Included(low()), Excluded(high()), "must lie in 0.5..1.0"),
        (
            Excluded(low()),
            Included(high()),
            "must be above 0.5 and at most 1.0",
        ),
        (
            Excluded(low()),
            Excluded(high()),
            "must be above 0.5 and below 1.0",
        ),
        (Included(low()), Unbounded, "must be at least 0.5"),
        (Excluded(low()), Unbounded, "must be above 0.5"),
        (Unbounded, Included(high()), "must be at most 1.0"),
        (Unbounded, Excluded(high()), "must be below 1.0"),
        (Unbounded, Unbounded, "must be a number"),
    ] {
        check_sentence(Rule::Range { min, max }, f64::NAN, sentence);
    }
}

#[test]
fn lengths_are_said_with_what_was_counted() {
    use LengthUnit::{Bytes, Chars, Items};
    check_sentence(
        length(1, Some(64), Chars),
        "",
        "must have 1 to 64 characters, has 0",
    );
    check_sentence(
        length(0, Some(1), Chars),
        "éé",
        "must have at most 1 character, has 2",
    );
    check_sentence(
        length(0, Some(3), Bytes),
        "éé",
        "must have at most 3 bytes, has 4",
    );
    check_sentence(
        length(5, Some(5), Items),
        vec![1_u8],
        "must have 5 bytes, has 1",
    );
    check_sentence(
        length(2, None, Items),
        vec![Value::Null],
        "must have at least 2 elements, has 1",
    );
}

#[test]
fn every_other_rule_has_its_sentence() {
    let list: Vec<Value> = (1..=10).map(Value::Int).collect();
    check_sentence(
        Rule::OneOf(list.into()),
        11,
        "must be one of 1, 2, 3, 4, 5, 6, 7, 8, … 2 more",
    );
    check_sentence(Rule::OneOf(vec!["a".into()].into()), "b", r#"must be "a""#);
    check_sentence(Rule::Pattern("^a$".into()), "b", "must match ^a$");
    check_sentence(
        Rule::MultipleOf(0.1.into()),
        0.15,
        "must be a multiple of 0.1",
    );
    check_sentence(
        Rule::Custom("checks::even".into()),
        3,
        "is refused by `checks::even`",
    );
    check_sentence(Rule::NotNull, Value::Null, "must have a value");
    check_sentence(Rule::Type(DataType::Int64), "x", "must be int64, is text");
    let names = |name: &'static str| Cow::from(vec![Cow::from(name)]);
    let reference = Reference {
        columns: names("team_id"),
        table: "teams".into(),
        to: names("id"),
        on_delete: OnDelete::Restrict,
    };
    check_sentence(
        Rule::References(reference),
        7,
        "must be the id of a row of teams",
    );
}

#[cfg(feature = "json")]
#[test]
fn machines_read_a_flat_violation() {
    let of = |value: Value| broken((14, 7), "age", age(), value);
    let great = Value::Int(i128::MAX);
    let violations = [of(212.into()), of(f64::NAN.into()), of(great), taken()];
    let lines = violations.map(|violation| serde_json::to_string(&violation).unwrap());
    expect![[r#"
        {"row":14,"key":{"id":7},"column":"age","value":212,"code":"MT0101","rule":"range","limits":"range(0..=150)","message":"must lie in 0..=150","clash":null}
        {"row":14,"key":{"id":7},"column":"age","value":"NaN","code":"MT0101","rule":"range","limits":"range(0..=150)","message":"must lie in 0..=150","clash":null}
        {"row":14,"key":{"id":7},"column":"age","value":"170141183460469231731687303715884105727","code":"MT0101","rule":"range","limits":"range(0..=150)","message":"must lie in 0..=150","clash":null}
        {"row":80,"key":{"id":41},"column":"email","value":"a@b.c","code":"MT0132","rule":"unique","limits":"unique(email)","message":"is taken by row 3 of the table (id 12)","clash":{"in":"table","row":3,"key":{"id":12}}}"#]].assert_eq(&lines.join("\n"));
}

#[cfg(feature = "json")]
#[test]
fn a_rule_over_the_table_has_no_row_for_machines() {
    let rule = Rule::TableCheck("checks::one_admin".into());
    let json = serde_json::to_value(Violation::new(0, vec![], rule, Value::Null)).unwrap();
    assert!(json["row"].is_null());
    assert_eq!(json["message"], "is refused by `checks::one_admin`");
}

#[cfg(feature = "json")]
#[test]
fn machines_read_the_table_and_its_violations() {
    let json = serde_json::to_string(&report(120, vec![])).unwrap();
    assert_eq!(json, r#"{"table":"users","n_rows":120,"violations":[]}"#);
}
