//! What a table is, as data: the JSON Schema accepts what the rules accept, and a schema can be a constant.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};
use std::ops::Bound;

use chrono::{DateTime, NaiveDate, TimeDelta};
use expect_test::expect;
use jsonschema::Validator;
use memtable::schema::{
    Column, CompareOp, DataType, Decimal, Expr, LengthUnit, Lit, Operand, Rule, Schema, Shared,
    Value,
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// A validator that asserts formats.
fn validator(schema: &Schema) -> Validator {
    assert_eq!(schema.verify(), Ok(()));
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema.to_json_schema())
        .expect("what a schema exports is a JSON Schema")
}

fn table(column: Column) -> Schema {
    Schema::new("t").with_column(column)
}

/// Holds the JSON Schema of one column `x` to values that it accepts and refuses.
#[track_caller]
fn check(column: Column, accepted: &[Json], refused: &[Json]) {
    let text = column.to_string();
    let nullable = column.nullable;
    let validator = validator(&table(column));
    for value in accepted {
        assert!(
            validator.is_valid(&json!({ "x": value })),
            "{text}: {value}"
        );
    }
    for value in refused {
        assert!(
            !validator.is_valid(&json!({ "x": value })),
            "{text}: {value}"
        );
    }
    assert_eq!(
        validator.is_valid(&json!({ "x": null })),
        nullable,
        "{text}: null"
    );
}

fn x(data_type: DataType) -> Column {
    Column::new("x", data_type)
}

fn list(element: DataType) -> DataType {
    DataType::List {
        element: Shared::from(element),
        nullable: false,
    }
}

#[test]
fn json_schema_knows_every_type_of_numbers() {
    use DataType as T;
    check(x(T::Bool), &[json!(true)], &[json!(1), json!("true")]);
    check(
        x(T::Int8),
        &[json!(-128), json!(127)],
        &[json!(-129), json!(128), json!(0.5)],
    );
    check(
        x(T::UInt64),
        &[json!(u64::MAX)],
        &[json!(-1), json!(1.5), json!(1e20)],
    );
    check(
        x(T::Int128),
        &[json!(-1), json!(1e30)],
        &[json!(2e38), json!(-2e38), json!(0.5)],
    );
    check(
        x(T::UInt128),
        &[json!(0), json!(3e38)],
        &[json!(-1), json!(3.5e38)],
    );
    check(x(T::Float64), &[json!(1), json!(-0.5)], &[json!("1")]);
    check(
        x(T::Decimal),
        &[json!("-1.50"), json!(1.5)],
        &[json!("1,5"), json!("")],
    );
}

#[test]
fn json_schema_knows_every_type_that_is_no_number() {
    use DataType as T;
    let strings = [json!(""), json!("é")];
    check(x(T::Char), &[json!("é")], &strings[..1]);
    check(x(T::Text), &strings, &[json!(1)]);
    check(
        x(T::Bytes),
        &[json!([0, 255])],
        &[json!([256]), json!("00")],
    );
    check(
        x(T::Date),
        &[json!("2024-02-29")],
        &[json!("2023-02-29"), json!("29.2.2024")],
    );
    check(
        x(T::Time),
        &[json!("12:00:00"), json!("12:00:00.5")],
        &[json!("12h")],
    );
    check(
        x(T::DateTime),
        &[json!("2024-02-29T12:00:00")],
        &[json!("2024-02-29")],
    );
    let instant = T::Timestamp { with_offset: true };
    check(
        x(instant),
        &[json!("2024-02-29T12:00:00+01:00")],
        &[json!("2024-02-29T12:00:00")],
    );
    check(
        x(T::Duration),
        &[json!("P1DT2H"), json!("-PT1.5S")],
        &[json!("1h")],
    );
    check(
        x(T::Uuid),
        &[json!("67e55044-10b1-426f-9247-bb680e5fe0c8")],
        &[json!("67e5")],
    );
    let plan = T::Enum(vec!["free".into(), "pro".into()].into());
    check(
        x(plan.clone()),
        &[json!("free")],
        &[json!("Free"), json!(1)],
    );
    check(x(plan.clone()).nullable(), &[json!("pro")], &[json!("")]);
    check(
        x(list(T::Int8)),
        &[json!([]), json!([1])],
        &[json!([128]), json!([null])],
    );
    let nullable = T::List {
        element: Shared::from(plan),
        nullable: true,
    };
    check(x(nullable), &[json!([null, "free"])], &[json!(["x"])]);
}

