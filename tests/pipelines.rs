//! Files as connectors, and pipelines: rows move by their schemas, whole or not at all, and reports tell what became of them.

use std::fs;
use std::path::PathBuf;

use expect_test::{Expect, expect, expect_file};
use memtable::connect::{
    Connectors, FailingSource, Pipelines, Registry, RowsSource, Source, ValueRow, copy,
    copy_fitting,
};
use memtable::schema::{Column, DataType};
use memtable::{Error, MemTable, Store};

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(non_blank)]
    name: String,
    #[memtable(range(..=150))]
    age: Option<u8>,
    #[memtable(default = "active")]
    status: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "people")]
struct Person {
    #[memtable(primary_key)]
    id: i64,
    name: String,
    age: Option<i32>,
}

fn user(id: u64, age: u8) -> User {
    User {
        id,
        name: format!("user {id}"),
        age: Some(age),
        status: String::from("active"),
    }
}

/// A folder of its own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("memtable-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        Folder(dir)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    /// The text of an error, with the folder's own name out of it.
    fn shown(&self, error: &Error) -> String {
        error
            .to_string()
            .replace(&format!("{}/", self.0.display()), "")
    }

    #[track_caller]
    fn check<T>(&self, answer: Result<T, Error>, expected: &Expect) {
        expected.assert_eq(&self.shown(&answer.err().unwrap()));
    }

    fn pipelines(&self, yaml: &str) -> Result<Pipelines, Error> {
        self.write("pipelines.yaml", yaml);
        Pipelines::from_path(self.0.join("pipelines.yaml"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FILES: &str = "
sources:
  users:
    connector: csv
    path: users.csv
    delimiter: ;
    header: true
    null_values: [n/a]
    rename: { Number: id }
    unknown_columns: ignore
    columns: [id, name, age]
    filters: { age: { gte: 18 } }
    limit: 3
    batch_size: 2
  again: { connector: json, path: users.json, unknown_columns: ignore }
destinations:
  lines: { connector: json, path: users.jsonl }
  array: { connector: json, path: users.json, mode: replace, layout: array }
  table: { connector: csv, path: out.csv, mode: append, delimiter: tab }
";

#[test]
fn files_are_sources_and_destinations() -> Result<(), Error> {
    let folder = Folder::new("files");
    folder.write(
        "users.csv",
        "name;age;Number;shoe\nann;34;7;42\nbob;4;8;\ncid;n/a;9;\n\"d;an\";18;10;\neve;20;11;\nfay;21;12;\n",
    );
    folder.write("connectors.yaml", FILES);
    let connectors = Connectors::from_path(folder.0.join("connectors.yaml"))?;
    let store = Store::new();
    let source = connectors.source::<User>("users", &store)?;
    let batches: Vec<Vec<User>> = source.read(&source.request())?.collect::<Result<_, _>>()?;
    let ids: Vec<Vec<u64>> = batches
        .iter()
        .map(|batch| batch.iter().map(|user| user.id).collect())
        .collect();
    assert_eq!(ids, [vec![7, 10], vec![11]]);
    assert_eq!(batches[0][1].status, "active");

    for name in ["lines", "array", "table"] {
        let destination = connectors.destination::<User>(name, &store)?;
        assert_eq!(copy(&source, &destination)?.inserted, 3);
        assert_eq!(copy(&source, &destination)?.inserted, 3);
    }
    assert_eq!(folder.read("users.jsonl").lines().count(), 6);
    assert_eq!(folder.read("users.json").lines().count(), 5);
    assert!(
        folder
            .read("out.csv")
            .starts_with("id\tname\tage\tstatus\n7\tann\t34\tactive\n10\td;an\t")
    );
    assert_eq!(folder.read("out.csv").lines().count(), 7);
    assert_eq!(
        folder.files(),
        [
            "connectors.yaml",
            "out.csv",
            "users.csv",
            "users.json",
            "users.jsonl"
        ]
    );

    let again = connectors.source::<User>("again", &store)?;
    let users = store.create::<User>("users")?;
    assert_eq!(copy(&again, &users)?.inserted, 3);
    Ok(())
}

#[test]
fn every_option_of_a_file_is_checked() {
    let folder = Folder::new("options");
    let shown = |yaml: &str| folder.shown(&folder.pipelines(yaml).unwrap_err());
    expect![[r#"
        pipelines.yaml:2:19: connector `csv` needs a `path`
          |
        2 |   a: { connector: csv, file: users.csv }
          |                   ^^^
          = add `path: ..`

        pipelines.yaml:2:24: connector `csv` knows no `file` here
          |
        2 |   a: { connector: csv, file: users.csv }
          |                        ^^^^
          = valid here: `path`, `delimiter`, `header`, `null_values`, `rename`, `unknown_columns`, `columns`, `filters`, `limit`, `batch_size`

        pipelines.yaml:3:52: `delimiter` is one ASCII character, and not `;;`
          |
        3 |   b: { connector: csv, path: users.csv, delimiter: ';;', header: 1, null_values: x, unknown_columns: skip }
          |                                                    ^^^^
          = write `;`, or `tab`

        pipelines.yaml:3:66: `header` must be `true` or `false`, and is an integer
          |
        3 |   b: { connector: csv, path: users.csv, delimiter: ';;', header: 1, null_values: x, unknown_columns: skip }
          |                                                                  ^

        pipelines.yaml:3:82: `null_values` must be a list, such as [id, name], and is text
          |
        3 |   b: { connector: csv, path: users.csv, delimiter: ';;', header: 1, null_values: x, unknown_columns: skip }
          |                                                                                  ^

        pipelines.yaml:3:102: `unknown_columns` knows no `skip`
          |
        3 |   b: { connector: csv, path: users.csv, delimiter: ';;', header: 1, null_values: x, unknown_columns: skip }
          |                                                                                                      ^^^^
          = valid here: `refuse`, `ignore`

        pipelines.yaml:4:43: connector `json` knows no `delimiter` here
          |
        4 |   c: { connector: json, path: users.json, delimiter: ',', limit: 0, batch_size: 0 }
          |                                           ^^^^^^^^^
          = valid here: `path`, `unknown_columns`, `columns`, `filters`, `limit`, `batch_size`

        pipelines.yaml:4:81: a batch has at least one row
          |
        4 |   c: { connector: json, path: users.json, delimiter: ',', limit: 0, batch_size: 0 }
          |                                                                                 ^

        pipelines.yaml:6:47: `mode` knows no `merge`
          |
        6 |   d: { connector: csv, path: users.csv, mode: merge, rename: { a: b } }
          |                                               ^^^^^
          = valid here: `append`, `replace`

        pipelines.yaml:6:54: connector `csv` knows no `rename` here
          |
        6 |   d: { connector: csv, path: users.csv, mode: merge, rename: { a: b } }
          |                                                      ^^^^^^
          = valid here: `path`, `mode`, `delimiter`, `header`

        pipelines.yaml:7:51: `layout` knows no `list`
          |
        7 |   e: { connector: json, path: users.json, layout: list }
          |                                                   ^^^^
          = valid here: `array`, `lines`"#]]
    .assert_eq(&shown(
        "sources:
  a: { connector: csv, file: users.csv }
  b: { connector: csv, path: users.csv, delimiter: ';;', header: 1, null_values: x, unknown_columns: skip }
  c: { connector: json, path: users.json, delimiter: ',', limit: 0, batch_size: 0 }
destinations:
  d: { connector: csv, path: users.csv, mode: merge, rename: { a: b } }
  e: { connector: json, path: users.json, layout: list }
",
    ));
    expect![[r#"
        pipelines.yaml:4:16: `sources` has no `usres`
          |
        4 |   one: { from: usres, to: people, filter: 'age >', colums: [id] }
          |                ^^^^^
          = did you mean `users`? valid here: `users`

        pipelines.yaml:4:43: `filter` is no condition: expected a column or a value at the end of `age >`
          |
        4 |   one: { from: usres, to: people, filter: 'age >', colums: [id] }
          |                                           ^^^^^^^
          = write it as `age >= 18 && status == "active"`

        pipelines.yaml:4:52: a pipeline knows no `colums` here
          |
        4 |   one: { from: usres, to: people, filter: 'age >', colums: [id] }
          |                                                    ^^^^^^
          = did you mean `columns`? valid here: `from`, `to`, `columns`, `filter`, `contract`

        pipelines.yaml:5:3: a pipeline needs a `to`
          |
        5 |   two: { from: users }
          |   ^^^
          = add `to: ..`

        pipelines.yaml:6:3: `three` must be a map, and is an integer
          |
        6 |   three: 3
          |   ^^^^^
          = write `{ from: .., to: .. }`

        pipelines.yaml:7:57: the columns of `people` are those of a struct, and do not evolve
          |
        7 |   four: { from: users, to: people, contract: { columns: evolve, nullability: discard_value, types: discard_rows } }
          |                                                         ^^^^^^
          = write `freeze`, `discard_row` or `discard_value`

        pipelines.yaml:7:78: a null that may not be there cannot be discarded: null is what would be left
          |
        7 |   four: { from: users, to: people, contract: { columns: evolve, nullability: discard_value, types: discard_rows } }
          |                                                                              ^^^^^^^^^^^^^
          = write `discard_row`, or `freeze`

        pipelines.yaml:7:100: a contract knows no `discard_rows`
          |
        7 |   four: { from: users, to: people, contract: { columns: evolve, nullability: discard_value, types: discard_rows } }
          |                                                                                                    ^^^^^^^^^^^^
          = did you mean `discard_row`? valid here: `evolve`, `freeze`, `discard_row`, `discard_value`"#]]
    .assert_eq(&shown(
        "sources: { users: { connector: csv, path: users.csv } }
destinations: { people: { connector: in_memory, table_name: people } }
pipelines:
  one: { from: usres, to: people, filter: 'age >', colums: [id] }
  two: { from: users }
  three: 3
  four: { from: users, to: people, contract: { columns: evolve, nullability: discard_value, types: discard_rows } }
",
    ));
}

const LOAD: &str = "
sources:
  file: { connector: csv, path: users.csv }
destinations:
  users: { connector: in_memory, table_name: users, mode: merge }
  export: { connector: json, path: out.jsonl, mode: replace }
pipelines:
  load: { from: file, to: users }
";

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
        pipeline load: users: 1 of 2 rows breaks a rule (2 violations; the first row is row 0)

          row 1 (id 8)  name  " "  must not be blank    MT0110 non_blank
          row 1 (id 8)  age   151  must be at most 150  MT0101 range"#]],
    );
    let before = store.table::<User>("users")?.snapshot()?;
    assert_eq!(before.iter().cloned().collect::<Vec<_>>(), [user(7, 1)]);
    folder.check(
        pipelines.run(&Store::new()),
        &expect!["pipeline load: there is no table `users`; the store has none"],
    );
    Ok(())
}

#[test]
fn a_file_that_fails_half_way_stays_as_it_was() -> Result<(), Error> {
    let folder = Folder::new("half");
    folder.write("out.csv", "id,name,age,status\n1,x,,y\n");
    folder.write(
        "c.yaml",
        "destinations: { out: { connector: csv, path: out.csv, mode: replace }, new: { connector: csv, path: new.csv } }",
    );
    let connectors = Connectors::from_path(folder.0.join("c.yaml"))?;
    let store = Store::new();
    let users = store.create::<User>("users")?;
    users.append((0..20).map(|id| user(id, 1)))?;
    let request = memtable::connect::ReadRequest::new().batch_size(5);
    let source = memtable::connect::InMemory::<User>::new(&store, "users").reading(request);
    let failing = FailingSource::after_rows(source, 10);
    for name in ["out", "new"] {
        let destination = connectors.destination::<User>(name, &store)?;
        assert!(copy(&failing, &destination).is_err());
    }
    assert_eq!(folder.read("out.csv"), "id,name,age,status\n1,x,,y\n");
    assert_eq!(folder.files(), ["c.yaml", "out.csv"]);
    Ok(())
}

#[test]
fn rows_are_appended_to_files_of_the_same_columns_alone() -> Result<(), Error> {
    let folder = Folder::new("append");
    folder.write("out.csv", "id,nick\n1,x");
    folder.write(
        "c.yaml",
        "destinations: { out: { connector: csv, path: out.csv } }",
    );
    let connectors = Connectors::from_path(folder.0.join("c.yaml"))?;
    let destination = connectors.destination::<User>("out", &Store::new())?;
    folder.check(
        copy(&RowsSource::new([user(1, 2)]), &destination),
        &expect!["out.csv: rows cannot be appended: the first line is `id,nick`, and the columns are `id, name, age, status`; replace the file, or name another"],
    );
    folder.write("out.csv", "id,name,age,status\r\n1,x,,y");
    copy(&RowsSource::new([user(1, 2)]), &destination)?;
    assert_eq!(
        folder.read("out.csv"),
        "id,name,age,status\r\n1,x,,y\n1,user 1,2,active\n"
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
    folder.check(folder.pipelines(&yaml)?.run(&store), &expect![[r#"
        pipeline load: pipelines.yaml:8:3: neither `file` nor `export` knows its columns: read into a table that the store has, and write that
          |
        8 |   load: { from: file, to: export }
          |   ^^^^"#]]);
    Ok(())
}

#[test]
fn the_contract_says_what_becomes_of_rows_that_do_not_fit() -> Result<(), Error> {
    let folder = Folder::new("contract");
    folder.write(
        "users.csv",
        "name,id,age,shoe\nann,7,34,\nbob,x,4,\ncid,9,old,\ndan,,5,\neve,11,6,42\n",
    );
    let run = |contract: &str| {
        let store = Store::new();
        let users = store.create::<User>("users")?;
        let yaml = LOAD.replace(
            "to: users }",
            &format!("to: users, contract: {{ {contract} }} }}"),
        );
        let reports = folder.pipelines(&yaml)?.run(&store)?;
        let report = &reports[0];
        let faults: Vec<_> = report
            .faults
            .iter()
            .map(|fault| format!("  {fault}\n"))
            .collect();
        let ids: Vec<u64> = users.snapshot()?.iter().map(|user| user.id).collect();
        Ok::<_, Error>(format!(
            "{} read, {} rejected, {ids:?}\n{}",
            report.read,
            report.rejected,
            faults.concat()
        ))
    };
    expect![[r#"
        5 read, 4 rejected, [7]
          line 3: id "x": must be uint64, a whole number in 0..=18446744073709551615
          line 4: age "old": must be uint8, a whole number in 0..=255
          line 5: id: must have a value
          line 6: shoe "42": is no column of the table (it has `id`, `name`, `age`, `status`)
    "#]]
    .assert_eq(&run(
        "columns: discard_row, types: discard_row, nullability: discard_row",
    )?);
    expect![[r#"
        5 read, 3 rejected, [7, 11]
          line 3: id "x": must be uint64, a whole number in 0..=18446744073709551615
          line 4: age "old": must be uint8, a whole number in 0..=255
          line 5: id: must have a value
          line 6: shoe "42": is no column of the table (it has `id`, `name`, `age`, `status`)
    "#]]
    .assert_eq(&run(
        "columns: discard_value, types: discard_row, nullability: discard_row",
    )?);
    folder.check(
        run("columns: discard_value, types: discard_value, nullability: discard_row"),
        &expect![[r#"
            pipeline load: users.csv: 1 of 5 rows cannot be read (1 fault)

              line 3  id  "x"  must be uint64, a whole number in 0..=18446744073709551615"#]],
    );
    folder.check(
        run("columns: freeze"),
        &expect![[r#"
        pipeline load: users.csv: no row can be read (1 fault)

          line 1  shoe     is no column of the table (it has `id`, `name`, `age`, `status`)"#]],
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

        fn schema(&self) -> Result<memtable::Schema, Error> {
            Ok(memtable::Schema::new("numbers")
                .with_column(Column::new("id", DataType::UInt8))
                .with_column(Column::new("name", DataType::Text)))
        }

        fn read(
            &self,
            _request: &memtable::connect::ReadRequest,
        ) -> Result<memtable::connect::Batches<'_, ValueRow>, Error> {
            let row = |id: i32| vec![Some(id.into()), Some("n".into())];
            Ok(Box::new((0..3).map(move |id| Ok(vec![row(id)]))))
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
    let reports = pipelines.with_registry(registry).run(&store)?;
    assert_eq!((reports[0].read, reports[0].written.inserted), (3, 3));
    Ok(())
}

#[test]
fn json_is_read_as_yaml_is() -> Result<(), Error> {
    let folder = Folder::new("json");
    folder.write("users.csv", "name,id\nann,7\n");
    folder.write(
        "p.json",
        r#"{
  "sources": {"file": {"connector": "csv", "path": "users.csv"}},
  "destinations": {"users": {"connector": "in_memory", "table_name": "users"}},
  "pipelines": {"load": {"from": "file", "to": "users"}}
}"#,
    );
    let store = Store::new();
    store.create::<User>("users")?;
    let reports = Pipelines::from_path(folder.0.join("p.json"))?.run(&store)?;
    let text = reports[0].to_string();
    assert!(
        text.starts_with("load: 1 read in ") && text.ends_with("s; 1 row in: 1 inserted"),
        "{text}"
    );
    Ok(())
}

#[test]
fn dynamic_tables_are_ends_of_pipelines_too() -> Result<(), Error> {
    let folder = Folder::new("dynamic");
    folder.write("users.csv", "name,id,age\nann,7,34\nbob,8,\n");
    let store = Store::new();
    let schema = memtable::Schema::new("events")
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

#[test]
fn a_text_without_one_good_row_is_an_error() -> Result<(), Error> {
    let folder = Folder::new("bad");
    let store = Store::new();
    store.create::<User>("users")?;
    for text in ["[{\"id\": \"x\"}]", "[1", "{\"id\": 1}", "7", "["] {
        folder.write("users.json", text);
        let yaml = LOAD.replace("csv, path: users.csv", "json, path: users.json");
        let refused = folder.pipelines(&yaml)?.run(&store);
        assert!(refused.is_err(), "{text}");
    }
    assert_eq!(store.info("users")?.version, 0);
    Ok(())
}

#[test]
fn the_json_schema_that_ships_is_the_one_of_the_parser() {
    let schema = Connectors::json_schema();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    expect_file!["../docs/connectors.schema.json"].assert_eq(&text);
    for (yaml, is_valid) in [
        (FILES, true),
        (LOAD, true),
        ("{ sources: { a: { connector: postgres, url: x } } }", true),
        (
            "{ sources: { a: { connector: in_memory, table_name: x, batch_size: '${N}' } } }",
            true,
        ),
        ("{ sources: { a: { connector: in_memory } } }", false),
        (
            "{ sources: { a: { connector: csv, path: x, colums: [id] } } }",
            false,
        ),
        (
            "{ sources: { a: { connector: csv, path: x, limit: many } } }",
            false,
        ),
        (
            "{ destinations: { a: { connector: csv, path: x, mode: merge } } }",
            false,
        ),
        ("{ pipelines: { a: { from: x } } }", false),
        ("{ source: {} }", false),
    ] {
        let file: serde_json::Value = serde_saphyr::from_str(yaml).unwrap();
        assert_eq!(jsonschema::is_valid(&schema, &file), is_valid, "{yaml}");
    }
}
