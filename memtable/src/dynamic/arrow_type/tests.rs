use std::sync::Arc;

use arrow_schema::{DataType as ArrowType, Field, IntervalUnit, Schema as ArrowSchema, TimeUnit};
use expect_test::expect;

use crate::dynamic::arrow_type::{SCHEMA, field, from_arrow, meaning, to_arrow};
use crate::schema::{Column, DataType, Rule, Schema, Value};

fn users() -> Schema {
    let plans = DataType::Enum(vec!["free".into(), "pro".into()].into());
    Schema::new("users")
        .with_doc("People.")
        .with_column(Column::new("id", DataType::UInt128).with_doc("Who."))
        .with_column(
            Column::new("age", DataType::UInt8)
                .nullable()
                .with_rule(Rule::range(0..=150)),
        )
        .with_column(Column::new("plan", plans).with_default("free"))
        .with_column(Column::new(
            "home",
            DataType::Struct(
                vec![Column::new("zip", DataType::Int32).with_rule(Rule::range(1000..))].into(),
            ),
        ))
        .with_primary_key(["id"])
        .with_unique(["age", "plan"])
        .with_ordered_index(["age"])
        .with_reference(["age"], "ages", ["age"])
        .with_check("age < 18".parse().unwrap(), "too old")
}

#[test]
fn a_schema_comes_back_whole() {
    assert_eq!(from_arrow(&to_arrow(&users()), "other"), Ok(users()));
}

#[test]
fn a_field_alone_keeps_its_type() {
    for column in users()
        .columns
        .iter()
        .filter(|column| column.name != "home")
    {
        assert_eq!(meaning(&field(column)), Ok(column.data_type.clone()));
    }
}

#[test]
fn some_columns_of_a_schema_keep_what_is_about_them() {
    let arrow = to_arrow(&users()).project(&[1, 0]).unwrap();
    let schema = from_arrow(&arrow, "other").unwrap();
    let names: Vec<&str> = schema.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["age", "id"]);
    assert_eq!(schema.primary_key, users().primary_key);
    assert_eq!(schema.indexes, users().indexes);
    assert_eq!(schema.checks, users().checks);
    assert!(schema.unique.is_empty());
    schema.verify().unwrap();
}

#[test]
fn a_column_of_another_type_is_another_column() {
    let known = to_arrow(&users());
    let fields = vec![
        Field::new("id", ArrowType::Utf8, false),
        Field::new("name", ArrowType::Utf8View, true),
    ];
    let arrow = ArrowSchema::new_with_metadata(fields, known.metadata().clone());
    let schema = from_arrow(&arrow, "other").unwrap();
    assert_eq!(
        *schema.columns,
        [
            Column::new("id", DataType::Text),
            Column::new("name", DataType::Text).nullable()
        ]
    );
    assert!(schema.primary_key.is_empty());
    schema.verify().unwrap();
}

#[test]
fn a_foreign_schema_has_the_columns_that_its_types_mean() {
    let dictionary = ArrowType::Dictionary(Box::new(ArrowType::Int8), Box::new(ArrowType::Utf8));
    let item = Field::new("element", ArrowType::Decimal256(50, 10), true);
    let fields = vec![
        Field::new("plan", dictionary, false),
        Field::new("prices", ArrowType::LargeList(Arc::new(item)), false),
        Field::new(
            "seen",
            ArrowType::Timestamp(TimeUnit::Second, Some("Europe/Bern".into())),
            true,
        ),
        Field::new("bytes", ArrowType::FixedSizeBinary(16), true),
    ];
    let schema = from_arrow(&ArrowSchema::new(fields), "t").unwrap();
    let columns: Vec<String> = schema.columns.iter().map(Column::to_string).collect();
    assert_eq!(
        columns,
        [
            "plan: text",
            "prices: list<decimal?>",
            "seen: timestamp?",
            "bytes: bytes?"
        ]
    );
}

#[test]
fn every_column_that_means_nothing_is_named() {
    let interval = || ArrowType::Interval(IntervalUnit::DayTime);
    let item = Field::new("item", interval(), true);
    let inner = Field::new("spans", ArrowType::List(Arc::new(item)), true);
    let fields = vec![
        Field::new("gap", interval(), false),
        Field::new("home", ArrowType::Struct(vec![inner].into()), false),
    ];
    let error = from_arrow(&ArrowSchema::new(fields), "t").unwrap_err();
    expect![[r#"
        column `gap` is Interval(DayTime), which no column type stands for: cast it before, to text for example
        column `home.spans[]` is Interval(DayTime), which no column type stands for: cast it before, to text for example"#]].assert_eq(&error.to_string());
}

#[test]
fn damaged_metadata_are_an_error() {
    let metadata = [(SCHEMA.to_owned(), Value::from(7).to_string())];
    let arrow = ArrowSchema::empty().with_metadata(metadata.into());
    let error = from_arrow(&arrow, "t").unwrap_err();
    expect!["the metadata under `memtable.schema` are no schema: invalid type: integer `7`, expected struct Schema at line 1 column 1; remove them to read the columns by their Arrow types"].assert_eq(&error.to_string());
}
