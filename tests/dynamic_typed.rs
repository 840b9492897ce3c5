//! Typed tables through Arrow and back.

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use expect_test::expect;
use memtable::dynamic::rule::Functions;
use memtable::dynamic::{DynSnapshot, DynTable, NotTyped, arrow_type};
use memtable::{MemTable, MemValue, Table, Value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Home {
    city: String,
    zip: Option<u32>,
}

/// A person with an account.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users", check(age >= 18 || plan == "Free", "minors are free"))]
struct User {
    /// Who.
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique)]
    uuid: Uuid,
    #[memtable(range(..=150))]
    age: Option<u8>,
    plan: Plan,
    initial: char,
    balance: Decimal,
    great: i128,
    joined: NaiveDate,
    seen: DateTime<FixedOffset>,
    pause: Option<TimeDelta>,
    photo: Vec<u8>,
    tags: Vec<Option<String>>,
    home: Option<Home>,
    homes: Vec<Home>,
    notes: serde_json::Value,
}

fn home() -> impl Strategy<Value = Home> {
    (".{0,3}", any::<Option<u32>>()).prop_map(|(city, zip)| Home { city, zip })
}

fn user() -> impl Strategy<Value = User> {
    let seen = (
        -1_000_000_000_000_000_000..1_000_000_000_000_000_000_i64,
        -1439..1440_i32,
    );
    let seen = seen.prop_map(|(nanos, minutes)| {
        let offset = FixedOffset::east_opt(minutes * 60).unwrap();
        DateTime::from_timestamp_nanos(nanos).with_timezone(&offset)
    });
    let balance = (any::<i64>(), 0..20_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale));
    let joined = (-90_000..90_000).prop_map(|days| NaiveDate::from_epoch_days(days).unwrap());
    let pause = any::<i64>().prop_map(TimeDelta::nanoseconds);
    (
        (
            any::<u64>(),
            any::<u128>(),
            prop::option::of(18..=150_u8),
            any::<bool>(),
            any::<char>(),
        ),
        (
            balance,
            any::<i128>(),
            joined,
            seen,
            prop::option::of(pause),
        ),
        (
            any::<Vec<u8>>(),
            prop::collection::vec(prop::option::of(".{0,3}"), 0..3),
            prop::option::of(home()),
            prop::collection::vec(home(), 0..3),
            any::<Option<i32>>(),
        ),
    )
        .prop_map(
            |((id, uuid, age, is_pro, initial), (balance, great, joined, seen, pause), nested)| {
                let (photo, tags, home, homes, notes) = nested;
                User {
                    id,
                    uuid: Uuid::from_u128(uuid),
                    age,
                    plan: if is_pro { Plan::Pro } else { Plan::Free },
                    initial,
                    balance,
                    great,
                    joined,
                    seen,
                    pause,
                    photo,
                    tags,
                    home,
                    homes,
                    notes: serde_json::json!({ "n": notes }),
                }
            },
        )
}

proptest! {
    #[test]
    fn a_table_comes_back_from_record_batches_as_it_was(
        rows in prop::collection::hash_map(any::<u64>(), user(), 0..8),
        size in 1..5_usize,
    ) {
        let rows = rows.into_iter().map(|(id, user)| User { id, ..user });
        let table = Table::from_rows(rows).unwrap();
        let batch = table.to_batch().unwrap();
        let back = Table::<User>::from_batches([&batch]).unwrap();
        prop_assert!(back.iter().eq(table.iter()));
        let offsets = |table: &Table<User>| table.iter().map(|user| *user.seen.offset()).collect::<Vec<_>>();
        prop_assert_eq!(offsets(&back), offsets(&table));

        let batches = table.to_batches(size).unwrap();
        prop_assert_eq!(batches.len(), table.len().div_ceil(size).max(1));
        prop_assert!(batches.iter().all(|batch| batch.schema_ref() == batches[0].schema_ref()));
        let back = Table::<User>::from_batches(&batches).unwrap();
        prop_assert!(back.iter().eq(table.iter()));
    }

    #[test]
    fn a_table_comes_back_from_a_dynamic_one_as_it_was_and_from_parquet_too(
        rows in prop::collection::hash_map(any::<u64>(), user(), 0..8),
    ) {
        let rows = rows.into_iter().map(|(id, user)| User { id, ..user });
        let table = Table::from_rows(rows).unwrap();
        let offsets = |table: &Table<User>| table.iter().map(|user| *user.seen.offset()).collect::<Vec<_>>();

        let dynamic = DynTable::from_table(&table).unwrap();
        dynamic.verify().unwrap();
        prop_assert_eq!(dynamic.schema(), User::SCHEMA);
        prop_assert_eq!(dynamic.len(), table.len());
        let back: Table<User> = dynamic.typed().unwrap();
        prop_assert!(back.iter().eq(table.iter()));
        prop_assert_eq!(offsets(&back), offsets(&table));

        let read = DynTable::from_parquet(&*parquet(&dynamic)).unwrap();
        read.verify().unwrap();
        prop_assert_eq!(read.schema(), User::SCHEMA);
        prop_assert!(read == dynamic);
        let back: Table<User> = read.typed().unwrap();
        prop_assert!(back.iter().eq(table.iter()));
        prop_assert_eq!(offsets(&back), offsets(&table));
    }
}

