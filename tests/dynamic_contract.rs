//! What later rows may change of a dynamic table's schema.

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema as ArrowSchema};
use expect_test::{Expect, expect};
use memtable::dynamic::{Contract, DynOutcome, DynTable, DynWrite, OnChange, arrow_type, cell};
use memtable::schema::{Column, DataType, Schema};
use memtable::store::NotWritten;
use memtable::{Error, Value};

/// `id: int64`, primary key; `age: int64?`; `name: text`.
fn people() -> DynTable {
    let schema = Schema::new("people")
        .with_column(Column::new("id", DataType::Int64))
        .with_column(Column::new("age", DataType::Int64).nullable())
        .with_column(Column::new("name", DataType::Text))
        .with_primary_key(["id"]);
    let mut people = DynTable::new(schema).unwrap();
    let rows = batch([
        ("id", DataType::Int64, vec![1.into(), 2.into()]),
        ("age", DataType::Int64, vec![34.into(), Value::Null]),
        ("name", DataType::Text, vec!["ann".into(), "bob".into()]),
    ]);
    let _ = people.append(rows).unwrap();
    people
}

fn batch<const N: usize>(columns: [(&str, DataType, Vec<Value>); N]) -> RecordBatch {
    let columns = columns.map(|(name, data_type, values)| {
        let column = Column::new(name.to_owned(), data_type).nullable();
        let array = cell::array(&column, &values).unwrap();
        let field: Field = arrow_type::field_as(&column, array.data_type().clone());
        (field, array)
    });
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    RecordBatch::try_new(ArrowSchema::new(fields).into(), arrays).unwrap()
}

fn write(
    table: &mut DynTable,
    rows: RecordBatch,
    contract: Contract,
) -> Result<DynOutcome, NotWritten<RecordBatch>> {
    let written = table.write(rows, DynWrite::append().contract(contract));
    table.verify().unwrap();
    written
}

#[track_caller]
fn check_refused(rows: RecordBatch, contract: Contract, report: &Expect) {
    let mut table = people();
    let before = table.snapshot();
    let not_written = write(&mut table, rows.clone(), contract).unwrap_err();
    report.assert_eq(&not_written.to_string());
    assert_eq!(not_written.rows, [rows]);
    assert!(table.snapshot() == before);
    assert_eq!(table.schema(), before.schema());
}

/// A column that is new, one of another type, one with a null where there is none; `age` is missing.
fn odd_rows() -> RecordBatch {
    batch([
        ("id", DataType::Text, vec!["3".into(), "four".into()]),
        ("nmae", DataType::Text, vec![Value::Null, "dan".into()]),
        ("name", DataType::Text, vec!["cid".into(), Value::Null]),
    ])
}

