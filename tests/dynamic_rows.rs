//! Rows that are made in code, written to dynamic tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use expect_test::expect;
use memtable::dynamic::{Contract, DynTable, DynWrite, OnChange};
use memtable::schema::{Column, DataType, Default, Rule, Schema};
use memtable::store::NotWritten;
use memtable::write::OnViolation;
use memtable::{Store, Value};
use serde::Serialize;
use serde_json::json;

fn schema() -> Schema {
    Schema::new("users")
        .with_column(Column::new("id", DataType::UInt32))
        .with_column(Column::new("name", DataType::Text).with_rule(Rule::NonBlank))
        .with_column(Column::new("age", DataType::UInt8).nullable())
        .with_column(Column {
            default: Some(Default::Value("free".into())),
            ..Column::new("plan", DataType::Text)
        })
        .with_primary_key(["id"])
}

fn users() -> DynTable {
    let mut users = DynTable::new(schema()).unwrap();
    let _ = users
        .append_rows([
            json!({"id": 1, "name": "ann", "age": 34, "plan": "pro"}),
            json!({"id": 2, "name": "bob"}),
        ])
        .unwrap();
    users.verify().unwrap();
    users
}

fn rows(table: &DynTable) -> Vec<String> {
    table.verify().unwrap();
    table.iter().map(|row| format!("{row:?}")).collect()
}

