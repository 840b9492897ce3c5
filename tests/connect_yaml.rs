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
    contract: { columns: evolve, types: freeze, nullability: freeze }
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
        &expect![[r#""#]],
    );
    check("source:\n  a: {}\n", &expect![[r#""#]]);
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
        &expect![[r#""#]],
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
        &expect![[r#""#]],
    );
    check("- a\n- b\n", &expect![[r#""#]]);
    check("sources: { a: { table_name: users } }", &expect![[r#""#]]);
}

#[test]
fn columns_that_the_rows_have_not_are_shown() {
    check(
        "sources:
  a:
    connector: in_memory
    table_name: users
    columns: [id, nmae]
    filters: { agee: 3, age: { gte: old, over: 3 } }
",
        &expect![[r#""#]],
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
        &expect![[r#""#]],
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
    expect![[r#""#]].assert_eq(&refused.to_string());
    check(
        "destinations:\n  b:\n    connector: in_memory\n    table_name: users\n    merge_keys: [id]\n",
        &expect![[r#""#]],
    );
    Ok(())
}

#[test]
fn an_unknown_connector_or_name_is_answered_with_those_known() -> Result<(), Error> {
    check(
        "sources:\n  a:\n    connector: in_memry\n    table_name: users\n",
        &expect![[r#""#]],
    );
    let refused = parsed(ALL)?
        .source::<User>("memory_dat", &Store::new())
        .err()
        .unwrap();
    expect![[r#""#]].assert_eq(&refused.to_string());
    Ok(())
}

#[test]
fn variables_without_value_are_shown() {
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: \"x${NONE}\"\n",
        &expect![[r#""#]],
    );
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: ${EMPTY}\n",
        &expect![[r#""#]],
    );
    check(
        "sources:\n  a:\n    connector: in_memory\n    table_name: ${TABLE\n",
        &expect![[r#""#]],
    );
}

#[test]
fn what_is_no_yaml_is_shown_in_the_same_way() {
    check("sources:\n  a: 1\n  a: 2\n", &expect![[r#""#]]);
    check("sources: [1\nb: 2", &expect![[r#""#]]);
    check("sources: *x", &expect![[r#""#]]);
}

#[test]
fn bombs_are_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..9 {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.push_str(&format!("a{n}: &a{n} [{aliases}]\n"));
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
    expect![[r#""#]].assert_eq(&refused.to_string());
    let refused = wrong.source::<Log>("a", &store).err().unwrap();
    expect![[r#""#]].assert_eq(&refused.to_string());
    Ok(())
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let refused = Connectors::from_path("nowhere/pipeline.yaml")
        .unwrap_err()
        .to_string();
    assert!(refused.starts_with("nowhere/pipeline.yaml: "), "{refused}");
}
