use std::borrow::Cow;
use std::ops::Bound;

use crate::schema::{
    Check, Column, CompareOp, DataType, Expr, LengthUnit, Operand, Rule, Schema, Value,
};
use crate::validate::{RowCheck, Violation};

const LENGTH: Rule = Rule::Length {
    min: 5,
    max: Some(5),
    unit: LengthUnit::Chars,
};

const POSITIVE: Rule = Rule::Range {
    min: Bound::Excluded(Value::Int(0)),
    max: Bound::Unbounded,
};

const CUSTOM: Rule = Rule::Custom(Cow::Borrowed("checks::name"));

static ADDRESS: Schema = schema("address", ADDRESS_COLUMNS);

const ADDRESS_COLUMNS: &[Column] = &[
    column("street", &[Rule::NonBlank]),
    column("zip", &[LENGTH]),
];

static USER: Schema = schema("users", USER_COLUMNS);

const USER_COLUMNS: &[Column] = &[
    column("age", &[Rule::Finite, POSITIVE]),
    column(
        "tags",
        &[Rule::Inner(Cow::Borrowed(&[
            Rule::NonBlank,
            LENGTH,
            CUSTOM,
        ]))],
    ),
    column("name", &[CUSTOM]),
    column("addresses", &[]),
];

const fn schema(name: &'static str, columns: &'static [Column]) -> Schema {
    Schema {
        name: Cow::Borrowed(name),
        doc: Cow::Borrowed(""),
        columns: Cow::Borrowed(columns),
        primary_key: Cow::Borrowed(&[]),
        unique: Cow::Borrowed(&[]),
        indexes: Cow::Borrowed(&[]),
        references: Cow::Borrowed(&[]),
        checks: Cow::Borrowed(&[CHECK]),
        table_checks: Cow::Borrowed(&[]),
    }
}

const CHECK: Check = Check {
    expr: Expr::Compare(
        CompareOp::Le,
        Operand::Column(Cow::Borrowed("first")),
        Operand::Column(Cow::Borrowed("second")),
    ),
    message: Cow::Borrowed("first must not be after second"),
};

const fn column(name: &'static str, rules: &'static [Rule]) -> Column {
    Column {
        name: Cow::Borrowed(name),
        data_type: DataType::Text,
        nullable: false,
        rules: Cow::Borrowed(rules),
        default: None,
        doc: Cow::Borrowed(""),
    }
}

fn found(walk: impl FnOnce(&mut RowCheck<'_>)) -> Vec<Violation> {
    let mut violations = Vec::new();
    walk(&mut RowCheck::new(&USER, 14, &mut violations));
    violations
}

#[track_caller]
fn check_places(found: &[Violation], places: &[&str]) {
    let found: Vec<_> = found
        .iter()
        .map(|v| format!("{}{}", v.columns.join(","), v.path))
        .collect();
    assert_eq!(found, places);
}

#[test]
fn a_broken_rule_is_named_with_its_limits_and_its_place() {
    let found = found(|check| check.broken(0, 1, Value::Int(-1)));
    check_places(&found, &["age"]);
    assert_eq!(found[0].row, 14);
    assert_eq!(found[0].rule, POSITIVE);
    assert_eq!(found[0].value, Value::Int(-1));
}

#[test]
fn a_broken_element_is_named_by_its_own_rule() {
    let found = found(|check| check.broken_element(1, (0, 1), 2, Value::Null));
    check_places(&found, &["tags[2]"]);
    assert_eq!(found[0].rule, LENGTH);
}

fn said(messages: &[&str]) -> Vec<String> {
    messages.iter().copied().map(str::to_owned).collect()
}

#[test]
fn each_complaint_is_a_violation() {
    let found = found(|check| {
        check.complained(2, 0, said(&["no", "never"]), Value::Int(1));
        check.complained(2, 0, said(&[]), Value::Null);
    });
    check_places(&found, &["name", "name"]);
    assert_eq!(found[1].message.as_deref(), Some("never"));
    assert_eq!(found[1].value, Value::Int(1));
}

#[test]
fn a_complaint_without_words_names_the_function() {
    let found = found(|check| check.complained(2, 0, said(&[""]), Value::Null));
    assert_eq!(found[0].reason(), "is refused by `checks::name`");
}

#[test]
fn complaints_about_an_element_have_its_place() {
    let found = found(|check| {
        check.complained_element(1, (0, 2), 3, (said(&["no"]), Value::Null));
    });
    check_places(&found, &["tags[3]"]);
    assert_eq!(found[0].reason(), "no");
}

#[test]
fn a_nested_violation_has_the_way_down_to_it() {
    let found = found(|check| {
        check.broken(0, 0, Value::Null);
        check.in_column(3, |check| {
            check.in_element(2, |check| {
                check.nested(&ADDRESS, |check| {
                    check.broken(0, 0, Value::Null);
                    check.broken(1, 0, Value::Null);
                });
            });
        });
        check.broken(0, 1, Value::Null);
    });
    check_places(
        &found,
        &["age", "addresses[2].street", "addresses[2].zip", "age"],
    );
    assert_eq!(found[2].rule, LENGTH);
}

#[test]
fn lists_in_nested_structs_keep_their_steps() {
    let found = found(|check| {
        check.in_column(3, |check| {
            check.nested(&ADDRESS, |check| {
                check.in_column(1, |check| {
                    check.in_element(7, |check| {
                        check.nested(&USER, |check| {
                            check.broken_element(1, (0, 0), 4, Value::Null);
                        });
                    });
                });
            });
        });
    });
    check_places(&found, &["addresses.zip[7].tags[4]"]);
}

#[test]
fn a_check_is_about_the_columns_that_it_names() {
    let values = || vec![(0, Value::Int(1)), (2, Value::Int(2))];
    let found = found(|check| {
        check.check_failed(0, values());
        check.in_column(3, |check| {
            check.nested(&USER, |check| check.check_failed(0, values()));
        });
    });
    check_places(&found, &["age,name", "addresses"]);
    let cells = vec![
        ("age".into(), Value::Int(1)),
        ("name".into(), Value::Int(2)),
    ];
    assert_eq!(found[0].value, Value::Struct(cells.clone()));
    assert_eq!(found[1].value, Value::Struct(cells));
}

#[test]
fn positions_that_the_schema_does_not_have_are_skipped() {
    let found = found(|check| {
        check.broken(9, 0, Value::Null);
        check.broken(0, 9, Value::Null);
        check.broken_element(0, (0, 0), 0, Value::Null);
        check.broken_element(1, (0, 9), 0, Value::Null);
        check.check_failed(9, vec![]);
    });
    check_places(&found, &[]);
}
