//! Reads and single writes of tables whose schema is known at run time only.

use arrow_array::RecordBatch;
use expect_test::expect;
use memtable::dynamic::{DynTable, cell, col};
use memtable::schema::{Column, DataType, Rule, Schema};
use memtable::{Error, MemTable, Store, Value};

fn schema() -> Schema {
    Schema::new("people")
        .with_column(Column::new("id", DataType::UInt32))
        .with_column(Column::new("name", DataType::Text).with_rule(Rule::NonBlank))
        .with_column(Column::new("score", DataType::Float64).nullable())
        .with_primary_key(["id"])
}

fn rows(rows: &[(u32, &'static str, Option<f64>)]) -> RecordBatch {
    let schema = schema();
    let columns: [Vec<Value>; 3] = [
        rows.iter().map(|row| row.0.into()).collect(),
        rows.iter().map(|row| row.1.into()).collect(),
        rows.iter().map(|row| row.2.into()).collect(),
    ];
    let columns = schema.columns.iter().zip(&columns);
    let columns = columns.map(|(column, values)| {
        (
            column.name.to_string(),
            cell::array(column, values).unwrap(),
        )
    });
    RecordBatch::try_from_iter(columns).unwrap()
}

fn people() -> DynTable {
    let people = [
        (1, "ann", Some(1.5)),
        (2, "bob", None),
        (3, "cid", Some(f64::NAN)),
        (4, "dan", Some(-2.0)),
    ];
    DynTable::from_batches(schema(), rows(&people)).unwrap()
}

fn names(table: &DynTable) -> Vec<String> {
    table
        .iter()
        .map(|row| row.get("name").unwrap().to_string())
        .collect()
}

#[test]
fn a_table_is_printed_as_a_typed_one() {
    expect![[r#"
        people: 4 rows
        ╭────┬──────┬───────╮
        │ id │ name │ score │
        ├────┼──────┼───────┤
        │  1 │ ann  │   1.5 │
        │  2 │ bob  │       │
        ╰────┴──────┴───────╯
        … 2 more rows"#]]
    .assert_eq(&format!("{:.2}", people()));
}

#[test]
fn rows_are_put_in_order_with_nulls_and_nan_where_they_belong() {
    let by = |order| names(&people().order_by([order]).unwrap());
    assert_eq!(by(col("score").asc()), ["dan", "ann", "cid", "bob"]);
    assert_eq!(by(col("score").desc()), ["bob", "cid", "ann", "dan"]);
    assert_eq!(
        by(col("score").desc().nulls_last()),
        ["cid", "ann", "dan", "bob"]
    );
}

#[test]
fn conditions_have_three_answers() {
    let people = people();
    assert_eq!(names(&people.filter("score > 0").unwrap()), ["ann"]);
    assert_eq!(
        names(&people.filter("!(score > 0)").unwrap()),
        ["cid", "dan"]
    );
    assert_eq!(
        names(
            &people
                .filter(col("score").is_none().or(col("name").eq("dan")))
                .unwrap()
        ),
        ["bob", "dan"]
    );
    assert_eq!(
        names(&people.filter("id >= 2 && id < 4").unwrap()),
        ["bob", "cid"]
    );
}

#[test]
fn columns_are_taken_with_the_keys_that_they_make() {
    let narrow = people().select(["score", "id"]).unwrap();
    assert_eq!(narrow.schema().primary_key.len(), 1);
    assert_eq!(
        narrow.get([4]).unwrap().values(),
        [Value::from(-2.0), Value::from(4)]
    );
    narrow.verify().unwrap();
    assert!(
        people()
            .select(["name"])
            .unwrap()
            .schema()
            .primary_key
            .is_empty()
    );
}

#[test]
fn pages_are_windows_on_the_rows() {
    assert_eq!(names(&people().page(1, 2).unwrap()), ["bob", "cid"]);
    assert_eq!(names(&people().page(9, 2).unwrap()), Vec::<String>::new());
}

#[test]
fn a_refused_update_changes_nothing() {
    let mut table = people();
    let before = table.snapshot();
    let refused = table
        .update_where("id > 2")
        .set("name", " ")
        .run()
        .unwrap_err();
    assert_eq!(refused.report().unwrap().len(), 2);
    assert_eq!(refused.rows[0].num_rows(), 2);
    let refused = table.update_where("id > 2").set("id", 7).run().unwrap_err();
    assert_eq!(refused.report().unwrap().len(), 1);
    let refused = table
        .update_where("id > 2")
        .set("id", "seven")
        .run()
        .unwrap_err();
    expect![[r#"
        people: 2 of 2 rows break a rule (2 violations; the first row is row 0)

          row 0 (id 3)  id  "seven"  must be uint32, is text  MT0122 type
          row 1 (id 4)  id  "seven"  must be uint32, is text  MT0122 type"#]]
    .assert_eq(&refused.to_string());
    assert!(table.snapshot() == before);
    table.verify().unwrap();
}

#[test]
fn a_snapshot_is_not_changed_by_later_writes() {
    let mut table = people();
    let before = table.snapshot();
    let _ = table.delete_where("id < 3").unwrap();
    let _ = table
        .update_where("id == 4")
        .set("name", "dora")
        .run()
        .unwrap();
    let _ = table.append(rows(&[(9, "eve", None)])).unwrap();
    assert_eq!(names(&table), ["cid", "dora", "eve"]);
    assert_eq!(before.len(), 4);
    before.verify().unwrap();
    table.restore(before);
    assert_eq!(names(&table), ["ann", "bob", "cid", "dan"]);
    table.verify().unwrap();
}

#[test]
fn many_deleted_rows_are_given_back_and_keys_still_found() {
    let all: Vec<_> = (0..10_000).map(|id| (id, "x", Some(0.5))).collect();
    let mut table = DynTable::from_batches(schema(), rows(&all)).unwrap();
    let _ = table.delete_where("id < 9000").unwrap();
    table.verify().unwrap();
    assert_eq!(table.len(), 1000);
    assert!(table.get([9500]).is_some());
    assert!(table.get([500]).is_none());
    let small: Vec<_> = (0..40).map(|id| (id * 3, "y", None)).collect();
    for row in small.chunks(1) {
        let _ = table.append(rows(row)).unwrap();
        let _ = table.merge(rows(&[(9000 + row[0].0, "z", None)])).unwrap();
    }
    table.verify().unwrap();
    assert_eq!(table.len(), 1040);
}

#[derive(MemTable, Clone)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u32,
}

#[test]
fn a_store_holds_typed_and_dynamic_tables_side_by_side() {
    let store = Store::new();
    let teams = store.create::<Team>("teams").unwrap();
    teams.insert(Team { id: 1 }).unwrap();
    let schema = schema().with_reference(["id"], "teams", ["id"]);
    let people = store.create_dynamic("people", schema).unwrap();

    let _ = people.append(rows(&[(1, "ann", None)])).unwrap();
    let refused = people.append(rows(&[(2, "bob", None)])).unwrap_err();
    assert_eq!(refused.rows.len(), 1);
    assert!(matches!(refused.error, Error::Rejected(_)));
    assert_eq!(people.snapshot().unwrap().len(), 1);
    assert!(teams.remove(&1).is_err());

    assert!(matches!(
        store.dynamic("teams"),
        Err(Error::WrongType { .. })
    ));
    assert!(matches!(
        store.table::<Team>("people"),
        Err(Error::WrongType { .. })
    ));
    let failed = store.transaction(|tx| {
        let _ = tx.dynamic("people")?.delete_where("id == 1")?;
        Err::<(), _>(Error::Config("no".into()))
    });
    assert!(failed.is_err());
    assert_eq!(store.snapshot().dynamic("people").unwrap().len(), 1);
    assert_eq!(people.delete_where("id == 1").unwrap().deleted, 1);
}
