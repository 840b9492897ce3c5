use expect_test::{Expect, expect};

use crate::schema::{Column, DataType, Rule, Schema, Value};

#[track_caller]
fn check(from: &Schema, to: &Schema, expect: &Expect) {
    let diff = from.diff(to);
    assert_eq!(diff.is_empty(), from == to);
    expect.assert_eq(&diff.to_string());
}

fn users() -> Schema {
    Schema::new("users")
        .with_doc("People.")
        .with_column(Column::new("id", DataType::UInt64))
        .with_column(
            Column::new("email", DataType::Text)
                .with_rule(Rule::Email)
                .with_rule(Rule::length(..=64)),
        )
        .with_column(Column::new("age", DataType::UInt8).nullable())
        .with_column(Column::new("team_id", DataType::UInt32))
        .with_primary_key(["id"])
        .with_unique(["email"])
        .with_index(["age"])
        .with_reference(["team_id"], "teams", ["id"])
        .with_check("age >= 18".parse().unwrap(), "adults only")
}

#[test]
fn equal_schemas_have_no_difference() {
    check(&users(), &users(), &expect!["table users: no difference"]);
}

#[test]
fn every_change_is_listed() {
    let mut later = Schema::new("people")
        .with_doc("Persons.")
        .with_column(
            Column::new("email", DataType::Text)
                .with_rule(Rule::length(..=254))
                .with_rule(Rule::Email),
        )
        .with_column(
            Column::new("id", DataType::UInt128)
                .nullable()
                .with_default(Value::from(1))
                .with_doc("The number."),
        )
        .with_column(Column::new("team_id", DataType::UInt32))
        .with_column(
            Column::new("plan", DataType::Text)
                .with_rule(Rule::NonBlank)
                .with_default("free"),
        )
        .with_primary_key(["id", "plan"])
        .with_unique(["email", "plan"])
        .with_ordered_index(["age"])
        .with_check("id > 0".parse().unwrap(), "");
    later.table_checks.to_mut().push("no_overlap".into());
    check(
        &users(),
        &later,
        &expect![[r#"
        table users
          ~ name: users → people
          ~ doc: "People." → "Persons."
          ~ column id
              type: uint64 → uint128
              null: no → yes
              default: none → 1
              doc: "" → "The number."
          ~ column email
              rules: - length(..=64), + length(..=254)
          - column age: uint8?
          + column plan: text, non_blank, default = "free"
          ~ order: id, email, team_id → email, id, team_id
          ~ primary key: (id) → (id, plan)
          - unique (email)
          + unique (email, plan)
          - index (age)
          + index (age) ordered
          - reference (team_id) → teams.id
          - check age >= 18: adults only
          + check id > 0
          + table check no_overlap"#]],
    );
}

#[test]
fn another_order_is_a_difference() {
    let swapped = Schema::new("t")
        .with_column(Column::new("a", DataType::Bool))
        .with_column(
            Column::new("b", DataType::Text)
                .with_rule(Rule::Email)
                .with_rule(Rule::Url),
        )
        .with_unique(["a"])
        .with_unique(["b"]);
    let schema = Schema::new("t")
        .with_column(
            Column::new("b", DataType::Text)
                .with_rule(Rule::Url)
                .with_rule(Rule::Email),
        )
        .with_column(Column::new("a", DataType::Bool))
        .with_unique(["b"])
        .with_unique(["a"]);
    check(
        &schema,
        &swapped,
        &expect![[r#"
        table t
          ~ column b
              rules: another order
          ~ order: b, a → a, b
          ~ unique: another order"#]],
    );
}
