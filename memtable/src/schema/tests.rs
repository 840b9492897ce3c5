use expect_test::expect;

use crate::schema::{Column, DataType, Default, OnDelete, Rule, Schema, mermaid};

fn users() -> Schema {
    let place = DataType::Struct(vec![Column::new("zip", DataType::UInt32).nullable()].into());
    let plans = DataType::Enum(vec!["free".into(), "pro".into()].into());
    let mut schema = Schema::new("users")
        .with_doc("The people who may log in.\nAnd more about them.")
        .with_column(Column::new("id", DataType::UInt64).with_doc("The number."))
        .with_column(
            Column::new("email", DataType::Text)
                .with_rule(Rule::Email)
                .with_rule(Rule::length(..=254)),
        )
        .with_column(
            Column::new("age", DataType::UInt8)
                .nullable()
                .with_rule(Rule::range(0..=150)),
        )
        .with_column(Column::new("plan", plans).with_default("free"))
        .with_column(Column::new("team_id", DataType::UInt32).nullable())
        .with_column(Column::new("joined", DataType::Date).with_rule(Rule::range("2020-01-01"..)))
        .with_column(Column::new(
            "last_seen",
            DataType::Timestamp { with_offset: false },
        ))
        .with_column(Column::new("home", place))
        .with_primary_key(["id"])
        .with_unique(["email"])
        .with_unique(["team_id", "plan"])
        .with_ordered_index(["age"])
        .with_index(["plan", "age"])
        .with_reference(["team_id"], "teams", ["id"])
        .with_reference(["plan", "age"], "plans", ["name", "age"])
        .with_check(
            "joined >= \"2020-01-01\" && age >= 18".parse().unwrap(),
            "joined too early",
        );
    schema.columns.to_mut()[6].default = Some(Default::Expr("Utc::now()".into()));
    schema.references.to_mut()[0].on_delete = OnDelete::SetNull;
    schema.table_checks.to_mut().push("no_overlap".into());
    schema
}

