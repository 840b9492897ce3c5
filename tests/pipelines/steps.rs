//! What the steps of a pipeline read, write and report.

use expect_test::expect;
use memtable::connect::{
    Batches, Connectors, Pipelines, ReadRequest, Registry, RowsSource, Source, ValueRow, copy,
    copy_fitting,
};
use memtable::schema::{Column, DataType};
use memtable::{Error, Schema, Store};

use crate::pipelines::{Folder, LOAD, Person, User, user};

#[test]
fn a_file_is_read_for_the_table_that_it_goes_to() -> Result<(), Error> {
    let folder = Folder::new("load");
    folder.write("users.csv", "name,id,age\nann,7,34\nbob,8,\n");
    let store = Store::new();
    let users = store.create::<User>("users")?;
    users.append([user(7, 1), user(9, 2)])?;
    let pipelines = folder.pipelines(LOAD)?;
    let mut seen = Vec::new();
    let reports = pipelines.run_with(&store, |progress| {
        seen.push((
            progress.name.to_owned(),
            progress.step,
            progress.n_steps,
            progress.read,
        ));
    })?;
    assert_eq!(seen, [("load".into(), 0, 1, 0), ("load".into(), 0, 1, 2)]);
    let report = &reports[0];
    assert_eq!((report.read, report.rejected), (2, 0));
    assert_eq!((report.written.updated, report.written.inserted), (1, 1));
    let table = users.snapshot()?;
    assert_eq!(table.get(&7).unwrap().name, "ann");
    assert_eq!(table.get(&8).unwrap().status, "active");
    Ok(())
}