#[test]
fn nothing_changes_unless_it_is_asked_for_and_every_offence_is_told() {
    check_refused(
        odd_rows(),
        Contract::new(),
        &expect![[r#"
        people: 2 of 2 rows break a rule (4 violations; the first row is row 0)

          row 0            age   null    is missing in these rows: add it, or let `columns` evolve, which fills it with nulls  MT0123 columns
          row 1 (id null)  id    "four"  must be int64, is text                                                                MT0122 type
          row 1 (id null)  name  null    must have a value                                                                     MT0121 not_null
          row 1            nmae  "dan"   is no column of `people`; did you mean `name`? (it has `id`, `age`, `name`)           MT0123 columns"#]],
    );
}

#[test]
fn new_columns_are_added_and_missing_ones_filled_where_columns_evolve() {
    let mut table = people();
    let rows = batch([
        ("id", DataType::Int64, vec![3.into()]),
        ("name", DataType::Text, vec!["cid".into()]),
        ("plan", DataType::Text, vec!["pro".into()]),
    ]);
    let outcome = write(&mut table, rows, Contract::new().columns(OnChange::Evolve)).unwrap();
    expect![[r#"
        table people
          + column plan: text?"#]]
    .assert_eq(&outcome.schema_changes.to_string());
    expect![[r#"
        people: 3 rows
        ╭────┬─────┬──────┬──────╮
        │ id │ age │ name │ plan │
        ├────┼─────┼──────┼──────┤
        │  1 │  34 │ ann  │      │
        │  2 │     │ bob  │      │
        │  3 │     │ cid  │ pro  │
        ╰────┴─────┴──────┴──────╯"#]]
    .assert_eq(&table.to_string());
}

#[test]
fn types_widen_as_far_as_nothing_is_lost() {
    for (values, data_type, expected) in [
        (vec![Value::from("7")], DataType::Text, DataType::Int64),
        (vec![Value::from(1.5)], DataType::Float64, DataType::Float64),
        (
            vec![Value::from(u64::MAX)],
            DataType::UInt64,
            DataType::UInt64,
        ),
        (vec![Value::from("007")], DataType::Text, DataType::Text),
        (vec![Value::from(true)], DataType::Bool, DataType::Text),
    ] {
        let mut table = people();
        let rows = batch([
            ("id", DataType::Int64, vec![3.into()]),
            ("age", data_type, values.clone()),
            ("name", DataType::Text, vec!["cid".into()]),
        ]);
        let outcome = write(&mut table, rows, Contract::new().types(OnChange::Evolve)).unwrap();
        assert_eq!(table.schema().columns[1].data_type, expected, "{values:?}");
        assert_eq!(
            outcome.schema_changes.is_empty(),
            expected == DataType::Int64
        );
        let ages: Vec<String> = table
            .iter()
            .map(|row| row.get("age").unwrap().to_string())
            .collect();
        assert!(ages[0].starts_with("34"), "{ages:?}");
    }
}

#[test]
fn integers_past_2_to_the_53_become_decimals_and_not_floats() {
    let mut table = people();
    let big = (1_i64 << 53) + 1;
    let _ = table.update_where("id == 1").set("age", big).run().unwrap();
    let rows = batch([
        ("id", DataType::Int64, vec![3.into()]),
        ("age", DataType::Float64, vec![1.5.into()]),
        ("name", DataType::Text, vec!["cid".into()]),
    ]);
    let outcome = write(&mut table, rows, Contract::EVOLVE).unwrap();
    assert_eq!(table.schema().columns[1].data_type, DataType::Decimal);
    assert!(!outcome.schema_changes.is_empty());
    let ages: Vec<String> = table
        .iter()
        .map(|row| row.get("age").unwrap().to_string())
        .collect();
    assert_eq!(ages, ["9007199254740993.0", "null", "1.5"]);
}

#[test]
fn discarded_rows_come_back_with_position_column_value_and_reason() {
    let mut table = people();
    let contract = Contract::new()
        .columns(OnChange::Evolve)
        .types(OnChange::DiscardRow)
        .nullability(OnChange::DiscardRow);
    let outcome = write(&mut table, odd_rows(), contract).unwrap();
    assert_eq!(
        (outcome.written.inserted, outcome.written.quarantined),
        (1, 1)
    );
    assert_eq!(outcome.quarantine.positions, [1]);
    assert_eq!(outcome.quarantine.batches, [odd_rows().slice(1, 1)]);
    expect![[r#"
        people: 1 of 2 rows breaks a rule (2 violations; the first row is row 0)

          row 1 (id null)  id    "four"  must be int64, is text  MT0122 type
          row 1 (id null)  name  null    must have a value       MT0121 not_null"#]]
    .assert_eq(&outcome.quarantine.report.to_string());
}

#[test]
fn discarded_values_come_back_and_their_rows_are_written_with_nulls() {
    let mut table = people();
    let rows = batch([
        ("id", DataType::Int64, vec![3.into()]),
        ("age", DataType::Text, vec!["old".into()]),
        ("name", DataType::Text, vec!["cid".into()]),
        ("plan", DataType::Text, vec!["pro".into()]),
    ]);
    let contract = Contract::new()
        .columns(OnChange::DiscardValue)
        .types(OnChange::DiscardValue);
    let outcome = write(&mut table, rows, contract).unwrap();
    assert_eq!(outcome.written.inserted, 1);
    assert!(outcome.schema_changes.is_empty());
    let discarded: Vec<String> = outcome.discarded.iter().map(ToString::to_string).collect();
    expect![[r#"
        row 0 (id 3): age "old": must be int64, is text (MT0122 type)
        row 0 (id 3): plan "pro": is no column of `people` (it has `id`, `age`, `name`) (MT0123 columns)"#]].assert_eq(&discarded.join("\n"));
    assert_eq!(table.get([3]).unwrap().get("age"), Some(Value::Null));
}

#[test]
fn a_discarded_value_never_leaves_a_null_where_there_is_none() {
    check_refused(
        batch([
            ("id", DataType::Text, vec!["x".into()]),
            ("age", DataType::Int64, vec![1.into()]),
            ("name", DataType::Text, vec!["cid".into()]),
        ]),
        Contract::new().types(OnChange::DiscardValue),
        &expect![[r#"
            people: the row breaks a rule (1 violation)

              row 0 (id null)  id  "x"  must be int64, is text  MT0122 type"#]],
    );
}

#[test]
fn nulls_are_let_in_where_nullability_evolves_but_in_keys() {
    let mut table = people();
    let rows = batch([
        ("id", DataType::Int64, vec![3.into()]),
        ("age", DataType::Int64, vec![1.into()]),
        ("name", DataType::Text, vec![Value::Null]),
    ]);
    let outcome = write(&mut table, rows, Contract::EVOLVE).unwrap();
    expect![[r#"
        table people
          ~ column name
              null: no → yes"#]]
    .assert_eq(&outcome.schema_changes.to_string());
    let keyless = batch([
        ("id", DataType::Int64, vec![Value::Null]),
        ("age", DataType::Int64, vec![1.into()]),
        ("name", DataType::Text, vec!["dan".into()]),
    ]);
    check_refused(
        keyless,
        Contract::EVOLVE,
        &expect![[r#"
        people: the row breaks a rule (1 violation)

          row 0 (id null)  id  null  must have a value  MT0121 not_null"#]],
    );
}

#[test]
fn the_call_overrides_the_table() {
    let mut table = people().with_contract(Contract::EVOLVE);
    let rows = batch([
        ("id", DataType::Int64, vec![3.into()]),
        ("age", DataType::Int64, vec![1.into()]),
        ("name", DataType::Text, vec!["cid".into()]),
        ("plan", DataType::Text, vec!["pro".into()]),
    ]);
    let frozen = DynWrite::append().contract(Contract::new().columns(OnChange::Freeze));
    let refused = table.write(rows.clone(), frozen).unwrap_err();
    assert!(matches!(refused.error, Error::Rejected(_)));
    let outcome = table.append(rows).unwrap();
    assert!(!outcome.schema_changes.is_empty());
    table.verify().unwrap();
}
