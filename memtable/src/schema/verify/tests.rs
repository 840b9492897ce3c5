use expect_test::{Expect, expect};

use crate::schema::{Column, DataType, OnDelete, Rule, Schema, StructType, Value};

#[track_caller]
fn check(schema: &Schema, expect: &Expect) {
    expect.assert_eq(&schema.verify().unwrap_err().to_string());
}

fn with_rules(data_type: DataType, rules: impl IntoIterator<Item = Rule>) -> Schema {
    let column = rules
        .into_iter()
        .fold(Column::new("x", data_type), Column::with_rule);
    Schema::new("t").with_column(column)
}

#[test]
fn every_problem_is_named() {
    let schema = Schema::new("users")
        .with_column(Column::new("id", DataType::UInt64).nullable())
        .with_column(Column::new("id", DataType::Text))
        .with_column(Column::new("score", DataType::Float64))
        .with_column(Column::new("team_id", DataType::UInt32).with_default("x"))
        .with_column(Column::new(
            "plan",
            DataType::Enum(vec!["a".into(), "a".into()].into()),
        ))
        .with_column(Column::new(
            "home",
            DataType::Struct(
                StructType::from(vec![
                    Column::new("zip", DataType::UInt32).with_rule(Rule::Email),
                ])
                .with_check("zip > 0 && zpi < 1".parse().unwrap(), ""),
            ),
        ))
        .with_primary_key(["id"])
        .with_unique(["score", "emial", "emial"])
        .with_index(Vec::<String>::new())
        .with_reference(["team_id"], "teams", ["season", "no"])
        .with_check("id <= nam && plan < 1 && score".parse().unwrap(), "");
    let mut schema = schema;
    schema.references.to_mut()[0].on_delete = OnDelete::SetNull;
    check(
        &schema,
        &expect![[r#"
            the schema of `users` makes no sense:
              column `id`: there are two of this name
              column `team_id`: the default "x" is no uint32
              column `plan`: the name "a" is there twice
              column `home.zip`: `email` does not fit uint32
              column `home`: check(zip > 0 && zpi < 1): there is no column `zpi`, but `zip`
              primary key: `id` is nullable, and a primary key is never null
              unique(score, emial, emial): there is no column `emial`, but `id`, `id`, `score`, `team_id`, `plan`, `home`
              unique(score, emial, emial): there is no column `emial`, but `id`, `id`, `score`, `team_id`, `plan`, `home`
              unique(score, emial, emial): `emial` is named twice
              unique(score, emial, emial): `score` is float64, and a key has no floats
              index(): it names no column
              reference to `teams`: 1 columns here, 2 columns there
              reference to `teams`: `team_id` cannot be set to null: it is not nullable
              check(id <= nam && plan < 1 && score): there is no column `nam`, but `id`, `id`, `score`, `team_id`, `plan`, `home`
              check(id <= nam && plan < 1 && score): plan and 1 cannot be compared
              check(id <= nam && plan < 1 && score): `score` is float64, and a condition is bool"#]],
    );
}

#[test]
#[expect(
    clippy::reversed_empty_ranges,
    reason = "the mistake that is looked for"
)]
fn a_rule_that_does_not_fit_is_refused() {
    let rules = [
        Rule::range(0..=256),
        Rule::range("a"..),
        Rule::range(0.5..),
        Rule::length(1..),
        Rule::Pattern("a".into()),
        Rule::OneOf(vec![Value::from(1), Value::from("b")].into()),
        Rule::Finite,
        Rule::inner(vec![]),
        Rule::NotNull,
        Rule::Unique(vec!["x".into()].into()),
    ];
    check(
        &with_rules(DataType::UInt8, rules),
        &expect![[r#"
            the schema of `t` makes no sense:
              column `x`: `range(0..=256)` does not fit uint8
              column `x`: `range("a"..)` does not fit uint8
              column `x`: `range(0.5..)` does not fit uint8
              column `x`: `length(1..)` does not fit uint8
              column `x`: `pattern = "a"` does not fit uint8
              column `x`: `one_of(1, "b")` does not fit uint8
              column `x`: `finite` does not fit uint8
              column `x`: `inner()` does not fit uint8
              column `x`: `not_null` is no rule of a column: it has a place of its own in the schema
              column `x`: `unique(x)` is no rule of a column: it has a place of its own in the schema"#]],
    );
    let element = Box::new(DataType::Text);
    let list = DataType::List {
        element: crate::schema::Shared::Owned(element),
        nullable: false,
    };
    check(
        &with_rules(list, [Rule::inner(vec![Rule::length(2..=1), Rule::Finite])]),
        &expect![[r#"
            the schema of `t` makes no sense:
              column `x`: no value keeps `length(2..=1)`
              column `x`: `finite` does not fit text"#]],
    );
}

#[test]
#[expect(
    clippy::reversed_empty_ranges,
    reason = "the mistake that is looked for"
)]
fn a_rule_that_nothing_can_keep_is_refused() {
    let numbers = [
        Rule::range(2..=1),
        Rule::range(1..1),
        Rule::MultipleOf(Value::from(0)),
        Rule::OneOf(vec![].into()),
    ];
    check(
        &with_rules(DataType::Int8, numbers),
        &expect![[r#"
        the schema of `t` makes no sense:
          column `x`: no value keeps `range(2..=1)`
          column `x`: no value keeps `range(1..1)`
          column `x`: nothing is a multiple of 0
          column `x`: no value keeps `one_of()`"#]],
    );
    let texts = [Rule::length(2..=1), Rule::Pattern("(".into())];
    check(
        &with_rules(DataType::Text, texts),
        &expect![[r#"
            the schema of `t` makes no sense:
              column `x`: no value keeps `length(2..=1)`
              column `x`: `pattern = "("` is no regular expression: unclosed group"#]],
    );
    check(
        &with_rules(DataType::Float64, [Rule::range(f64::NAN..)]),
        &expect![[r#"
            the schema of `t` makes no sense:
              column `x`: `range(NaN..)` does not fit float64"#]],
    );
}

#[test]
fn limits_written_plainly_fit() {
    for (data_type, rule) in [
        (DataType::Float32, Rule::range(0..=1)),
        (DataType::Decimal, Rule::range("0.5"..)),
        (DataType::Date, Rule::range("2024-02-29"..)),
        (DataType::Bytes, Rule::length(..=10)),
        (DataType::Duration, Rule::range("PT1S"..="P1D")),
    ] {
        assert_eq!(with_rules(data_type, [rule]).verify(), Ok(()));
    }
}