#[test]
fn an_absent_cell_is_the_default_or_a_null() {
    expect![[r#"
        [
            "{id: 1, name: \"ann\", age: 34, plan: \"pro\"}",
            "{id: 2, name: \"bob\", age: null, plan: \"free\"}",
        ]
    "#]]
    .assert_debug_eq(&rows(&users()));
}

#[test]
fn a_merge_keeps_what_a_row_does_not_name_and_a_null_overwrites() {
    let mut users = users();
    let written = users
        .merge_rows([
            json!({"id": 1, "age": null}),
            json!({"id": 2, "plan": "pro"}),
            json!({"id": 3, "name": "cid"}),
        ])
        .unwrap()
        .written;
    assert_eq!((written.updated, written.inserted), (2, 1));
    expect![[r#"
        [
            "{id: 1, name: \"ann\", age: null, plan: \"pro\"}",
            "{id: 2, name: \"bob\", age: null, plan: \"pro\"}",
            "{id: 3, name: \"cid\", age: null, plan: \"free\"}",
        ]
    "#]]
    .assert_debug_eq(&rows(&users));
    let again = users
        .merge_rows([json!({"id": 3}), json!({"id": 1, "name": "ann"})])
        .unwrap();
    assert_eq!(again.written.unchanged, 2);
}

#[test]
fn a_batch_without_a_column_that_another_has_keeps_it_too() {
    let mut users = users();
    let batch = |rows: serde_json::Value| {
        let serde_json::Value::Array(rows) = rows else {
            return Vec::new();
        };
        DynTable::from_rows(rows).unwrap().batches().unwrap()
    };
    let batches = [
        batch(json!([{"id": 1, "age": 35}])),
        batch(json!([{"id": 2, "plan": "pro"}])),
    ];
    let contract = Contract::new().nullability(OnChange::Evolve);
    let request = DynWrite::merge().contract(contract);
    let outcome = users.write(batches.concat(), request).unwrap();
    assert!(
        outcome.schema_changes.is_empty(),
        "{}",
        outcome.schema_changes
    );
    expect![[r#"
        [
            "{id: 1, name: \"ann\", age: 35, plan: \"pro\"}",
            "{id: 2, name: \"bob\", age: null, plan: \"pro\"}",
        ]
    "#]]
    .assert_debug_eq(&rows(&users));
}

#[test]
fn every_offence_is_told_with_the_value_as_it_came() {
    let mut users = users();
    let before = users.snapshot();
    let refused = users
        .append_rows([
            json!({"id": 3, "name": " ", "age": "old"}),
            json!({"id": 2, "name": 7, "age": 212.5}),
            json!({"id": -4, "name": "eve", "nmae": [1]}),
        ])
        .unwrap_err();
    expect![[r#"
        users: 3 of 3 rows break a rule (6 violations; the first row is row 0)

          row 0 (id 3)     name  " "    must not be blank                                                                   MT0110 non_blank
          row 0 (id 3)     age   "old"  must be uint8, is text                                                              MT0122 type
          row 1 (id 2)     id    2      is taken by row 1 of the table                                                      MT0131 primary_key
          row 1 (id 2)     age   212.5  must be uint8, is float64                                                           MT0122 type
          row 2 (id null)  id    -4     must be uint32, is integer                                                          MT0122 type
          row 2            nmae  [1]    is no column of `users`; did you mean `name`? (it has `id`, `name`, `age`, `plan`)  MT0123 columns

        help: `merge` updates the rows that are already in the table"#]]
    .assert_eq(&refused.to_string());
    assert_eq!(refused.rows[1]["age"], 212.5);
    assert!(users.snapshot() == before);
}

#[test]
fn what_is_no_row_is_told_by_its_place() {
    let refused = users()
        .append_rows([
            json!({"id": 3, "name": "cid"}),
            json!([1]),
            json!("x"),
            json!({"": 1}),
        ])
        .unwrap_err();
    expect![[r#"
        users: 3 of 4 rows break a rule (3 violations; the first row is row 0)

          row 1     [1]    is no row: it is list, and a row is a struct or a map  MT0123 columns
          row 2     "x"    is no row: it is text, and a row is a struct or a map  MT0123 columns
          row 3     {: 1}  is no row: a column has no name                        MT0123 columns"#]]
    .assert_eq(&refused.to_string());
}

#[test]
fn the_contract_is_that_of_any_write() {
    let mut users = users();
    let contract = Contract::EVOLVE.types(OnChange::DiscardRow);
    let request = DynWrite::append()
        .contract(contract)
        .on_violation(OnViolation::Quarantine);
    let outcome = users
        .write_rows(
            [
                json!({"id": 3, "name": "cid", "joined": "2024-02-29"}),
                json!({"id": "four", "name": "dan", "joined": null}),
                json!({"id": 5, "name": "", "joined": "2024-03-01"}),
            ],
            request,
        )
        .unwrap();
    expect![[r#"
        table users
          + column joined: date?
        users: 2 of 3 rows break a rule (2 violations; the first row is row 0)

          row 1 (id null)  id    "four"  must be uint32, is text  MT0122 type
          row 2 (id 5)     name  ""      must not be blank        MT0110 non_blank
        [1, 2]"#]]
    .assert_eq(&format!(
        "{}\n{}\n{:?}",
        outcome.schema_changes, outcome.quarantine.report, outcome.quarantine.positions
    ));
    assert_eq!(outcome.quarantine.batches[0].num_rows(), 2);
    assert_eq!(rows(&users).len(), 3);
}

#[test]
fn values_keep_their_kind() {
    let schema = Schema::new("t")
        .with_column(Column::new("date", DataType::Date))
        .with_column(Column::new("bytes", DataType::Bytes))
        .with_column(Column::new("uuid", DataType::Uuid))
        .with_column(Column::new("great", DataType::Int128))
        .with_column(Column::new("float", DataType::Float32))
        .with_column(Column::new("json", DataType::Json));
    let date = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let cells = [
        ("date", Value::Date(date)),
        ("bytes", Value::from(vec![0_u8, 255])),
        ("uuid", Value::Uuid(7)),
        ("great", Value::Int(i128::MIN)),
        ("float", Value::Float32(0.1)),
        ("json", Value::Json(r#"{"$date": 1}"#.into())),
    ];
    let mut table = DynTable::new(schema).unwrap();
    let row = BTreeMap::from(cells.clone());
    let _ = table.append_rows([&row]).unwrap();
    for (name, value) in cells {
        assert_eq!(table.row(0).unwrap().get(name), Some(value), "{name}");
    }
}

#[derive(Serialize, Clone, Debug, PartialEq)]
struct User {
    id: u32,
    name: &'static str,
    photo: Vec<u8>,
    meta: serde_json::Value,
    home: Option<Home>,
}

#[derive(Serialize, Clone, Debug, PartialEq)]
struct Home {
    city: &'static str,
    since: NaiveDate,
}

#[test]
fn structs_are_rows() {
    let home = DataType::Struct(
        vec![
            Column::new("city", DataType::Text),
            Column::new("since", DataType::Date),
        ]
        .into(),
    );
    let schema = Schema::new("users")
        .with_column(Column::new("id", DataType::Int64))
        .with_column(Column::new("name", DataType::Text))
        .with_column(Column::new("photo", DataType::Bytes))
        .with_column(Column::new("meta", DataType::Json))
        .with_column(Column::new("home", home).nullable());
    let store = Store::new();
    let users = store.create_dynamic("users", schema).unwrap();
    let ann = User {
        id: 1,
        name: "ann",
        photo: vec![1, 2],
        meta: json!({"tags": ["new"]}),
        home: Some(Home {
            city: "Bern",
            since: NaiveDate::from_ymd_opt(2024, 2, 29).unwrap(),
        }),
    };
    let bob = User {
        id: 2,
        name: "bob",
        photo: Vec::new(),
        meta: json!(null),
        home: None,
    };
    let refused: NotWritten<User> = users.append_rows([ann.clone(), bob.clone()]).unwrap_err();
    expect![[r#"
        users: 1 of 2 rows breaks a rule (1 violation; the first row is row 0)

          row 1  meta  null  must have a value  MT0121 not_null"#]]
    .assert_eq(&refused.to_string());
    assert_eq!(refused.rows, [ann.clone(), bob.clone()]);
    let bob = User {
        meta: json!("x"),
        ..bob
    };
    let _ = users.append_rows([&ann, &bob]).unwrap();
    let snapshot = users.snapshot().unwrap();
    let rows: Vec<String> = snapshot.iter().map(|row| format!("{row:?}")).collect();
    expect![[r#"
        [
            "{id: 1, name: \"ann\", photo: 0x0102, meta: {\"tags\":[\"new\"]}, home: {city: \"Bern\", since: 2024-02-29}}",
            "{id: 2, name: \"bob\", photo: 0x, meta: \"x\", home: null}",
        ]
    "#]].assert_debug_eq(&rows);
}

/// What loading makes of rows, and what a table makes of them that has seen the first ones only.
#[track_caller]
fn widens_as_loading_does(first: &[serde_json::Value], later: &[serde_json::Value]) {
    let types = |table: &DynTable| -> Vec<String> {
        let columns = table.schema().columns.iter();
        columns.map(ToString::to_string).collect()
    };
    let loaded = DynTable::from_rows(first.iter().chain(later)).unwrap();
    let mut table = DynTable::from_rows(first).unwrap();
    let request = DynWrite::append().contract(Contract::EVOLVE);
    let _ = table.write_rows(later, request).unwrap();
    assert_eq!(types(&table), types(&loaded), "{first:?} and {later:?}");
    assert_eq!(rows(&table), rows(&loaded), "{first:?} and {later:?}");
}

#[test]
fn lists_and_structs_widen_as_their_elements_do() {
    let big = (1_u64 << 53) + 1;
    for (first, later) in [
        (json!([1]), json!([2.5])),
        (json!([big]), json!([2.5])),
        (json!([-1]), json!([u64::MAX])),
        (json!([1]), json!([null])),
        (json!([]), json!([1.5])),
        (json!([[1], []]), json!([[2.5, null]])),
        (json!({"x": 1}), json!({"x": 2.5})),
        (json!({"x": 1}), json!({"x": null})),
        (json!({"x": 1}), json!({"y": "b"})),
        (
            json!({"x": [{"z": 1}]}),
            json!({"x": [{"z": 2.5, "zz": true}], "y": []}),
        ),
        (json!(1), json!(2.5)),
        (json!(null), json!([{"z": 1}])),
    ] {
        widens_as_loading_does(
            &[json!({"c": first.clone()})],
            &[json!({"c": later.clone()})],
        );
        let both = [json!({"c": later.clone()}), json!({"c": null})];
        widens_as_loading_does(&[json!({"c": first})], &both);
    }
}

#[test]
fn what_no_type_holds_is_told_and_nothing_widens() {
    let mut table = DynTable::from_rows([json!({"c": [1], "d": {"x": 1}})]).unwrap();
    let before = table.snapshot();
    let request = DynWrite::append().contract(Contract::EVOLVE);
    let odd = [
        json!({"c": {"x": 1}, "d": 1}),
        json!({"c": [[1]], "d": {"x": []}}),
    ];
    let refused = table.write_rows(odd, request).unwrap_err();
    expect![[r#"
        data: 2 of 2 rows break a rule (4 violations; the first row is row 0)

          row 0  c  {x: 1}   must be list<int64>, is struct        MT0122 type
          row 0  d  1        must be struct{x: int64}, is integer  MT0122 type
          row 1  c  [[1]]    must be list<int64>, is list          MT0122 type
          row 1  d  {x: []}  must be struct{x: int64}, is struct   MT0122 type"#]]
    .assert_eq(&refused.to_string());
    assert!(table.snapshot() == before);
    assert_eq!(table.schema(), before.schema());
}