#[test]
fn json_schema_knows_structs_defaults_and_absent_columns() {
    let place = DataType::Struct(
        vec![
            Column::new("city", DataType::Text).with_rule(Rule::NonBlank),
            Column::new("zip", DataType::UInt32).nullable(),
            Column::new("country", DataType::Text).with_default("CH"),
        ]
        .into(),
    );
    check(
        x(place),
        &[
            json!({ "city": "Bern" }),
            json!({ "city": "Bern", "zip": 3000 }),
        ],
        &[
            json!({ "zip": 3000 }),
            json!({ "city": " " }),
            json!({ "city": "Bern", "town": "" }),
        ],
    );
    check(
        x(DataType::Json).nullable(),
        &[json!(1), json!({ "a": [] })],
        &[],
    );
    let validator = validator(&table(x(DataType::Int8)));
    assert!(!validator.is_valid(&json!({})));
    assert!(!validator.is_valid(&json!({ "x": 1, "y": 1 })));
    assert!(!validator.is_valid(&json!([1])));
}

#[test]
fn json_schema_knows_the_rules_on_numbers() {
    use DataType as T;
    check(
        x(T::UInt8).with_rule(Rule::range(1..=150)).nullable(),
        &[json!(1), json!(150)],
        &[json!(0), json!(151)],
    );
    let open = Rule::Range {
        min: Bound::Excluded(Value::from(0.0)),
        max: Bound::Excluded(Value::from(1.0)),
    };
    check(
        x(T::Float64).with_rule(open),
        &[json!(0.5)],
        &[json!(0), json!(1)],
    );
    // An `f32` is written to JSON by its shortest digits, or widened: both are the limit.
    let limits = [json!(0.1), json!(0.1_f32)];
    let at_most = Rule::range(..=0.1);
    check(x(T::Float32).with_rule(at_most), &limits, &[json!(0.2)]);
    let at_least = Rule::range(0.1..);
    check(x(T::Float32).with_rule(at_least), &limits, &[json!(0.0)]);
    let below = Rule::range(..0.1);
    check(x(T::Float32).with_rule(below), &[json!(0.0)], &limits);
    check(
        x(T::Int32)
            .with_rule(Rule::range(0..))
            .with_rule(Rule::range(5..10)),
        &[json!(5)],
        &[json!(4), json!(10)],
    );
    check(
        x(T::Int32)
            .with_rule(Rule::range(5..))
            .with_rule(Rule::range(0..)),
        &[json!(5)],
        &[json!(4)],
    );
    check(
        x(T::Int32).with_rule(Rule::MultipleOf(Value::from(-5))),
        &[json!(0), json!(-10)],
        &[json!(3)],
    );
    check(x(T::Float64).with_rule(Rule::Finite), &[json!(1e300)], &[]);
    let one_of = Rule::OneOf(vec![Value::from(1), Value::from(3)].into());
    check(
        x(T::Int8).with_rule(one_of.clone()),
        &[json!(3)],
        &[json!(2)],
    );
    check(
        x(T::Int8).with_rule(one_of).nullable(),
        &[json!(3)],
        &[json!(2)],
    );
}

