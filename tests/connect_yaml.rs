//! Connectors set up in YAML: every key works, and every mistake is shown where it is.

use expect_test::{Expect, expect};
use memtable::connect::{Connectors, Recorder, Registry, RowsSource, Source, copy};
use memtable::{Error, MemTable, Store};

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique)]
    name: String,
    age: Option<u8>,
    #[memtable(default = "active")]
    status: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "logs")]
struct Log {
    #[memtable(unique)]
    at: u64,
    text: String,
}

fn user(id: u64, age: u8, status: &str) -> User {
    User {
        id,
        name: format!("user {id}"),
        age: Some(age),
        status: status.into(),
    }
}

fn variables(name: &str) -> Option<String> {
    match name {
        "TABLE" => Some(String::from("test_data")),
        "SIZE" => Some(String::from("2")),
        "EMPTY" => Some(String::new()),
        _ => None,
    }
}

fn parsed(text: &str) -> Result<Connectors, Error> {
    Connectors::from_yaml_with(text, variables)
}

/// Checks the page for a text, whose connectors are made for rows of `User`.
#[track_caller]
fn check(text: &str, expected: &Expect) {
    let store = Store::new();
    let made = parsed(text).and_then(|connectors| {
        if text.contains("sources:") {
            connectors.source::<User>("a", &store)?;
        }
        if text.contains("destinations:") {
            connectors.destination::<User>("b", &store)?;
        }
        Ok(())
    });
    expected.assert_eq(&made.map_or_else(|error| error.to_string(), |()| String::from("no error")));
}

const ALL: &str = "
sources:
  memory_data:
    connector: in_memory
    table_name: ${TABLE}
    columns: [id, name, status]
    filters: { status: active, age: { gte: 18 } }
    limit: 100
    batch_size: ${SIZE}
destinations:
  memory_output:
    connector: in_memory
    table_name: results-$${x}-${OTHER:-y}
    mode: merge
    merge_keys: [id]
    merge_strategy: upsert
    batch_size: 10000
    create_table_if_not_exists: true
    validate_schema: true
    on_duplicate: { keep_max_by: age }
    contract: { columns: discard_value, types: freeze, nullability: discard_row }
";

#[test]
fn every_key_works() -> Result<(), Error> {
    let connectors = parsed(ALL)?;
    let store = Store::new();
    let rows = [
        user(1, 17, "active"),
        user(2, 20, "active"),
        user(3, 30, "gone"),
        user(4, 40, "active"),
        user(5, 50, "active"),
    ];
    store.create::<User>("test_data")?.append(rows)?;
    let source = connectors.source::<User>("memory_data", &store)?;
    let sizes: Vec<_> = source
        .read(&source.request())?
        .map(|batch| batch.unwrap().len())
        .collect();
    assert_eq!(sizes, [2, 1]);
    let destination = connectors.destination::<User>("memory_output", &store)?;
    assert_eq!(copy(&source, &destination)?.inserted, 3);
    assert_eq!(copy(&source, &destination)?.unchanged, 3);
    let results = store.snapshot().table::<User>("results-${x}-y")?;
    assert_eq!(
        results.get(&2),
        Some(&User {
            age: None,
            ..user(2, 0, "active")
        })
    );
    Ok(())
}

#[test]
fn a_table_is_not_made_where_it_may_not() -> Result<(), Error> {
    let text = "destinations: { b: { connector: in_memory, table_name: t, create_table_if_not_exists: false } }";
    let store = Store::new();
    let destination = parsed(text)?.destination::<User>("b", &store)?;
    let refused = copy(&RowsSource::new([user(1, 1, "")]), &destination);
    assert!(matches!(refused, Err(Error::NoTable { .. })));
    assert!(store.tables().is_empty());
    Ok(())
}

