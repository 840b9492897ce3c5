//! Files as connectors, and their options.

use std::path::PathBuf;

use expect_test::expect;
use memtable::connect::{
    CsvFile, Destination, FailingSource, InMemory, JsonFile, ParquetFile, ReadRequest, RowsSource,
    Source, copy,
};
use memtable::dynamic::DynTable;
use memtable::io::csv::CsvOptions;
use memtable::io::json::JsonLayout;
use memtable::write::WriteRequest;
use memtable::{Error, Store};

use crate::pipelines::{FILES, Folder, LOAD, User, user};

#[test]
fn files_are_sources_and_destinations() -> Result<(), Error> {
    let folder = Folder::new("files");
    folder.write(
        "users.csv",
        "name;age;Number;shoe\nann;34;7;42\nbob;4;8;\ncid;n/a;9;\n\"d;an\";18;10;\neve;20;11;\nfay;21;12;\n",
    );
    let connectors = folder.connectors("connectors.yaml", FILES)?;
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

#[test]
fn a_file_that_fails_half_way_stays_as_it_was() -> Result<(), Error> {
    let folder = Folder::new("half");
    folder.write("out.csv", "id,name,age,status\n1,x,,y\n");
    let yaml = "destinations: { out: { connector: csv, path: out.csv, mode: replace }, new: { connector: csv, path: new.csv } }";
    let connectors = folder.connectors("c.yaml", yaml)?;
    let store = Store::new();
    let users = store.create::<User>("users")?;
    users.append((0..20).map(|id| user(id, 1)))?;
    let request = ReadRequest::new().batch_size(5);
    let source = InMemory::<User>::new(&store, "users").reading(request);
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
    let yaml = "destinations: { out: { connector: csv, path: out.csv } }";
    let destination = folder
        .connectors("c.yaml", yaml)?
        .destination::<User>("out", &Store::new())?;
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

/// Writes through a file and reads it back: replaced, then appended to, then with only some rows and columns of it.
#[track_caller]
fn check_file<F>(folder: &Folder, name: &str, file: impl FnOnce(PathBuf) -> F) -> Result<(), Error>
where
    F: Source<Row = User> + Destination<Row = User> + Send + Sync,
{
    let file = file(folder.0.join(name));
    assert!(Source::check(&file).is_err(), "there is no file yet");
    let written = RowsSource::new((0..5).map(|id| user(id, 20)));
    let replace = WriteRequest::replace();
    for _ in 0..2 {
        let rows = written.read(&ReadRequest::new().batch_size(2))?;
        assert_eq!(file.write(rows, &replace)?.inserted, 5);
    }
    copy(&RowsSource::new([user(7, 30)]), &file)?;
    let read = |request| -> Result<Vec<Vec<User>>, Error> { file.read(&request)?.collect() };
    let all = read(ReadRequest::new().batch_size(4))?;
    assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [4, 2]);
    assert_eq!(all.concat()[4..], [user(4, 20), user(7, 30)]);

    let some = ReadRequest::new().filter("age > 20 || id < 2".parse()?);
    let some = read(some.columns(["id", "name"]).limit(3).batch_size(2))?;
    let ids: Vec<_> = some
        .concat()
        .iter()
        .map(|user| (user.id, user.age))
        .collect();
    assert_eq!(ids, [(0, None), (1, None), (7, None)]);

    let merge = file.write(written.read(&ReadRequest::new())?, &WriteRequest::merge());
    assert!(
        merge
            .unwrap_err()
            .to_string()
            .contains("a file is appended to or replaced")
    );
    assert!(read(ReadRequest::new().columns(["nick"])).is_err());
    let failing = FailingSource::after_rows(written, 2);
    assert!(copy(&failing, &file).is_err());
    assert_eq!(read(ReadRequest::new())?.concat().len(), 6);
    assert_eq!(folder.files(), [name]);
    Ok(())
}

#[test]
fn files_are_ends_in_code_too() -> Result<(), Error> {
    check_file(&Folder::new("csv-file"), "u.csv", |path| {
        CsvFile::new(path).options(CsvOptions::new().delimiter(b'\t'))
    })?;
    check_file(&Folder::new("array-file"), "u.txt", |path| {
        JsonFile::new(path).layout(JsonLayout::Array)
    })?;
    check_file(&Folder::new("lines-file"), "u.jsonl", JsonFile::new)?;
    check_file(&Folder::new("parquet-file"), "u.parquet", ParquetFile::new)
}

#[test]
fn files_have_requests_of_their_own() -> Result<(), Error> {
    let folder = Folder::new("requests");
    folder.write(
        "u.json",
        "[{\"id\": 7, \"name\": \"ann\", \"nick\": 1}, {\"id\": 8, \"name\": \"bob\"}]",
    );
    let file = JsonFile::<User>::new(folder.0.join("u.json"));
    folder.check(
        copy(&file, &file),
        &expect![[r#"
        u.json: 1 of 2 rows cannot be read (1 fault)

          line 1  nick  1  is no column of the table (it has `id`, `name`, `age`, `status`)"#]],
    );
    let from = file
        .ignore_unknown_columns()
        .reading(ReadRequest::new().limit(1));
    let to = ParquetFile::new(folder.0.join("u.parquet")).writing(WriteRequest::replace());
    for _ in 0..2 {
        assert_eq!(copy(&from, &to)?.inserted, 1);
    }
    assert_eq!(
        DynTable::from_parquet(folder.0.join("u.parquet"))
            .unwrap()
            .len(),
        1
    );
    Ok(())
}

#[test]
fn parquet_of_others_is_read_where_nothing_is_lost() -> Result<(), Error> {
    let folder = Folder::new("foreign");
    folder.write("wide.csv", "id,name,age,nick\n7,ann,34,x\n8,bob,,y\n");
    let store = Store::new();
    let yaml = "
sources:
  csv: { connector: csv, path: wide.csv }
  parquet: { connector: parquet, path: wide.parquet }
  some: { connector: parquet, path: wide.parquet, unknown_columns: ignore, filters: { age: null } }
destinations:
  parquet: { connector: parquet, path: wide.parquet, mode: replace }
  users: { connector: in_memory, table_name: users, mode: merge }
pipelines:
  convert: { from: csv, to: parquet }
";
    let users = store.create::<User>("users")?;
    folder.pipelines(yaml)?.run(&store)?;
    let then = |keys: &str| {
        folder
            .pipelines(&yaml.replace("convert: { from: csv, to: parquet }", keys))?
            .run(&store)
    };
    folder.check(
        then("load: { from: parquet, to: users }"),
        &expect![[r#"
        pipeline load: wide.parquet: no row can be read (1 fault)

             nick     is no column of the table (it has `id`, `name`, `age`, `status`)"#]],
    );
    then("load: { from: some, to: users }")?;
    assert_eq!(
        users
            .snapshot()?
            .iter()
            .map(|user| user.id)
            .collect::<Vec<_>>(),
        [8]
    );
    let report =
        &then("load: { from: parquet, to: users, contract: { columns: discard_value } }")?[0];
    assert_eq!((report.written.inserted, report.written.unchanged), (1, 1));
    expect![[r#"["row 0: nick \"x\": is no column of the table (it has `id`, `name`, `age`, `status`)", "row 1: nick \"y\": is no column of the table (it has `id`, `name`, `age`, `status`)"]"#]].assert_eq(&format!(
        "{:?}",
        report
            .faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    ));

    folder.write("wide.csv", "id,name,age\n300,ann,300\n-1,,1.5\n");
    folder.pipelines(yaml)?.run(&store)?;
    folder.check(
        then("load: { from: parquet, to: users }"),
        &expect![[r#"
        pipeline load: wide.parquet: 2 of 2 rows cannot be read (4 faults)

          row 0  age   300.0  must be uint8, a whole number in 0..=255
          row 1  id    -1     must be uint64, a whole number in 0..=18446744073709551615
          row 1  name         must have a value
          row 1  age   1.5    must be uint8, a whole number in 0..=255"#]],
    );
    folder.write("wide.csv", "id\n1\n");
    folder.pipelines(yaml)?.run(&store)?;
    folder.check(
        then("load: { from: parquet, to: users }"),
        &expect![[r#"
        pipeline load: wide.parquet: no row can be read (1 fault)

             name     is missing, and has neither a null nor a default (there are `id`)"#]],
    );
    let other = ParquetFile::new(folder.0.join("wide.parquet"));
    folder.check(copy(&RowsSource::new([user(1, 2)]), &other), &expect!["wide.parquet: rows cannot be appended: the file has the columns `id: int64`, and the rows `id: uint64, name: text, age: uint8, status: text`; replace the file, or name another"]);
    folder.write("wide.parquet", "PAR1");
    assert!(copy(&RowsSource::new([user(1, 2)]), &other).is_err());
    assert!(copy(&other, &users).is_err());
    assert_eq!(folder.read("wide.parquet"), "PAR1");
    Ok(())
}