#[test]
fn json_schema_knows_the_rules_on_text() {
    use DataType as T;
    // A character is one, however many bytes it takes.
    check(
        x(T::Text).with_rule(Rule::length(1..=3)).nullable(),
        &[json!("ééé"), json!("🦀🦀🦀")],
        &[json!(""), json!("abcd")],
    );
    check(
        x(T::Text)
            .with_rule(Rule::Pattern("^[a-c]+$".into()))
            .with_rule(Rule::NonBlank),
        &[json!("abc")],
        &[json!(" "), json!("abcd"), json!("")],
    );
    check(
        x(T::Text).with_rule(Rule::NonBlank).with_rule(Rule::Email),
        &[json!("a@b.ch")],
        &[json!("a@"), json!("")],
    );
    check(
        x(T::Text).with_rule(Rule::Url),
        &[json!("https://a.ch/b")],
        &[json!("/b")],
    );
    check(
        x(T::Text).with_rule(Rule::Ip).nullable(),
        &[json!("10.0.0.1"), json!("::1")],
        &[json!("10.0.0"), json!("a.ch")],
    );
    let plan = T::Enum(vec!["free".into(), "pro".into(), "old".into()].into());
    let one_of = Rule::OneOf(vec![Value::from("free"), Value::from("pro")].into());
    check(
        x(plan).with_rule(one_of).nullable(),
        &[json!("pro")],
        &[json!("old"), json!("x")],
    );
    check(
        x(list(T::Text))
            .with_rule(Rule::length(1..=2))
            .with_rule(Rule::inner(vec![Rule::NonBlank])),
        &[json!(["a"])],
        &[json!([]), json!(["a", " "]), json!(["a", "b", "c"])],
    );
    check(
        x(list(list(T::Int8))).with_rule(Rule::inner(vec![Rule::inner(vec![Rule::range(0..)])])),
        &[json!([[0, 127]])],
        &[json!([[-1]]), json!([[128]])],
    );
    check(
        x(T::Bytes).with_rule(Rule::length(..=2)),
        &[json!([1, 2])],
        &[json!([1, 2, 3])],
    );
}