#[test]
fn a_schema_is_printed_as_a_table() {
    assert_eq!(users().verify(), Ok(()));
    expect![[r#"
        users: The people who may log in.
        ╭───────────┬──────────────────────┬──────┬─────────────────────────────────┬───────────────────────╮
        │ column    │ type                 │ null │ key                             │ rules                 │
        ├───────────┼──────────────────────┼──────┼─────────────────────────────────┼───────────────────────┤
        │ id        │ uint64               │      │ primary key                     │                       │
        │ email     │ text                 │      │ unique                          │ email, length(..=254) │
        │ age       │ uint8                │ yes  │ ordered index                   │ range(0..=150)        │
        │ plan      │ enum(free, pro)      │      │                                 │ default = "free"      │
        │ team_id   │ uint32               │ yes  │ → teams.id (on delete set null) │                       │
        │ joined    │ date                 │      │                                 │ range(2020-01-01..)   │
        │ last_seen │ timestamp            │      │                                 │ default = Utc::now()  │
        │ home      │ struct{zip: uint32?} │      │                                 │                       │
        ╰───────────┴──────────────────────┴──────┴─────────────────────────────────┴───────────────────────╯
        unique (team_id, plan)
        index (plan, age)
        (plan, age) → plans(name, age)
        check joined >= date("2020-01-01") && age >= 18: joined too early
        table check no_overlap"#]].assert_eq(&users().to_string());
    expect![[r#"
        empty
        ╭────────┬──────┬──────┬─────┬───────╮
        │ column │ type │ null │ key │ rules │
        ├────────┼──────┼──────┼─────┼───────┤
        ╰────────┴──────┴──────┴─────┴───────╯"#]]
    .assert_eq(&Schema::new("empty").to_string());
}

#[test]
fn a_schema_is_written_as_a_person_would() {
    let json = serde_json::to_string(&users()).unwrap();
    assert_eq!(serde_json::from_str::<Schema>(&json).unwrap(), users());
    let mut json = serde_json::to_value(users()).unwrap();
    let columns = json["columns"].take();
    let columns = columns.as_array().unwrap().iter().map(ToString::to_string);
    let others = json.as_object().unwrap().iter();
    let others = others.map(|(name, part)| format!("{name}: {part}"));
    let lines: Vec<String> = columns.chain(others).collect();
    expect![[r#"
        {"doc":"The number.","name":"id","type":"uint64"}
        {"name":"email","rules":["email",{"length":{"max":254}}],"type":"text"}
        {"name":"age","nullable":true,"rules":[{"range":{"max":150,"min":0}}],"type":"uint8"}
        {"default":"free","name":"plan","type":"enum(free, pro)"}
        {"name":"team_id","nullable":true,"type":"uint32"}
        {"name":"joined","rules":[{"range":{"min":"2020-01-01"}}],"type":"date"}
        {"default":{"$expr":"Utc::now()"},"name":"last_seen","type":"timestamp"}
        {"name":"home","type":{"struct":[{"name":"zip","nullable":true,"type":"uint32"}]}}
        checks: [{"expr":"joined >= date(\"2020-01-01\") && age >= 18","message":"joined too early"}]
        columns: null
        doc: "The people who may log in.\nAnd more about them."
        indexes: [{"columns":["age"],"ordered":true},{"columns":["plan","age"]}]
        name: "users"
        primary_key: ["id"]
        references: [{"columns":["team_id"],"on_delete":"set_null","table":"teams","to":["id"]},{"columns":["plan","age"],"table":"plans","to":["name","age"]}]
        table_checks: ["no_overlap"]
        unique: [["email"],["team_id","plan"]]"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn absent_parts_are_empty_and_unknown_ones_refused() {
    let read = |json| serde_json::from_str::<Schema>(json);
    let schema = read(r#"{"name": "t", "columns": [{"name": "a", "type": "text"}]}"#).unwrap();
    assert_eq!(
        schema,
        Schema::new("t").with_column(Column::new("a", DataType::Text))
    );
    let errors = [
        r#"{"name": "t", "columns": [], "primary": ["a"]}"#,
        r#"{"name": "t", "columns": [{"name": "a", "type": "text", "rule": []}]}"#,
        r#"{"name": "t", "columns": [{"name": "a", "type": "strng"}]}"#,
        r#"{"name": "t", "columns": [{"name": "a"}]}"#,
        r#"{"name": "t", "columns": [{"name": "a", "type": "date", "default": {"$date": "x"}}]}"#,
        r#"{"name": "t"}"#,
        r#"{"name": "t", "columns": [], "checks": [{"expr": "a >"}]}"#,
    ];
    let errors = errors.map(|json| read(json).unwrap_err().to_string());
    expect![[r#"
        unknown field `primary`, expected one of `name`, `doc`, `columns`, `primary_key`, `unique`, `indexes`, `references`, `checks`, `table_checks` at line 1 column 38
        unknown field `rule`, expected one of `name`, `type`, `nullable`, `rules`, `default`, `doc` at line 1 column 62
        expected a type (null, bool, int8, int16, int32, int64, int128, uint8, uint16, uint32, uint64, uint128, float32, float64, decimal, char, text, bytes, date, time, datetime, timestamp, timestamp_with_offset, duration, uuid, json, list<..>, enum(..)) at `strng` in `strng` at line 1 column 55
        missing field `type` at line 1 column 39
        expected a value, or `{"$expr": ..}` with a Rust expression at line 1 column 82
        missing field `columns` at line 1 column 13
        expected a column or a value at the end of `a >` at line 1 column 54"#]].assert_eq(&errors.join("\n"));
}

#[test]
fn references_are_drawn_with_their_cardinality() {
    let teams = Schema::new("teams")
        .with_column(Column::new("id", DataType::UInt32))
        .with_primary_key(["id"]);
    let profile = Schema::new("profiles")
        .with_column(Column::new("user_id", DataType::UInt64))
        .with_column(Column::new("tags", "list<text?>".parse().unwrap()))
        .with_primary_key(["user_id"])
        .with_reference(["user_id"], "users", ["id"]);
    expect![[r#"
        erDiagram
            "users" {
                uint64 id PK
                text email UK
                uint8 age FK "nullable"
                enum plan FK
                uint32 team_id FK "nullable"
                date joined
                timestamp last_seen
                struct home
            }
            "teams" {
                uint32 id PK
            }
            "profiles" {
                uint64 user_id PK, FK
                text[] tags
            }
            "users" }o--o| "teams" : "team_id"
            "users" }o--o| "plans" : "plan, age"
            "profiles" |o--|| "users" : "user_id"
    "#]]
    .assert_eq(&mermaid(&[&users(), &teams, &profile]));
}

#[test]
fn odd_names_do_not_break_the_diagram() {
    let odd = Schema::new("one \"to\" 100%\n")
        .with_column(Column::new("first name", DataType::Text))
        .with_column(Column::new("2nd", DataType::Text).nullable())
        .with_column(Column::new("pk", DataType::Text))
        .with_column(Column::new("größe", DataType::Text))
        .with_column(Column::new("\"\n{}", DataType::Text))
        .with_reference(["\"\n{}"], "", ["x"]);
    expect![[r#"
        erDiagram
            "one _to_ 100__" {
                text first_name "first name"
                text _2nd "2nd, nullable"
                text pk_ "pk"
                text größe
                text ____ FK "' {}"
            }
            "one _to_ 100__" }o--|| "_" : "' {}"
    "#]]
    .assert_eq(&mermaid(&[&odd]));
}

#[test]
fn one_name_needs_no_list() {
    let short = r#"{"name": "t", "columns": [], "primary_key": "id", "unique": ["a", ["b", "c"]],
        "indexes": [{"columns": "d"}], "references": [{"columns": "e", "table": "x", "to": "f"}]}"#;
    let schema = Schema::new("t")
        .with_primary_key(["id"])
        .with_unique(["a"])
        .with_unique(["b", "c"])
        .with_index(["d"])
        .with_reference(["e"], "x", ["f"]);
    assert_eq!(serde_json::from_str::<Schema>(short).unwrap(), schema);
    let wrong = r#"{"name": "t", "columns": [], "primary_key": 7}"#;
    expect![
        "invalid type: integer `7`, expected a column name, or a list of them at line 1 column 45"
    ]
    .assert_eq(
        &serde_json::from_str::<Schema>(wrong)
            .unwrap_err()
            .to_string(),
    );
}
