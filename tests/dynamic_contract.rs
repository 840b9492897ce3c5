//! What later rows may change of a dynamic table's schema.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, RecordBatch, TimestampMicrosecondArray, TimestampNanosecondArray,
};
use arrow_schema::{Field, Schema as ArrowSchema};
use expect_test::{Expect, expect};
use memtable::dynamic::{Contract, DynOutcome, DynTable, DynWrite, OnChange, arrow_type, cell};
use memtable::schema::{Column, DataType, Rule, Schema};
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

#[test]
fn a_new_column_has_the_type_of_the_first_value_and_nulls_where_a_batch_has_it_not() {
    let rows = |rows: &[i64], plan: Option<DataType>| {
        let ids: Vec<Value> = rows.iter().map(|id| (*id).into()).collect();
        let plans = |data_type: &DataType| match data_type {
            DataType::Null => vec![Value::Null; rows.len()],
            _ => vec![7.into(); rows.len()],
        };
        let ids = ("id", DataType::Int64, ids);
        match plan {
            Some(data_type) => {
                let plans = plans(&data_type);
                batch([ids, ("plan", data_type, plans)])
            }
            None => batch([ids]),
        }
    };
    for (batches, expected) in [
        (
            vec![rows(&[1], Some(DataType::Int32)), rows(&[2], None)],
            "int32?",
        ),
        (
            vec![
                rows(&[1], Some(DataType::Null)),
                rows(&[2], Some(DataType::Int32)),
            ],
            "int32?",
        ),
        (vec![rows(&[1, 2], Some(DataType::Int32))], "int32"),
    ] {
        let schema = Schema::new("people").with_column(Column::new("id", DataType::Int64));
        let mut table = DynTable::new(schema).unwrap();
        let contract = Contract::new().columns(OnChange::Evolve);
        let request = DynWrite::append().contract(contract);
        let outcome = table.write(batches, request).unwrap();
        assert_eq!(
            outcome.schema_changes.to_string(),
            format!("table people\n  + column plan: {expected}")
        );
        table.verify().unwrap();
        assert_eq!(table.len(), 2);
    }
}