#[test]
fn what_json_schema_cannot_say_is_kept_aside() {
    let decimal = Decimal {
        digits: 5,
        scale: 1,
    };
    let schema = Schema::new("t")
        .with_doc("A table.")
        .with_column(
            Column::new("a", DataType::Text)
                .with_doc("The name.")
                .with_rule(Rule::Custom("is_name".into()))
                .with_rule(Rule::Length {
                    min: 1,
                    max: None,
                    unit: LengthUnit::Bytes,
                })
                .with_rule(Rule::Pattern("(?i)^x".into()))
                .with_default("x"),
        )
        .with_column(Column::new("b", DataType::Date).with_rule(Rule::range("2024-01-01"..)))
        .with_column(Column::new("c", DataType::Decimal).with_rule(Rule::range(decimal..)))
        .with_column(
            x(list(DataType::Text))
                .with_rule(Rule::inner(vec![Rule::Email, Rule::Custom("f".into())])),
        )
        .with_primary_key(["a"])
        .with_check("b >= \"2024-01-01\"".parse().unwrap(), "too early");
    assert!(validator(&schema).is_valid(&json!({ "b": "2024-01-01", "c": "1", "x": [] })));
    let mut json = schema.to_json_schema();
    let properties = json["properties"].take();
    let properties = properties.as_object().unwrap().iter();
    let parts = properties.chain(json.as_object().unwrap());
    let lines: Vec<String> = parts
        .map(|(name, part)| format!("{name}: {part}"))
        .collect();
    expect![[r#"
        a: {"default":"x","description":"The name.","type":"string","x-memtable":{"rules":[{"custom":"is_name"},{"length":{"min":1,"unit":"bytes"}},{"pattern":"(?i)^x"}]}}
        b: {"format":"date","type":"string","x-memtable":{"rules":[{"range":{"min":"2024-01-01"}}]}}
        c: {"pattern":"^-?[0-9]+(\\.[0-9]+)?$","type":["string","number"],"x-memtable":{"rules":[{"range":{"min":"0.5"}}]}}
        x: {"items":{"format":"email","type":"string"},"type":"array","x-memtable":{"rules":[{"inner":[{"custom":"f"}]}]}}
        $schema: "https://json-schema.org/draft/2020-12/schema"
        additionalProperties: false
        description: "A table."
        properties: null
        required: ["b","c","x"]
        title: "t"
        type: "object"
        x-memtable: {"checks":[{"expr":"b >= date(\"2024-01-01\")","message":"too early"}],"primary_key":["a"]}"#]].assert_eq(&lines.join("\n"));
}

const USERS: Schema = Schema {
    name: Cow::Borrowed("users"),
    doc: Cow::Borrowed(""),
    columns: Cow::Borrowed(&[
        Column {
            name: Cow::Borrowed("id"),
            data_type: DataType::UInt64,
            nullable: false,
            rules: Cow::Borrowed(&[Rule::Range {
                min: Bound::Included(Lit(1_u64).value()),
                max: Bound::Unbounded,
            }]),
            default: None,
            doc: Cow::Borrowed(""),
        },
        Column {
            name: Cow::Borrowed("tags"),
            data_type: DataType::List {
                element: Shared::Static(&DataType::Text),
                nullable: true,
            },
            nullable: true,
            rules: Cow::Borrowed(&[]),
            default: Some(memtable::schema::Default::Value(Lit('x').value())),
            doc: Cow::Borrowed(""),
        },
    ]),
    primary_key: Cow::Borrowed(&[Cow::Borrowed("id")]),
    unique: Cow::Borrowed(&[]),
    indexes: Cow::Borrowed(&[]),
    references: Cow::Borrowed(&[]),
    checks: Cow::Borrowed(&[]),
    table_checks: Cow::Borrowed(&[]),
};

#[test]
fn a_constant_schema_equals_one_made_at_run_time() {
    let made = Schema::new("users")
        .with_column(Column::new("id", DataType::UInt64).with_rule(Rule::range(1..)))
        .with_column(
            Column::new("tags", "list<text?>".parse().unwrap())
                .nullable()
                .with_default("x"),
        )
        .with_primary_key(["id"]);
    assert_eq!(USERS, made);
    assert!(USERS.diff(&made).is_empty());
    let json = serde_json::to_string(&USERS).unwrap();
    assert_eq!(serde_json::from_str::<Schema>(&json).unwrap(), USERS);
}

/// Any value but structs, of one to three levels.
fn any_value() -> impl Strategy<Value = Value> {
    let float = prop_oneof![
        any::<f64>(),
        Just(f64::NAN),
        Just(-0.0),
        Just(0.0),
        Just(1.0)
    ];
    let int = prop_oneof![any::<i128>(), -3..3_i128];
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        int.prop_map(Value::from),
        any::<u128>().prop_map(Value::from),
        any::<f32>().prop_map(Value::from),
        float.prop_map(Value::from),
        (-200..200_i128, 0..4_u32)
            .prop_map(|(digits, scale)| Value::from(Decimal { digits, scale })),
        any::<String>().prop_map(Value::from),
        any::<Vec<u8>>().prop_map(Value::from),
        any::<i32>().prop_map(|seconds| Value::from(TimeDelta::milliseconds(seconds.into()))),
        any::<i32>().prop_map(|seconds| DateTime::from_timestamp(seconds.into(), 5).into()),
        any::<i32>().prop_map(|days| NaiveDate::from_epoch_days(days % 1_000_000).into()),
        any::<u128>().prop_map(Value::Uuid),
    ];
    scalar.prop_recursive(3, 8, 4, |inner| {
        let columns = prop::collection::vec(("[$a-c]{1,2}", inner.clone()), 0..3);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            columns.prop_map(|columns| {
                Value::Struct(
                    columns
                        .into_iter()
                        .map(|(name, value)| (name.into(), value))
                        .collect(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn values_are_totally_ordered_and_equal_ones_hash_alike(
        left in any_value(), middle in any_value(), right in any_value(),
    ) {
        prop_assert_eq!(left.cmp(&right), right.cmp(&left).reverse());
        prop_assert_eq!(left.cmp(&left), Ordering::Equal);
        if left <= middle && middle <= right {
            prop_assert!(left <= right);
        }
        if left == right {
            let state = RandomState::new();
            prop_assert_eq!(state.hash_one(&left), state.hash_one(&right));
        }
        prop_assert_eq!(left.compare(&right), right.compare(&left).map(Ordering::reverse));
    }

    #[test]
    fn values_survive_json(value in any_value()) {
        let json = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value);
    }

    #[test]
    fn conditions_survive_json(column in ".{1,5}", left in any_value(), right in any_value()) {
        let compare = |value, op| {
            Expr::Compare(op, Operand::Column(column.clone().into()), Operand::Literal(value))
        };
        let expr = Expr::Or(vec![
            compare(left, CompareOp::Le),
            Expr::Not(Shared::from(compare(right, CompareOp::Ne))),
        ].into());
        let json = serde_json::to_string(&expr).unwrap();
        prop_assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), expr);
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "[a-z0-9<>=!&|()\"`.,_ \\\\-]{0,30}") {
        let _ = text.parse::<Expr>();
        let _ = text.parse::<DataType>();
        let _ = text.parse::<Decimal>();
    }
}