/// The table as a Parquet file.
fn parquet(table: &DynTable) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, table.arrow_schema().clone(), None).unwrap();
    for batch in table.batches().unwrap() {
        writer.write(&batch).unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[test]
fn a_dynamic_table_of_a_typed_one_is_held_to_its_rules_and_keys() {
    #[derive(MemTable, Clone, Debug, PartialEq)]
    #[memtable(name = "codes", table_check = few)]
    struct Code {
        #[memtable(primary_key, custom = is_even)]
        id: i64,
        #[memtable(unique)]
        code: String,
    }

    fn is_even(id: &i64) -> bool {
        id % 2 == 0
    }

    fn few(codes: &[&Code]) -> Result<(), String> {
        match codes.len() {
            0..3 => Ok(()),
            n => Err(format!("{n} codes are too many")),
        }
    }

    let codes = Table::from_rows([Code {
        id: 2,
        code: "a".into(),
    }])
    .unwrap();
    let mut table = codes.to_dyn().unwrap();
    let file = parquet(&table);
    assert!(DynTable::from_parquet(&*file).is_err());
    let unasked = Functions::new().unasked("is_even").unasked("few");
    assert!(DynTable::from_parquet_with(&*file, unasked).unwrap() == table);
    let row = |id: i64, code: &str| serde_json::json!({ "id": id, "code": code });
    expect![[r#"
        codes cannot be written: its rules name functions that it has not
          id: `is_even`; it has none
          codes: `few`; it has none
        give each by `Functions::with` or `Functions::with_table_check`, or say by `Functions::unasked` that it is not asked"#]].assert_eq(&table.append_rows([row(4, "b")]).unwrap_err().to_string());
    let refused = [
        table
            .merge_rows([row(2, "b")])
            .map(|_| ())
            .unwrap_err()
            .to_string(),
        table
            .update_where("id == 2")
            .set("code", "b")
            .run()
            .unwrap_err()
            .to_string(),
        table.delete_where("id == 2").unwrap_err().to_string(),
    ];
    assert!(
        refused
            .iter()
            .all(|error| error.contains("id: `is_even`") && error.contains("codes: `few`")),
        "{refused:?}"
    );

    table.set_functions(
        Functions::new()
            .with(
                "is_even",
                |id: &Value| matches!(id, Value::Int(id) if id % 2 == 0),
            )
            .with_table_check("few", |table: &DynSnapshot| table.len() < 3),
    );
    expect![[r#"
        codes: the row breaks a rule (2 violations)

          row 0 (id 3)  id    3    is refused by `is_even`                MT0111 custom
          row 0 (id 3)  code  "a"  is taken by row 0 of the table (id 2)  MT0132 unique"#]]
    .assert_eq(&table.append_rows([row(3, "a")]).unwrap_err().to_string());
    expect![[r#"
        codes: the table breaks a rule (1 violation)

          the table        is refused by `few`  MT0142 table_check"#]]
    .assert_eq(
        &table
            .append_rows([row(4, "b"), row(6, "c")])
            .unwrap_err()
            .to_string(),
    );
    let _ = table.append_rows([row(4, "b")]).unwrap();
    let typed: Table<Code> = table.typed().unwrap();
    assert_eq!(typed.len(), 2);
}

#[test]
fn the_schema_of_a_batch_is_that_of_the_struct() {
    let batch = Table::<User>::new().to_batch().unwrap();
    assert_eq!(batch.num_rows(), 0);
    assert_eq!(
        arrow_type::from_arrow(batch.schema_ref(), ""),
        Ok(User::SCHEMA.clone())
    );
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "orders")]
struct Order {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(range(0.0..))]
    price: f32,
    #[memtable(default = 1)]
    count: u8,
    sent: Option<NaiveDate>,
    plan: Plan,
}

fn orders(columns: Vec<(&str, ArrayRef)>) -> Result<Table<Order>, NotTyped> {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    Table::from_batches([&batch])
}

#[test]
fn values_are_converted_without_loss() {
    let table = orders(vec![
        ("plan", Arc::new(StringArray::from(vec!["Free", "Pro"]))),
        ("id", Arc::new(Int64Array::from(vec![7, 8]))),
        ("price", Arc::new(Float64Array::from(vec![0.5, 2.0]))),
        (
            "sent",
            Arc::new(StringArray::from(vec![Some("2026-01-31"), None])),
        ),
    ])
    .unwrap();
    let order = table.get(&7).unwrap();
    assert_eq!(order.price.to_string(), "0.5");
    assert_eq!(
        (order.count, order.sent),
        (1, NaiveDate::from_ymd_opt(2026, 1, 31))
    );
}

#[test]
fn text_is_the_number_that_is_written_so() {
    let table = orders(vec![
        ("plan", Arc::new(StringArray::from(vec!["Free"]))),
        ("id", Arc::new(StringArray::from(vec!["7"]))),
        ("price", Arc::new(StringArray::from(vec!["1.5"]))),
    ]);
    assert_eq!(table.unwrap().get(&7).unwrap().price.to_string(), "1.5");
}

#[test]
fn every_value_that_does_not_fit_and_every_broken_rule_is_reported() {
    let error = orders(vec![
        (
            "plan",
            Arc::new(StringArray::from(vec!["Free", "free", "Pro", "Pro"])),
        ),
        (
            "id",
            Arc::new(Int64Array::from(vec![Some(7), Some(-1), Some(7), None])),
        ),
        (
            "price",
            Arc::new(Float64Array::from(vec![-0.5, 0.1, 2.0, 1.0])),
        ),
        (
            "sent",
            Arc::new(StringArray::from(vec![
                "2026-02-30",
                "",
                "2026-01-31",
                "007",
            ])),
        ),
    ])
    .unwrap_err();
    expect![[r#"
        orders: 3 of 4 rows break a rule (7 violations; the first row is row 0)

          row 0 (id 7)     sent   "2026-02-30"  must be date, is text             MT0122 type
          row 1 (id -1)    id     -1            must be uint32, is integer        MT0122 type
          row 1 (id -1)    price  0.1           must be float32, is float64       MT0122 type
          row 1 (id -1)    sent   ""            must be date, is text             MT0122 type
          row 1 (id -1)    plan   "free"        must be enum(Free, Pro), is text  MT0122 type
          row 3 (id null)  id     null          must have a value                 MT0121 not_null
          row 3 (id null)  sent   "007"         must be date, is text             MT0122 type"#]]
    .assert_eq(&error.to_string());
}

#[test]
fn every_column_that_does_not_fit_is_reported() {
    let error = orders(vec![
        ("plann", Arc::new(StringArray::from(vec!["Free"]))),
        ("price", Arc::new(Float64Array::from(vec![1.0]))),
    ])
    .unwrap_err();
    expect![[r#"
        orders: the columns do not fit
          the struct has no column `plann`; did you mean `plan`? (it has `id`, `price`, `count`, `sent`, `plan`)
          there is no column `id`: the struct has it as uint32, with neither a null nor a default
          there is no column `plan`: the struct has it as enum(Free, Pro), with neither a null nor a default"#]].assert_eq(&error.to_string());
}