#[test]
fn a_step_that_fails_leaves_its_destination_as_it_was() -> Result<(), Error> {
    let folder = Folder::new("fails");
    let store = Store::new();
    store.create::<User>("users")?.append([user(7, 1)])?;
    let pipelines = folder.pipelines(LOAD)?;
    folder.check(
        pipelines.run(&store),
        &expect!["pipeline load: users.csv: No such file or directory (os error 2)"],
    );
    folder.write(
        "users.csv",
        "name,id,age\nann,7,34\nbob,x,\n\ncid,9,old,\ndan,10,300\n",
    );
    folder.check(
        pipelines.run(&store),
        &expect![[r#"
        pipeline load: users.csv: 3 of 4 rows cannot be read (3 faults)

          line 3  id   "x"  must be uint64, a whole number in 0..=18446744073709551615
          line 5            has 4 cells, and the header has 3
          line 6  age  300  must be uint8, a whole number in 0..=255"#]],
    );
    folder.write("users.csv", "name,id,age\nann,7,34\n ,8,151\n");
    folder.check(
        pipelines.run(&store),
        &expect![[r#"
            pipeline load: users.csv: 1 of 2 rows cannot be read (2 faults)

              line 3  name  " "  must not be blank  (MT0110 non_blank)
              line 3  age   151  must be at most 150  (MT0101 range)"#]],
    );
    let before = store.table::<User>("users")?.snapshot()?;
    assert_eq!(before.iter().cloned().collect::<Vec<_>>(), [user(7, 1)]);
    folder.check(
        pipelines.run(&Store::new()),
        &expect!["pipeline load: users has no primary key to merge by: name the columns in `merge_keys`; it has no key"],
    );
    Ok(())
}

#[test]
fn columns_and_filters_of_a_step_are_applied() -> Result<(), Error> {
    let folder = Folder::new("columns");
    folder.write("users.csv", "name,id,age,shoe\nann,7,34,1\nbob,8,4,2\n");
    let store = Store::new();
    store.create::<User>("users")?;
    let pipelines = folder.pipelines(
        "
sources:
  file: { connector: csv, path: users.csv }
  table: { connector: in_memory, table_name: users, filters: { age: { lt: 100 } } }
destinations:
  users: { connector: in_memory, table_name: users }
  out: { connector: csv, path: out.csv, mode: replace }
pipelines:
  load: { from: file, to: users, columns: [id, name], filter: age >= 18 || id == 8 }
  export: { from: table, to: out, columns: [name, id] }
  export_all: { from: table, to: out, filter: id > 7 }
",
    )?;
    let reports = pipelines.run(&store)?;
    let counts: Vec<_> = reports
        .iter()
        .map(|report| (report.read, report.written.inserted))
        .collect();
    assert_eq!(
        counts,
        [(2, 2), (0, 0), (0, 0)],
        "ages were left out, so that no filter on them holds"
    );
    let table = store.table::<User>("users")?;
    assert!(table.snapshot()?.iter().all(|user| user.age.is_none()));
    table.replace([user(7, 34), user(8, 4)])?;

    let export = |keys: &str| {
        let pipelines = folder.pipelines(&format!(
            "
sources: {{ table: {{ connector: in_memory, table_name: users }} }}
destinations: {{ out: {{ connector: csv, path: out.csv, mode: replace }} }}
pipelines: {{ export: {{ from: table, to: out, {keys} }} }}
"
        ))?;
        pipelines.run(&store)?;
        Ok::<_, Error>(folder.read("out.csv"))
    };
    assert_eq!(
        export("columns: [name, id]")?,
        "name,id\nuser 7,7\nuser 8,8\n"
    );
    assert_eq!(
        export("filter: age < 10")?,
        "id,name,age,status\n8,user 8,4,active\n"
    );
    folder.check(
        export("columns: [id, nick]"),
        &expect![
            "pipeline export: table has no column `nick` (it has `id`, `name`, `age`, `status`)"
        ],
    );
    folder.check(export("filter: nick == 3"), &expect!["pipeline export: table users has no column `nick` (it has `id`, `name`, `age`, `status`)"]);
    Ok(())
}

#[test]
fn a_table_cannot_be_written_without_what_it_must_have() -> Result<(), Error> {
    let folder = Folder::new("must");
    folder.write("users.csv", "name,id,age\nann,7,34\n");
    let store = Store::new();
    store.create::<User>("users")?;
    let yaml = LOAD.replace("to: users", "to: users, columns: [id, age]");
    folder.check(folder.pipelines(&yaml)?.run(&store), &expect!["pipeline load: users cannot be read without `name`: it has neither a null nor a default; add it to `columns`"]);
    let yaml = LOAD.replace("to: users", "to: export");
    folder.pipelines(&yaml)?.run(&store)?;
    assert_eq!(
        folder.read("out.jsonl"),
        "{\"name\":\"ann\",\"id\":7,\"age\":34}\n"
    );
    Ok(())
}

#[test]
fn tables_of_different_rows_are_copied_where_their_schemas_fit() -> Result<(), Error> {
    let folder = Folder::new("fits");
    let store = Store::new();
    let people = store.create::<Person>("people")?;
    let users = store.create::<User>("users")?;
    let person = |id, age| Person {
        id,
        name: format!("person {id}"),
        age,
    };
    people.append([person(7, Some(34)), person(8, None)])?;
    let pipelines = |keys: &str| {
        folder.pipelines(&format!(
            "
sources:
  people: {{ connector: in_memory, table_name: people }}
  users: {{ connector: in_memory, table_name: users, columns: [id, name, age] }}
destinations:
  users: {{ connector: in_memory, table_name: users, mode: merge{keys} }}
  people: {{ connector: in_memory, table_name: people, mode: merge, validate_schema: false }}
pipelines:
  there: {{ from: people, to: users }}
  back: {{ from: users, to: people, columns: [id, name, age] }}
"
        ))
    };
    folder.check(
        pipelines("")?.run(&store),
        &expect![[r#"
        pipeline there: rows of `people` do not fit `users`:
          `id` is int64, which uint64 does not always hold
          `age` is int32, which uint8 does not always hold"#]],
    );
    let reports = pipelines(", validate_schema: false")?.run(&store)?;
    assert_eq!(reports[0].written.inserted, 2);
    assert_eq!(reports[1].written.unchanged, 2);
    assert_eq!(users.snapshot()?.get(&7).unwrap().status, "active");

    people.append([person(-1, Some(1)), person(9, Some(300))])?;
    folder.check(
        pipelines(", validate_schema: false")?.run(&store),
        &expect![[r#"
            pipeline there: people: 2 of 4 rows cannot be read (2 faults)

              row 2  id   -1   must be uint64, a whole number in 0..=18446744073709551615
              row 3  age  300  must be uint8, a whole number in 0..=255"#]],
    );
    let reports = pipelines(", contract: { types: discard_row }")?.run(&store)?;
    assert_eq!(
        (
            reports[0].read,
            reports[0].rejected,
            reports[0].written.unchanged
        ),
        (4, 2, 2)
    );
    folder.check(
        copy_fitting(&people, &users).map(drop),
        &expect![[r#"
        rows of `people` do not fit `users`:
          `id` is int64, which uint64 does not always hold
          `age` is int32, which uint8 does not always hold"#]],
    );
    Ok(())
}

#[test]
fn a_destination_may_judge_rows_by_their_values() -> Result<(), Error> {
    let store = Store::new();
    store.create::<User>("users")?;
    let yaml = |validates: bool| {
        Connectors::from_yaml(format!(
            "destinations: {{ d: {{ connector: in_memory, table_name: users, validate_schema: {validates} }} }}"
        ))
    };
    let person = |id| Person {
        id,
        name: String::from("x"),
        age: None,
    };
    let strict = yaml(true)?.destination::<Person>("d", &store)?;
    assert!(matches!(
        copy(&RowsSource::new([person(1)]), &strict),
        Err(Error::WrongType { .. })
    ));
    let by_value = yaml(false)?.destination::<Person>("d", &store)?;
    assert_eq!(copy(&RowsSource::new([person(1)]), &by_value)?.inserted, 1);
    let refused = copy(&RowsSource::new([person(2), person(-1)]), &by_value).unwrap_err();
    expect![[r#"
        table users: 1 of 2 rows cannot be read (1 fault)

          row 1  id  -1  must be uint64, a whole number in 0..=18446744073709551615"#]]
    .assert_eq(&refused.to_string());
    assert_eq!(store.info("users")?.n_rows, 1);
    Ok(())
}

#[test]
fn users_register_sources_of_values() -> Result<(), Error> {
    struct Numbers;
    impl Source for Numbers {
        type Row = ValueRow;

        fn name(&self) -> String {
            "numbers".into()
        }

        fn check(&self) -> Result<(), Error> {
            Ok(())
        }

        fn schema(&self) -> Result<Schema, Error> {
            Ok(Schema::new("numbers")
                .with_column(Column::new("id", DataType::UInt8))
                .with_column(Column::new("name", DataType::Text)))
        }

        fn read(&self, _request: &ReadRequest) -> Result<Batches<'_, ValueRow>, Error> {
            let row = |id: i32| vec![Some(id.into()), Some("n".into())];
            Ok(Batches::new((0..3).map(move |id| Ok(vec![row(id)]))))
        }
    }
    let mut registry = Registry::new();
    registry.register_source::<ValueRow>("numbers", |options| {
        options.only(&[])?;
        Ok(Box::new(Numbers))
    });
    let yaml = "
sources: { numbers: { connector: numbers } }
destinations: { users: { connector: in_memory, table_name: users } }
pipelines: { load: { from: numbers, to: users } }
";
    let store = Store::new();
    store.create::<User>("users")?;
    let pipelines = Pipelines::from_yaml(yaml)?;
    let refused = pipelines.run(&store).unwrap_err().to_string();
    assert!(
        refused.contains("no connector `numbers` is known"),
        "{refused}"
    );
    let pipelines = pipelines.with_registry(registry);
    let reports = pipelines.run(&store)?;
    assert_eq!((reports[0].read, reports[0].written.inserted), (3, 3));

    // A table that is not there has the columns of the source.
    let store = Store::new();
    let reports = pipelines.run(&store)?;
    assert_eq!((reports[0].read, reports[0].written.inserted), (3, 3));
    let columns: Vec<_> = store
        .schema("users")?
        .columns
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(columns, ["id: uint8", "name: text"]);
    assert_eq!(pipelines.run(&store)?[0].written.inserted, 3);
    Ok(())
}

#[test]
fn rules_and_keys_that_rows_of_a_file_break_are_told_by_their_lines() -> Result<(), Error> {
    let folder = Folder::new("clash");
    let store = Store::new();
    let users = store.create::<User>("users")?;
    users.append([user(1, 1)])?;
    folder.write(
        "users.csv",
        "name,id,age\n\"ann\nb\",7,34\nbob,8,4\n\n ,9,5\ncid,7,6\ndan,1,7\n",
    );
    let append = LOAD.replace("users, mode: merge", "users");
    folder.check(
        folder.pipelines(&append)?.run(&store),
        &expect![[r#"
        pipeline load: users.csv: 3 of 5 rows cannot be read (3 faults)

          line 6  name  " "  must not be blank  (MT0110 non_blank)
          line 7  id    7    line 2 has it too  (MT0131 primary_key)
          line 8  id    1    is taken by row 0 of the table  (MT0131 primary_key)"#]],
    );
    folder.check(
        folder.pipelines(LOAD)?.run(&store),
        &expect![[r#"
        pipeline load: users.csv: 3 of 5 rows cannot be read (3 faults)

          line 2  id    7    line 7 has it too  (MT0133 merge_key)
          line 6  name  " "  must not be blank  (MT0110 non_blank)
          line 7  id    7    line 2 has it too  (MT0133 merge_key)"#]],
    );
    // Rows that are passed over do not shift the lines.
    let some = append.replace("to: users", "to: users, filter: age > 4");
    folder.check(
        folder.pipelines(&some)?.run(&store),
        &expect![[r#"
        pipeline load: users.csv: 3 of 4 rows cannot be read (3 faults)

          line 6  name  " "  must not be blank  (MT0110 non_blank)
          line 7  id    7    line 2 has it too  (MT0131 primary_key)
          line 8  id    1    is taken by row 0 of the table  (MT0131 primary_key)"#]],
    );

    let source = folder
        .connectors("c.yaml", LOAD)?
        .source::<User>("file", &store)?;
    folder.check(
        copy(&source, &users),
        &expect![[r#"
        users.csv: 3 of 5 rows cannot be read (3 faults)

          line 6  name  " "  must not be blank  (MT0110 non_blank)
          line 7  id    7    line 2 has it too  (MT0131 primary_key)
          line 8  id    1    is taken by row 0 of the table  (MT0131 primary_key)"#]],
    );
    folder.check(
        source.map(|user| User { id: 3, ..user }).write_to(&users),
        &expect![[r#"
            users.csv: 4 of 5 rows cannot be read (5 faults)

              line 4  id    3    line 2 has it too  (MT0131 primary_key)
              line 6  id    3    line 2 has it too  (MT0131 primary_key)
              line 6  name  " "  must not be blank  (MT0110 non_blank)
              line 7  id    3    line 2 has it too  (MT0131 primary_key)
              line 8  id    3    line 2 has it too  (MT0131 primary_key)"#]],
    );
    assert_eq!(users.snapshot()?.len(), 1);
    Ok(())
}