#[test]
fn discarded_rows_are_those_with_the_null_and_not_those_with_another_fault() {
    let rows = |ids: Vec<Value>| {
        let names = vec!["cid".into(); ids.len()];
        let ages = vec![Value::Null; ids.len()];
        batch([
            ("id", DataType::Text, ids),
            ("age", DataType::Int64, ages),
            ("name", DataType::Text, names),
        ])
    };
    let batches = vec![
        rows(vec!["3".into(), "4".into()]),
        rows(vec!["x".into(), Value::Null, "5".into()]),
    ];
    let contract = Contract::new()
        .types(OnChange::DiscardRow)
        .nullability(OnChange::DiscardRow);
    let mut table = people();
    let outcome = table
        .write(batches, DynWrite::append().contract(contract))
        .unwrap();
    table.verify().unwrap();
    assert_eq!(outcome.quarantine.positions, [2, 3]);
    expect![[r#"
        people: 2 of 5 rows break a rule (2 violations; the first row is row 0)

          row 2 (id null)  id  "x"   must be int64, is text  MT0122 type
          row 3 (id null)  id  null  must have a value       MT0121 not_null"#]]
    .assert_eq(&outcome.quarantine.report.to_string());
}

#[test]
fn what_a_merge_keeps_is_no_null_that_comes() {
    let named = batch([
        ("id", DataType::Int64, vec![1.into()]),
        ("name", DataType::Text, vec!["eva".into()]),
    ]);
    let aged = batch([
        ("id", DataType::Int64, vec![2.into()]),
        ("age", DataType::Int64, vec![5.into()]),
    ]);
    for nullability in [OnChange::DiscardRow, OnChange::Evolve, OnChange::Freeze] {
        let mut table = people();
        let contract = Contract::new().nullability(nullability);
        let request = DynWrite::merge().contract(contract);
        let outcome = table
            .write(vec![named.clone(), aged.clone()], request)
            .unwrap();
        table.verify().unwrap();
        assert_eq!(
            (outcome.written.updated, outcome.written.quarantined),
            (2, 0)
        );
        assert!(outcome.schema_changes.is_empty());
        let names: Vec<Value> = table.iter().filter_map(|row| row.get("name")).collect();
        assert_eq!(names, ["eva".into(), Value::from("bob")]);
    }
}

#[test]
fn a_key_that_is_missing_stays_one() {
    check_refused(
        batch([
            ("age", DataType::Int64, vec![1.into()]),
            ("name", DataType::Text, vec!["cid".into()]),
        ]),
        Contract::EVOLVE,
        &expect![[r#"
            people: the row breaks a rule (1 violation)

              row 0 (id null)  id  null  must have a value  MT0121 not_null"#]],
    );
}

#[test]
fn a_key_of_another_type_is_still_a_key() {
    let rows = |id: &'static str| {
        batch([
            ("id", DataType::Text, vec![id.into()]),
            ("age", DataType::Int64, vec![1.into()]),
            ("name", DataType::Text, vec!["cid".into()]),
        ])
    };
    let mut table = people();
    let outcome = write(&mut table, rows("x"), Contract::EVOLVE).unwrap();
    expect![[r#"
        table people
          ~ column id
              type: int64 → text"#]]
    .assert_eq(&outcome.schema_changes.to_string());
    assert!(table.get(["1"]).is_some());
    for id in ["1", "x"] {
        assert!(write(&mut table, rows(id), Contract::EVOLVE).is_err());
    }
}

#[test]
fn a_key_in_a_finer_unit_is_still_a_key() {
    let moments = |moments: ArrayRef| {
        let field = Field::new("at", moments.data_type().clone(), false);
        RecordBatch::try_new(ArrowSchema::new(vec![field]).into(), vec![moments]).unwrap()
    };
    let micros = |at: i64| moments(Arc::new(TimestampMicrosecondArray::from(vec![at])));
    let nanos = |at: i64| moments(Arc::new(TimestampNanosecondArray::from(vec![at])));
    let schema = Schema::new("moments")
        .with_column(Column::new("at", DataType::DateTime))
        .with_primary_key(["at"]);
    let mut table = DynTable::new(schema).unwrap();
    let _ = table.append(micros(1_000)).unwrap();
    let _ = table.append(nanos(5)).unwrap();
    table.verify().unwrap();
    for again in [micros(1_000), nanos(1_000_000), nanos(5)] {
        assert!(table.append(again).is_err());
    }
    let _ = table.append(micros(5)).unwrap();
    table.verify().unwrap();
    assert_eq!(table.len(), 3);
}

#[test]
fn a_type_that_the_rules_do_not_fit_is_not_evolved_to() {
    let schema = Schema::new("people")
        .with_column(Column::new("id", DataType::Int64))
        .with_column(Column::new("name", DataType::Text))
        .with_column(Column::new("age", DataType::UInt8).with_rule(Rule::MultipleOf(2.into())));
    let rows = batch([
        ("id", DataType::Int64, vec![1.into()]),
        ("name", DataType::Text, vec!["a".into()]),
        ("age", DataType::Text, vec!["old".into()]),
    ]);
    let mut table = DynTable::new(schema.clone()).unwrap();
    let refused = write(&mut table, rows, Contract::EVOLVE).unwrap_err();
    expect![[r#"
        the schema of `people` makes no sense:
          column `age`: `multiple_of = 2` does not fit text"#]]
    .assert_eq(&refused.to_string());
    assert_eq!(*table.schema(), schema);
}

#[test]
fn text_that_is_no_value_of_the_type_is_a_misfit() {
    let names = vec!["red".into(), "blue".into()];
    for (data_type, fits, misfits) in [
        (DataType::Enum(names.into()), "red", "pink"),
        (DataType::Char, "x", "xy"),
        (DataType::Json, "{}", "{"),
    ] {
        let schema =
            Schema::new("things").with_column(Column::new("thing", data_type.clone()).nullable());
        let mut table = DynTable::new(schema).unwrap();
        let texts = vec![fits.into(), misfits.into()];
        let contract = Contract::new().types(OnChange::DiscardValue);
        let outcome = write(
            &mut table,
            batch([("thing", DataType::Text, texts)]),
            contract,
        )
        .unwrap();
        let things: Vec<String> = table
            .iter()
            .map(|row| row.get("thing").unwrap().to_string())
            .collect();
        assert_eq!(things, [fits, "null"], "{data_type}");
        assert_eq!(outcome.discarded.len(), 1, "{data_type}");
    }
}