#[test]
fn wrong_keys_are_shown_all_at_once() {
    check(
        "sources:
  a:
    connector: in_memory
    tabel_name: users
    colums: [id]
destinations:
  b:
    connector: in_memory
    table_name: results
    mode: upsert
    batch_size: many
    limit: 3
",
        &expect![[r#"
            yaml:3:16: connector `in_memory` needs a `table_name`
              |
            3 |     connector: in_memory
              |                ^^^^^^^^^
              = add `table_name: ..`

            yaml:4:5: connector `in_memory` knows no `tabel_name` here
              |
            4 |     tabel_name: users
              |     ^^^^^^^^^^
              = did you mean `table_name`? valid here: `table_name`, `columns`, `filters`, `limit`, `batch_size`

            yaml:5:5: connector `in_memory` knows no `colums` here
              |
            5 |     colums: [id]
              |     ^^^^^^
              = did you mean `columns`? valid here: `table_name`, `columns`, `filters`, `limit`, `batch_size`

            yaml:10:11: `mode` knows no `upsert`
               |
            10 |     mode: upsert
               |           ^^^^^^
               = valid here: `append`, `replace`, `merge`

            yaml:11:17: `batch_size` must be a whole number, and is text
               |
            11 |     batch_size: many
               |                 ^^^^

            yaml:12:5: connector `in_memory` knows no `limit` here
               |
            12 |     limit: 3
               |     ^^^^^
               = valid here: `table_name`, `mode`, `merge_keys`, `merge_strategy`, `batch_size`, `create_table_if_not_exists`, `validate_schema`, `on_duplicate`, `contract`"#]],
    );
    check(
        "source:\n  a: {}\n",
        &expect![[r#"
            yaml:1:1: a file of connectors knows no `source`
              |
            1 | source:
              | ^^^^^^
              = did you mean `sources`? valid here: `sources`, `destinations`, `pipelines`"#]],
    );
}

#[test]
fn wrong_types_are_shown() {
    check(
        "sources:
  a:
    connector: in_memory
    table_name: [users]
    columns: id
    limit: -1
    batch_size: 0
    filters: active
",
        &expect![[r#"
            yaml:4:17: `table_name` must be text, and is a list
              |
            4 |     table_name: [users]
              |                 ^

            yaml:5:14: `columns` must be a list, such as [id, name], and is text
              |
            5 |     columns: id
              |              ^^

            yaml:6:12: `limit` counts rows: -1 is none
              |
            6 |     limit: -1
              |            ^^

            yaml:7:17: a batch has at least one row
              |
            7 |     batch_size: 0
              |                 ^

            yaml:8:14: `filters` must be a map, such as { status: active }, and is text
              |
            8 |     filters: active
              |              ^^^^^^"#]],
    );
    check(
        "destinations:
  b:
    connector: in_memory
    table_name: 7
    create_table_if_not_exists: yes
    on_duplicate: keep_lats
    mode: merge
    contract: { columns: freez, type: evolve }
",
        &expect![[r#"
            yaml:4:17: `table_name` must be text, and is an integer
              |
            4 |     table_name: 7
              |                 ^

            yaml:5:33: `create_table_if_not_exists` must be `true` or `false`, and is text
              |
            5 |     create_table_if_not_exists: yes
              |                                 ^^^

            yaml:6:19: `on_duplicate` knows no `keep_lats`
              |
            6 |     on_duplicate: keep_lats
              |                   ^^^^^^^^^
              = did you mean `keep_last`? valid here: `error`, `keep_first`, `keep_last`, `keep_max_by`, `keep_min_by`

            yaml:8:26: a contract knows no `freez`
              |
            8 |     contract: { columns: freez, type: evolve }
              |                          ^^^^^
              = did you mean `freeze`? valid here: `evolve`, `freeze`, `discard_row`, `discard_value`

            yaml:8:33: a contract knows no `type`
              |
            8 |     contract: { columns: freez, type: evolve }
              |                                 ^^^^
              = did you mean `types`? valid here: `columns`, `types`, `nullability`"#]],
    );
    check(
        "- a\n- b\n",
        &expect![[r#"
        yaml:1:1: a file of connectors is a map, and this is a list
          |
        1 | - a
          | ^
          = start with `sources:`"#]],
    );
    check(
        "sources: { a: { table_name: users } }",
        &expect![[r#"
        yaml:1:12: `a` names no connector
          |
        1 | sources: { a: { table_name: users } }
          |            ^
          = add `connector: in_memory`"#]],
    );
}

#[test]
fn columns_that_the_rows_have_not_are_shown() {
    check(
        "sources:
  a:
    connector: in_memory
    table_name: users
    columns: [id, nmae]
    filters: { agee: 3, age: { gte: old } }
",
        &expect![[r#"
            yaml:5:19: `users` has no column `nmae`
              |
            5 |     columns: [id, nmae]
              |                   ^^^^
              = did you mean `name`? valid here: `id`, `name`, `age`, `status`

            yaml:6:16: `users` has no column `agee`
              |
            6 |     filters: { agee: 3, age: { gte: old } }
              |                ^^^^
              = did you mean `age`? valid here: `id`, `name`, `age`, `status`

            yaml:6:37: `age` holds uint8
              |
            6 |     filters: { agee: 3, age: { gte: old } }
              |                                     ^^^"#]],
    );
    check(
        "destinations:
  b:
    connector: in_memory
    table_name: users
    mode: merge
    merge_keys: [age]
    on_duplicate: { keep_max_by: updated }
",
        &expect![[r#"
            yaml:6:18: rows cannot be matched by what is not unique
              |
            6 |     merge_keys: [age]
              |                  ^^^
              = rows of `users` are matched by `[id]`, `[name]`

            yaml:7:34: `users` has no column `updated`
              |
            7 |     on_duplicate: { keep_max_by: updated }
              |                                  ^^^^^^^
              = valid here: `id`, `name`, `age`, `status`"#]],
    );
}

#[test]
fn unknown_comparisons_are_shown() {
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: users\n    filters: { age: { gtr: 3 } }\n",
        &expect![[r#"
            yaml:5:23: filters know no `gtr`
              |
            5 |     filters: { age: { gtr: 3 } }
              |                       ^^^
              = did you mean `gt`? valid here: `eq`, `ne`, `lt`, `lte`, `gt`, `gte`"#]],
    );
}

#[test]
fn a_merge_needs_keys() -> Result<(), Error> {
    let text =
        "destinations:\n  b:\n    connector: in_memory\n    table_name: logs\n    mode: merge\n";
    let refused = parsed(text)?
        .destination::<Log>("b", &Store::new())
        .err()
        .unwrap();
    expect![[r#"
        yaml:5:11: a merge needs `merge_keys` where the table has no primary key
          |
        5 |     mode: merge
          |           ^^^^^
          = rows of `logs` are matched by `[at]`"#]]
    .assert_eq(&refused.to_string());
    check(
        "destinations:\n  b:\n    connector: in_memory\n    table_name: users\n    merge_keys: [id]\n",
        &expect![[r#"
            yaml:5:5: `merge_keys` is for merges alone
              |
            5 |     merge_keys: [id]
              |     ^^^^^^^^^^
              = add `mode: merge`, or take it out"#]],
    );
    Ok(())
}

#[test]
fn an_unknown_connector_or_name_is_answered_with_those_known() -> Result<(), Error> {
    check(
        "sources:\n  a:\n    connector: in_memry\n    table_name: users\n",
        &expect![[r#"
            yaml:3:16: no connector `in_memry` is known for rows of `memtable::connect_yaml::User`
              |
            3 |     connector: in_memry
              |                ^^^^^^^^
              = did you mean `in_memory`? valid here: `in_memory`, `csv`, `json`, `parquet`"#]],
    );
    let refused = parsed(ALL)?
        .source::<User>("memory_dat", &Store::new())
        .err()
        .unwrap();
    expect![
        "yaml: `sources` has no `memory_dat`; did you mean `memory_data`? (there are `memory_data`)"
    ]
    .assert_eq(&refused.to_string());
    Ok(())
}

#[test]
fn variables_without_value_are_shown() {
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: \"x${NONE}\"\n",
        &expect![[r#"
            yaml:4:17: the environment has no variable `NONE`
              |
            4 |     table_name: "x${NONE}"
              |                 ^^^^^^^^^^
              = set it, or give a default: `${NAME:-default}`"#]],
    );
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: ${EMPTY}\n",
        &expect![[r#"
            yaml:4:17: the environment has no variable `EMPTY`
              |
            4 |     table_name: ${EMPTY}
              |                 ^^^^^^^^
              = set it, or give a default: `${NAME:-default}`"#]],
    );
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: ${TABLE\n",
        &expect![[r#"
            yaml:4:17: a `${` without its `}`
              |
            4 |     table_name: ${TABLE
              |                 ^^^^^^^
              = set it, or give a default: `${NAME:-default}`"#]],
    );
}

#[test]
fn what_is_no_yaml_is_shown_in_the_same_way() {
    check(
        "sources:\n  a: 1\n  a: 2\n",
        &expect![[r#"
        yaml:3:3: `a` is here already
          |
        3 |   a: 2
          |   ^"#]],
    );
    check(
        "sources: [1\nb: 2",
        &expect![[r#"
        yaml:2:2: illegal placement of ':' indicator
          |
        2 | b: 2
          |  ^"#]],
    );
    check(
        "sources: *x",
        &expect![[r#"
        yaml:1:10: alias references unknown anchor
          |
        1 | sources: *x
          |          ^"#]],
    );
}

#[test]
fn bombs_are_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..9 {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.extend([
            "a",
            &n.to_string(),
            ": &a",
            &n.to_string(),
            " [",
            &aliases,
            "]\n",
        ]);
    }
    assert!(matches!(parsed(&bomb), Err(Error::Config(_))));
    let deep = "[".repeat(10_000);
    assert!(matches!(parsed(&deep), Err(Error::Config(_))));
    let huge = format!("x: {}", "a".repeat(1 << 20));
    let refused = parsed(&huge).unwrap_err().to_string();
    assert_eq!(
        refused,
        "yaml: a file of connectors has at most 1048576 bytes, and this one has 1048579"
    );
}

#[test]
fn users_register_their_own() -> Result<(), Error> {
    let mut registry = Registry::new();
    registry.register_source::<User>("numbers", |options| {
        options.only(&["n"])?;
        let n = options
            .count("n")?
            .ok_or_else(|| options.problem("n", "`n` is missing"))?;
        let rows = (0..n as u64).map(|id| user(id, 1, "new"));
        Ok(Box::new(RowsSource::new(rows)))
    });
    registry.register_destination::<User>("record", |_| Ok(Box::new(Recorder::<User>::new())));
    let text =
        "sources: { a: { connector: numbers, n: 3 } }\ndestinations: { b: { connector: record } }";
    let connectors = parsed(text)?.with_registry(registry.clone());
    let store = Store::new();
    let source = connectors.source::<User>("a", &store)?;
    assert_eq!(
        copy(&source, &connectors.destination::<User>("b", &store)?)?.rows_in,
        3
    );

    let wrong =
        parsed("sources:\n  a:\n    connector: numbers\n    m: 3\n")?.with_registry(registry);
    let refused = wrong.source::<User>("a", &store).err().unwrap();
    expect![[r#"
        yaml:4:5: connector `numbers` knows no `m` here
          |
        4 |     m: 3
          |     ^
          = did you mean `n`? valid here: `n`"#]]
    .assert_eq(&refused.to_string());
    let refused = wrong.source::<Log>("a", &store).err().unwrap();
    expect![[r#"
        yaml:3:16: no connector `numbers` is known for rows of `memtable::connect_yaml::Log`
          |
        3 |     connector: numbers
          |                ^^^^^^^
          = valid here: `in_memory`, `csv`, `json`, `parquet`"#]]
    .assert_eq(&refused.to_string());
    Ok(())
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let refused = Connectors::from_path("nowhere/pipeline.yaml")
        .unwrap_err()
        .to_string();
    assert!(refused.starts_with("nowhere/pipeline.yaml: "), "{refused}");
}

#[test]
fn the_columns_of_a_struct_do_not_evolve() {
    check(
        "destinations:
  b:
    connector: in_memory
    table_name: users
    contract: { columns: evolve, nullability: discard_value }
",
        &expect![[r#"
            yaml:5:47: a null that may not be there cannot be discarded: null is what would be left
              |
            5 |     contract: { columns: evolve, nullability: discard_value }
              |                                               ^^^^^^^^^^^^^
              = write `discard_row`, or `freeze`"#]],
    );
}
