//! Tables whose schema is known at run time only, as ends of pipelines.

use expect_test::expect;
use memtable::dynamic::DynTable;
use memtable::schema::{Column, DataType};
use memtable::write::{Contract, OnChange};
use memtable::{Error, Schema, Store, Value};

use crate::pipelines::{Folder, User, user};

#[test]
fn dynamic_tables_are_ends_of_pipelines_too() -> Result<(), Error> {
    let folder = Folder::new("dynamic");
    folder.write("users.csv", "name,id,age\nann,7,34\nbob,8,\n");
    let store = Store::new();
    let schema = Schema::new("events")
        .with_column(Column::new("id", DataType::UInt64))
        .with_column(Column::new("name", DataType::Text))
        .with_column(Column::new("age", DataType::UInt8).nullable())
        .with_primary_key(["id"]);
    store.create_dynamic("events", schema)?;
    let users = store.create::<User>("users")?;
    let pipelines = folder.pipelines(
        "
sources:
  file: { connector: csv, path: users.csv }
  events: { connector: in_memory, table_name: events }
  users: { connector: in_memory, table_name: users }
destinations:
  events: { connector: in_memory, table_name: events, mode: merge }
  users: { connector: in_memory, table_name: users, mode: merge }
  out: { connector: json, path: out.jsonl, mode: replace }
pipelines:
  load: { from: file, to: events }
  typed: { from: events, to: users }
  back: { from: users, to: events, columns: [id, name, age] }
  out: { from: events, to: out, filter: age > 3 }
",
    )?;
    let reports = pipelines.run(&store)?;
    let counts: Vec<_> = reports
        .iter()
        .map(|report| (report.written.inserted, report.written.unchanged))
        .collect();
    assert_eq!(counts, [(2, 0), (2, 0), (0, 2), (1, 0)]);
    assert_eq!(users.snapshot()?.get(&8).unwrap().age, None);
    let line = "{\"id\":7,\"name\":\"ann\",\"age\":34}\n";
    assert_eq!(folder.read("out.jsonl"), line);

    folder.write("users.csv", "name,id,age\nann,7,34\ncid,9,300\n");
    folder.check(
        pipelines.run(&store),
        &expect![[r#"
            pipeline load: users.csv: 1 of 2 rows cannot be read (1 fault)

              line 3  age  300  must be uint8, a whole number in 0..=255"#]],
    );
    assert_eq!(store.info("events")?.n_rows, 2);
    Ok(())
}

const UNKNOWN_SHAPE: &str = "
sources:
  file: { connector: csv, path: trips.csv, delimiter: ;, null_values: [n/a], rename: { Number: id } }
  trips: { connector: in_memory, table_name: trips }
destinations:
  trips: { connector: in_memory, table_name: trips, mode: merge, merge_keys: [id] }
  out: { connector: json, path: out.jsonl, mode: replace }
pipelines:
  load: { from: file, to: trips }
  out: { from: trips, to: out, filter: km > 2 }
";

const TRIPS: &str =
    "Number;zip;at;km\n7;0501;2026-01-31;1.5\n8;8001;2026-02-01;n/a\n9;\"80;2\";2026-02-02;12\n";

fn columns(store: &Store, table: &str) -> Result<Vec<String>, Error> {
    let schema = store.schema(table)?;
    Ok(schema.columns.iter().map(ToString::to_string).collect())
}

#[test]
fn a_file_of_unknown_shape_becomes_a_table() -> Result<(), Error> {
    let folder = Folder::new("unknown");
    folder.write("trips.csv", TRIPS);
    let store = Store::new();
    let pipelines = folder.pipelines(UNKNOWN_SHAPE)?;
    let reports = pipelines.run(&store)?;
    assert_eq!((reports[0].read, reports[0].written.inserted), (3, 3));
    assert_eq!(
        columns(&store, "trips")?,
        ["id: int64", "zip: text", "at: date", "km: float64?"]
    );
    assert_eq!(
        folder.read("out.jsonl"),
        "{\"id\":9,\"zip\":\"80;2\",\"at\":\"2026-02-02\",\"km\":12.0}\n"
    );
    let again = pipelines.run(&store)?;
    assert_eq!(again[0].written.unchanged, 3, "merged by `id`");

    folder.write("trips.csv", &format!("{TRIPS}7;1;2026-02-03;1\n"));
    folder.check(
        pipelines.run(&store),
        &expect![[r#"
        pipeline load: trips.csv: 2 of 4 rows cannot be read (2 faults)

          line 2  id  7  line 5 has it too  (MT0133 merge_key)
          line 5  id  7  line 2 has it too  (MT0133 merge_key)"#]],
    );
    folder.check(
        pipelines.run(&Store::new()),
        &expect![[r#"
        pipeline load: trips.csv: 2 of 4 rows cannot be read (2 faults)

          line 2  id  7  line 5 has it too  (MT0133 merge_key)
          line 5  id  7  line 2 has it too  (MT0133 merge_key)"#]],
    );
    Ok(())
}

#[test]
fn a_file_of_unknown_shape_becomes_another_file() -> Result<(), Error> {
    let folder = Folder::new("file-to-file");
    folder.write("trips.csv", TRIPS);
    let pipelines = folder.pipelines(
        "
sources:
  file: { connector: csv, path: trips.csv, delimiter: ;, rename: { Number: id }, filters: { id: { gt: 7 } } }
  parquet: { connector: parquet, path: trips.parquet, limit: 1 }
destinations:
  parquet: { connector: parquet, path: trips.parquet }
  lines: { connector: json, path: out.jsonl, mode: replace }
pipelines:
  one: { from: file, to: parquet }
  two: { from: parquet, to: lines, columns: [km, id] }
",
    )?;
    let reports = pipelines.run(&Store::new())?;
    let counts: Vec<_> = reports
        .iter()
        .map(|report| (report.read, report.written.inserted))
        .collect();
    assert_eq!(counts, [(2, 2), (1, 1)]);
    assert_eq!(folder.read("out.jsonl"), "{\"km\":\"n/a\",\"id\":8}\n");
    assert_eq!(
        pipelines.run(&Store::new())?[0].written.inserted,
        2,
        "appended"
    );
    let table = DynTable::from_parquet(folder.0.join("trips.parquet")).unwrap();
    let read: Vec<_> = table
        .schema()
        .columns
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(read, ["id: int64", "zip: text", "at: date", "km: text"]);
    assert_eq!(table.len(), 4);
    Ok(())
}

#[test]
fn a_table_that_is_not_there_is_made_where_it_may_be() -> Result<(), Error> {
    let folder = Folder::new("absent");
    folder.write("trips.csv", TRIPS);
    let refused = UNKNOWN_SHAPE.replace(
        "merge_keys: [id]",
        "merge_keys: [id], create_table_if_not_exists: false",
    );
    let store = Store::new();
    folder.check(
        folder.pipelines(&refused)?.run(&store),
        &expect!["pipeline load: there is no table `trips`; the store has none"],
    );
    let refused = UNKNOWN_SHAPE.replace("merge_keys: [id]", "merge_keys: [nr]");
    folder.check(
        folder.pipelines(&refused)?.run(&store),
        &expect!["pipeline load: trips has no column `nr` (it has `id`, `zip`, `at`, `km`)"],
    );
    assert!(store.tables().is_empty());

    store
        .create::<User>("users")?
        .append([user(7, 34), user(8, 4)])?;
    let copied = "
sources: { users: { connector: in_memory, table_name: users } }
destinations: { copy: { connector: in_memory, table_name: copy } }
pipelines: { copy: { from: users, to: copy, columns: [age, id], filter: age > 4 } }
";
    let reports = folder.pipelines(copied)?.run(&store)?;
    assert_eq!((reports[0].read, reports[0].written.inserted), (1, 1));
    assert_eq!(
        columns(&store, "copy")?,
        ["age: uint8?, range(..=150)", "id: uint64"]
    );
    assert_eq!(*store.schema("copy")?.primary_key, ["id"]);
    folder.check(
        folder.pipelines(copied)?.run(&store),
        &expect![[r#"
        pipeline copy: copy: the row breaks a rule (1 violation)

          row 0 (id 7)  id  7  is taken by row 0 of the table  MT0131 primary_key

        help: `merge` updates the rows that are already in the table"#]],
    );
    Ok(())
}

#[test]
fn the_columns_of_a_dynamic_table_evolve_where_the_contract_says_so() -> Result<(), Error> {
    let folder = Folder::new("evolve");
    let store = Store::new();
    let schema = Schema::new("trips")
        .with_column(Column::new("id", DataType::UInt8))
        .with_column(Column::new("zip", DataType::Text))
        .with_primary_key(["id"]);
    let trips = store.create_dynamic("trips", schema)?;
    let run = |text: &str, contract: &str| {
        folder.write("trips.csv", text);
        let yaml =
            UNKNOWN_SHAPE.replace("merge_keys: [id]", &format!("contract: {{ {contract} }}"));
        let reports = folder
            .pipelines(&yaml.replace("\n  out: { from: trips, to: out, filter: km > 2 }", ""))?
            .run(&store)?;
        let faults: Vec<_> = reports[0]
            .faults
            .iter()
            .map(|fault| format!("\n  {fault}"))
            .collect();
        let rejected = reports[0].rejected;
        Ok::<_, Error>(format!(
            "{}; {rejected} rejected{}",
            reports[0].written,
            faults.concat()
        ))
    };
    expect!["2 rows in: 2 inserted; 0 rejected"].assert_eq(&run(
        "Number;zip;km\n7;0501;1.50\n6;0502;\n",
        "columns: evolve",
    )?);
    assert_eq!(
        columns(&store, "trips")?,
        ["id: uint8", "zip: text", "km: float64?"]
    );
    expect!["1 row in: 1 inserted; 0 rejected"].assert_eq(&run(
        "Number;zip\n300;1.50\n",
        "columns: evolve, types: evolve",
    )?);
    assert_eq!(columns(&store, "trips")?[0], "id: uint16");
    let row = trips.snapshot()?.get([300]).map(|row| row.values());
    assert_eq!(
        row,
        Some(vec![300.into(), "1.50".into(), Value::Null]),
        "text is kept as it is written"
    );
    folder.check(
        run("Number;zip\n\n1;a\nx;b\n", "columns: evolve"),
        &expect![[r#"
            pipeline load: trips.csv: 1 of 2 rows cannot be read (2 faults)

              line 4  id  "x"  must be uint16, is text  (MT0122 type)
              line 4  id       must have a value: rows are merged by it  (MT0133 merge_key)"#]],
    );
    expect![[r#"
        3 rows in: 2 inserted, 1 quarantined; 1 rejected
          line 4: id "x": must be uint16, is text  (MT0122 type)"#]]
    .assert_eq(&run(
        "Number;zip;by\n1;\"a\nb\";ann\nx;b;bob\n2;c;cid\n",
        "columns: evolve, types: discard_row",
    )?);
    Ok(())
}

#[test]
fn the_contract_of_the_table_or_of_the_store_holds_where_no_other_is_given() -> Result<(), Error> {
    let folder = Folder::new("store-contract");
    let evolve = Contract::new().columns(OnChange::Evolve);
    for store in [Store::builder().contract(evolve).build(), Store::new()] {
        let schema = Schema::new("trips").with_column(Column::new("id", DataType::Int64));
        let trips = store.create_dynamic("trips", schema.with_primary_key(["id"]))?;
        if store.contract() == Contract::new() {
            trips.set_contract(evolve)?;
        }
        folder.write("trips.csv", TRIPS);
        folder.pipelines(UNKNOWN_SHAPE)?.run(&store)?;
        assert_eq!(columns(&store, "trips")?.len(), 4);
        store.transaction(|tx| {
            let wider = DynTable::from_csv(b"id,zip,at,by\n1,x,2026-01-01,ann\n").unwrap();
            Ok::<_, Error>(tx.dynamic("trips")?.append(wider)?.written.inserted)
        })?;
        assert_eq!(columns(&store, "trips")?[4], "by: text?");
    }
    Ok(())
}

#[test]
fn columns_that_a_dynamic_table_has_not_are_passed_over_on_request() -> Result<(), Error> {
    let folder = Folder::new("passed-over");
    folder.write("trips.csv", "Number;zip;by\n7;1;ann\n8;x;bob\n");
    let store = Store::new();
    let schema = Schema::new("trips").with_column(Column::new("id", DataType::UInt8));
    store.create_dynamic(
        "trips",
        schema.with_column(Column::new("zip", DataType::Int64)),
    )?;
    let yaml = UNKNOWN_SHAPE
        .replace("delimiter: ;,", "delimiter: ;, unknown_columns: ignore,")
        .replace(
            "merge_keys: [id]",
            "merge_keys: [id], contract: { types: evolve, columns: evolve }",
        )
        .replace("filter: km > 2", "filter: id > 7");
    folder.pipelines(&yaml)?.run(&store)?;
    assert_eq!(columns(&store, "trips")?, ["id: uint8", "zip: text"]);
    assert_eq!(folder.read("out.jsonl"), "{\"id\":8,\"zip\":\"x\"}\n");
    Ok(())
}

#[test]
fn rows_are_told_by_lines_only_where_all_of_the_file_are_read() -> Result<(), Error> {
    let folder = Folder::new("some-lines");
    folder.write("trips.csv", "Number;km\n7;1\n8;5\n9;6\n8;7\n");
    let some = UNKNOWN_SHAPE.replace("to: trips }", "to: trips, filter: km > 2 }");
    folder.check(
        folder.pipelines(&some)?.run(&Store::new()),
        &expect![[r#"
        pipeline load: trips: 2 of 3 rows break a rule (2 violations; the first row is row 0)

          row 0  id  8  row 2 has it too  MT0133 merge_key
          row 2  id  8  row 0 has it too  MT0133 merge_key

        help: `on_duplicate` says which of two rows of one key a merge keeps"#]],
    );
    folder.check(
        folder.pipelines(UNKNOWN_SHAPE)?.run(&Store::new()),
        &expect![[r#"
            pipeline load: trips.csv: 2 of 4 rows cannot be read (2 faults)

              line 3  id  8  line 5 has it too  (MT0133 merge_key)
              line 5  id  8  line 3 has it too  (MT0133 merge_key)"#]],
    );
    Ok(())
}

#[test]
fn files_of_every_format_become_tables() -> Result<(), Error> {
    let folder = Folder::new("formats");
    folder.write("a.csv", "7,ann\n8,\n");
    folder.write("b.json", "[{\"id\": 7, \"tags\": [\"new\"]}, {\"id\": 8}]");
    folder.write("c.csv", "a,b\n");
    let store = Store::new();
    let pipelines = folder.pipelines(
        "
sources:
  csv: { connector: csv, path: a.csv, header: false }
  json: { connector: json, path: b.json, columns: [tags, id] }
  parquet: { connector: parquet, path: d.parquet, filters: { id: 8 } }
  empty: { connector: csv, path: c.csv }
  table: { connector: in_memory, table_name: json }
destinations:
  csv: { connector: in_memory, table_name: csv }
  json: { connector: in_memory, table_name: json }
  parquet: { connector: in_memory, table_name: parquet }
  empty: { connector: in_memory, table_name: empty }
  file: { connector: parquet, path: d.parquet }
pipelines:
  csv: { from: csv, to: csv }
  json: { from: json, to: json }
  out: { from: table, to: file }
  parquet: { from: parquet, to: parquet }
  empty: { from: empty, to: empty }
",
    )?;
    let reports = pipelines.run(&store)?;
    let n_written: Vec<_> = reports
        .iter()
        .map(|report| report.written.inserted)
        .collect();
    assert_eq!(n_written, [2, 2, 2, 1, 0]);
    assert_eq!(
        columns(&store, "csv")?,
        ["column_1: int64", "column_2: text?"]
    );
    assert_eq!(columns(&store, "json")?, ["tags: list<text>?", "id: int64"]);
    assert_eq!(columns(&store, "parquet")?, columns(&store, "json")?);
    assert_eq!(
        columns(&store, "empty")?,
        ["a: null?", "b: null?"],
        "a table without rows"
    );
    Ok(())
}
