use std::collections::BTreeSet;
use std::ops::Bound;

use expect_test::{Expect, expect};

use crate::schema::{DataType, Expr, LengthUnit, OnDelete, Reference, Rule, Value};

fn every_rule() -> Vec<Rule> {
    vec![
        Rule::range(0..=150),
        Rule::range(0.0..1.0),
        Rule::range(..10),
        Rule::range::<i32>(..),
        Rule::Range {
            min: Bound::Excluded(Value::from(0)),
            max: Bound::Unbounded,
        },
        Rule::Range {
            min: Bound::Excluded(Value::from(0)),
            max: Bound::Included(Value::from(1)),
        },
        Rule::Range {
            min: Bound::Excluded(Value::from(0)),
            max: Bound::Excluded(Value::from(1)),
        },
        Rule::length(1..=64),
        Rule::length(1..),
        Rule::length(..),
        Rule::Length {
            min: 0,
            max: Some(64),
            unit: LengthUnit::Bytes,
        },
        Rule::Length {
            min: 0,
            max: Some(64),
            unit: LengthUnit::Items,
        },
        Rule::Pattern(r#"^"\p{L}"#.into()),
        Rule::OneOf(vec![Value::from("a"), Value::from("b")].into()),
        Rule::Email,
        Rule::Url,
        Rule::Ip,
        Rule::MultipleOf(Value::from(5)),
        Rule::Finite,
        Rule::NonBlank,
        Rule::Custom("checks::is_even".into()),
        Rule::inner(vec![Rule::length(1..), Rule::NonBlank]),
        Rule::NotNull,
        Rule::Type(DataType::UInt8),
        Rule::Columns,
        Rule::PrimaryKey(vec!["a".into(), "b".into()].into()),
        Rule::Unique(vec!["email".into()].into()),
        Rule::MergeKey(vec!["id".into()].into()),
        Rule::Check {
            expr: "joined <= last_seen".parse::<Expr>().unwrap(),
            message: "joined must not be after last_seen".into(),
        },
        Rule::TableCheck("no_overlap".into()),
        Rule::Capacity(4_294_967_287),
        Rule::References(Reference {
            columns: vec!["team_id".into()].into(),
            table: "teams".into(),
            to: vec!["id".into()].into(),
            on_delete: OnDelete::Cascade,
        }),
    ]
}

#[track_caller]
fn check_lines(lines: impl IntoIterator<Item = String>, expect: &Expect) {
    expect.assert_eq(&lines.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn rules_are_printed_as_they_are_written_in_the_attribute() {
    check_lines(
        every_rule()
            .iter()
            .map(|rule| format!("{} {rule}", rule.code())),
        &expect![[r##"
            MT0101 range(0..=150)
            MT0101 range(0.0..1.0)
            MT0101 range(..10)
            MT0101 range(..)
            MT0101 range(above = 0)
            MT0101 range(above = 0, max = 1)
            MT0101 range(above = 0, below = 1)
            MT0102 length(1..=64)
            MT0102 length(1..)
            MT0102 length(..)
            MT0102 length(..=64, bytes)
            MT0102 length(..=64)
            MT0103 pattern = r#"^"\p{L}"#
            MT0104 one_of("a", "b")
            MT0105 email
            MT0106 url
            MT0107 ip
            MT0108 multiple_of = 5
            MT0109 finite
            MT0110 non_blank
            MT0111 custom = checks::is_even
            MT0112 inner(length(1..), non_blank)
            MT0121 not_null
            MT0122 type(uint8)
            MT0123 columns
            MT0131 primary_key(a, b)
            MT0132 unique(email)
            MT0133 merge_key(id)
            MT0141 check(joined <= last_seen)
            MT0142 table_check = no_overlap
            MT0143 capacity(4294967287)
            MT0151 references = teams.id"##]],
    );
}

#[test]
fn no_two_rules_share_a_name_or_a_code() {
    let rules = every_rule();
    let names: BTreeSet<_> = rules.iter().map(Rule::name).collect();
    let codes: BTreeSet<_> = rules.iter().map(Rule::code).collect();
    let pairs: BTreeSet<_> = rules
        .iter()
        .map(|rule| (rule.name(), rule.code()))
        .collect();
    assert_eq!((names.len(), codes.len()), (22, 22));
    assert_eq!(pairs.len(), 22);
}

#[test]
fn rules_are_written_in_the_words_of_the_attribute() {
    for rule in every_rule() {
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule, "{json}");
    }
    check_lines(
        every_rule()
            .iter()
            .map(|rule| serde_json::to_string(rule).unwrap()),
        &expect![[r#"
            {"range":{"min":0,"max":150}}
            {"range":{"min":0.0,"below":1.0}}
            {"range":{"below":10}}
            {"range":{}}
            {"range":{"above":0}}
            {"range":{"above":0,"max":1}}
            {"range":{"above":0,"below":1}}
            {"length":{"min":1,"max":64}}
            {"length":{"min":1}}
            {"length":{}}
            {"length":{"max":64,"unit":"bytes"}}
            {"length":{"max":64,"unit":"items"}}
            {"pattern":"^\"\\p{L}"}
            {"one_of":["a","b"]}
            "email"
            "url"
            "ip"
            {"multiple_of":5}
            "finite"
            "non_blank"
            {"custom":"checks::is_even"}
            {"inner":[{"length":{"min":1}},"non_blank"]}
            "not_null"
            {"type":"uint8"}
            "columns"
            {"primary_key":["a","b"]}
            {"unique":["email"]}
            {"merge_key":["id"]}
            {"check":{"expr":"joined <= last_seen","message":"joined must not be after last_seen"}}
            {"table_check":"no_overlap"}
            {"capacity":4294967287}
            {"references":{"columns":["team_id"],"table":"teams","to":["id"],"on_delete":"cascade"}}"#]],
    );
}

#[test]
fn a_misspelt_rule_is_told_what_there_is() {
    let errors = [
        r#""emial""#,
        r#"{"range": {"mim": 0}}"#,
        r#"{"range": {"min": 0, "above": 0}}"#,
        r#"{"length": {"max": -1}}"#,
        r#"{"length": {"unit": "kilobytes"}}"#,
        r#"{"one_of": "a"}"#,
    ];
    check_lines(
        errors.map(|json| serde_json::from_str::<Rule>(json).unwrap_err().to_string()),
        &expect![[r#"
            unknown variant `emial`, expected one of `range`, `length`, `pattern`, `one_of`, `email`, `url`, `ip`, `multiple_of`, `finite`, `non_blank`, `custom`, `inner`, `not_null`, `type`, `columns`, `primary_key`, `unique`, `merge_key`, `check`, `table_check`, `capacity`, `references` at line 1 column 7
            unknown field `mim`, expected one of `min`, `above`, `max`, `below` at line 1 column 16
            `min` and `above` are both the lower bound, `max` and `below` the upper one: write one of the two
            invalid value: integer `-1`, expected u64 at line 1 column 21
            unknown variant `kilobytes`, expected one of `chars`, `bytes`, `items` at line 1 column 31
            invalid type: string "a", expected a sequence at line 1 column 14"#]],
    );
}

#[test]
fn limits_become_values_of_the_type_of_the_column() {
    let fitted = Rule::range(0..=1).fitted(&DataType::Float64);
    assert_eq!(fitted, Rule::range(0.0..=1.0));
    let text = Rule::range("2024-02-29"..);
    let fitted = text.clone().fitted(&DataType::Date);
    assert_eq!(fitted.to_string(), "range(2024-02-29..)");
    assert_eq!(
        fitted.map_values(&DataType::Date, |value, data_type| value.plain(data_type)),
        text
    );
}
