//! Dynamic tables as sources and destinations: rows of record batches, of which no value is copied on the way.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use expect_test::expect;
use memtable::connect::{
    BatchRow, Batches, Connectors, Destination, FailingSource, ReadRequest, Registry, Source,
    TableOfBatches, copy,
};
use memtable::dynamic::{Contract, DynTable, OnChange};
use memtable::write::WriteRequest;
use memtable::{Error, MemTable, Store, Value};
use proptest::prelude::*;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "events")]
struct Event {
    #[memtable(primary_key)]
    id: i64,
    name: String,
}

fn events(ids: impl IntoIterator<Item = i64>) -> RecordBatch {
    let ids: Vec<i64> = ids.into_iter().collect();
    let names: Vec<String> = ids.iter().map(|id| format!("event {id}")).collect();
    let columns: [(&str, ArrayRef); 2] = [
        ("id", Arc::new(Int64Array::from(ids))),
        ("name", Arc::new(StringArray::from(names))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn store_of(n_events: i64) -> Store {
    let store = Store::new();
    let events = DynTable::from_batches(Event::SCHEMA.clone(), events(0..n_events)).unwrap();
    store.add_dynamic("events", events).unwrap();
    store
}

fn ids(rows: &[BatchRow]) -> Vec<Value> {
    rows.iter().filter_map(|row| row.get("id")).collect()
}

fn read(
    source: &dyn Source<Row = BatchRow>,
    request: &ReadRequest,
) -> Result<Vec<Vec<BatchRow>>, Error> {
    source.read(request)?.collect()
}

fn rows(batches: impl IntoIterator<Item = RecordBatch>) -> Batches<'static, BatchRow> {
    let batches: Vec<_> = batches.into_iter().map(BatchRow::rows_of).collect();
    Batches::new(batches)
}

#[track_caller]
fn check_error<T>(answer: Result<T, Error>, expected: &str) {
    assert_eq!(
        answer.err().map(|error| error.to_string()).as_deref(),
        Some(expected)
    );
}

#[test]
fn rows_of_a_dynamic_table_come_in_batches() -> Result<(), Error> {
    let store = store_of(5000);
    let events = store.dynamic("events")?;
    let sizes = |n_rows: i64| -> Result<Vec<usize>, Error> {
        let few = store_of(n_rows).dynamic("events")?;
        let batches = read(&few, &ReadRequest::new().batch_size(10))?;
        Ok(batches.iter().map(Vec::len).collect())
    };
    assert_eq!(sizes(25)?, [10, 10, 5]);
    assert_eq!(sizes(0)?, [0; 0]);
    // The table's own batches have 2048 rows.
    let batches = read(&events, &ReadRequest::new().batch_size(3000))?;
    assert_eq!(
        batches.iter().map(Vec::len).collect::<Vec<_>>(),
        [3000, 2000]
    );
    assert_eq!(
        read(&events, &ReadRequest::new().batch_size(0).limit(3))?.len(),
        3
    );

    let request = ReadRequest::new()
        .filter("id >= 2047 && id < 2050".parse()?)
        .columns(["name"])
        .limit(2);
    let found = read(&events, &request)?.concat();
    assert_eq!(
        format!("{found:?}"),
        r#"[{name: "event 2047"}, {name: "event 2048"}]"#
    );
    assert_eq!(found[0].get("id"), None);
    assert_eq!(found[0].schema().primary_key.len(), 0);
    Ok(())
}

#[test]
fn a_read_of_a_dynamic_table_names_the_columns_that_there_are() -> Result<(), Error> {
    let store = store_of(3);
    let columns = "(it has `id`, `name`)";
    for request in [
        ReadRequest::new().columns(["nam"]),
        ReadRequest::new().filter("nam == \"x\"".parse()?),
    ] {
        let expected = format!("events has no column `nam`; did you mean `name`? {columns}");
        check_error(read(&store.dynamic("events")?, &request), &expected);
        let source = TableOfBatches::new(&store, "events").reading(request);
        check_error(Source::check(&source), &expected);
        check_error(
            copy(&source, &TableOfBatches::new(&store, "new")),
            &expected,
        );
    }
    assert_eq!(store.tables(), ["events"]);
    check_error(
        copy(
            &TableOfBatches::new(&store, "event"),
            &TableOfBatches::new(&store, "new"),
        ),
        "there is no table `event`; did you mean `events`? (the store has `events`)",
    );
    Ok(())
}

#[test]
fn dynamic_tables_are_appended_to_replaced_and_merged() -> Result<(), Error> {
    let store = store_of(3);
    let events_of =
        |ids: &[i64]| DynTable::from_batches(Event::SCHEMA.clone(), events(ids.to_vec())).unwrap();
    let handle = store.dynamic("events")?;
    assert_eq!(copy(&*events_of(&[3, 4]), &handle)?.inserted, 2);
    let refused = copy(&*events_of(&[5, 4]), &handle).unwrap_err();
    assert!(matches!(refused, Error::Rejected(_)));
    assert_eq!(handle.snapshot()?.len(), 5);

    let into = |request| TableOfBatches::new(&store, "events").writing(request);
    let written = copy(&*events_of(&[4, 9]), &into(WriteRequest::merge()))?;
    assert_eq!((written.unchanged, written.inserted), (1, 1));
    assert_eq!(
        copy(&*events_of(&[1, 2]), &into(WriteRequest::replace()))?.deleted,
        6
    );
    let left = read(&handle, &ReadRequest::new())?.concat();
    assert_eq!(ids(&left), [1, 2].map(Value::from));
    check_error(
        copy(&*events_of(&[1]), &into(WriteRequest::merge().on(["nr"]))),
        "events has no column `nr` (it has `id`, `name`)",
    );
    Ok(())
}

#[test]
fn rows_are_windows_on_the_batches_that_they_are_of() -> Result<(), Error> {
    let store = store_of(2000);
    let source = store.dynamic("events")?.snapshot()?;
    let to = TableOfBatches::new(&store, "copy");
    source.write_to(&to)?;
    let column = |name: &str| -> Result<ArrayRef, Error> {
        let batches = store.dynamic(name)?.snapshot()?.batches()?;
        Ok(Arc::clone(batches[0].column(0)))
    };
    let [from, into] = [column("events")?.to_data(), column("copy")?.to_data()];
    assert_eq!(
        from.buffers()[0].as_ptr(),
        into.buffers()[0].as_ptr(),
        "not one value was copied"
    );

    let is_odd = |row: &BatchRow| {
        row.get("id")
            .is_some_and(|id| id.to_string().ends_with(['1', '3', '5', '7', '9']))
    };
    let odd = Source::filter(source.clone(), is_odd);
    let replace = WriteRequest::replace();
    to.write(odd.read(&ReadRequest::new().batch_size(7))?, &replace)?;
    let left = read(&to, &ReadRequest::new().limit(3))?.concat();
    assert_eq!(ids(&left), [1, 3, 5].map(Value::from));
    assert_eq!(store.info("copy")?.n_rows, 1000);

    let typed = store.create::<Event>("typed")?;
    let event = |row: BatchRow| match row.values().as_slice() {
        [Value::Int(id), name] => Event {
            id: i64::try_from(*id).unwrap(),
            name: name.to_string(),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(source.map(event).write_to(&typed)?.inserted, 2000);
    Ok(())
}

#[test]
fn typed_tables_are_read_as_batches_too() -> Result<(), Error> {
    let store = Store::new();
    let typed = store.create::<Event>("typed")?;
    let from = TableOfBatches::new(&store, "typed");
    copy(&from, &TableOfBatches::new(&store, "empty"))?;
    assert_eq!(
        store.tables(),
        ["typed"],
        "there is no row to tell the columns"
    );
    typed.append((0..70_000).map(|id| Event {
        id,
        name: format!("event {id}"),
    }))?;
    let to = TableOfBatches::new(&store, "copy");
    assert_eq!(copy(&from, &to)?.inserted, 70_000);
    assert_eq!(Source::schema(&from)?, *Event::SCHEMA);
    assert_eq!(store.schema("copy")?.columns, Event::SCHEMA.columns);
    assert_eq!(store.schema("copy")?.primary_key, Event::SCHEMA.primary_key);
    let last = read(&to, &ReadRequest::new().filter("id == 69999".parse()?))?.concat();
    assert_eq!(last[0].get("name"), Some("event 69999".into()));
    let refused = copy(&to, &from).unwrap_err();
    assert!(matches!(refused, Error::WrongType { .. }), "{refused}");
    Ok(())
}

#[test]
fn an_absent_table_of_batches_stays_absent_where_it_must_exist_or_the_write_fails()
-> Result<(), Error> {
    let store = store_of(30);
    let from = store.dynamic("events")?;
    let new = TableOfBatches::new(&store, "new");
    check_error(
        copy(&from, &new.clone().must_exist()),
        "there is no table `new` (the store has `events`)",
    );
    let source = TableOfBatches::new(&store, "events").reading(ReadRequest::new().batch_size(10));
    check_error(
        copy(&FailingSource::after_rows(source, 10), &new),
        "failing table events: fails after 10 rows, as it was told to",
    );
    assert!(
        new.write(
            rows([events([1, 2]), events([2])]),
            &WriteRequest::merge().on(["id"])
        )
        .is_err()
    );
    assert_eq!(store.tables(), ["events"]);
    assert_eq!(
        new.write(rows([events([1, 2]), events([3])]), &WriteRequest::append())?
            .inserted,
        3
    );
    assert_eq!(store.schema("new")?.name, "new");
    Ok(())
}

#[test]
fn a_new_table_is_held_to_the_memory_limit() -> Result<(), Error> {
    let store = Store::builder().memory_limit(10_000).build();
    let new = TableOfBatches::new(&store, "new");
    let refused = new.write(rows([events(0..1000)]), &WriteRequest::append());
    assert!(
        matches!(
            refused,
            Err(Error::MemoryLimit {
                used: 0,
                allowed: 10_000,
                ..
            })
        ),
        "{refused:?}"
    );
    assert!(store.tables().is_empty());
    assert_eq!(
        new.write(rows([events(0..10)]), &WriteRequest::append())?
            .inserted,
        10
    );
    let refused = new.write(rows([events(10..1000)]), &WriteRequest::append());
    assert!(
        matches!(refused, Err(Error::MemoryLimit { .. })),
        "{refused:?}"
    );
    assert_eq!(store.info("new")?.n_rows, 10);
    Ok(())
}

#[test]
fn the_contract_of_the_connector_says_what_may_evolve() -> Result<(), Error> {
    let store = store_of(1);
    let wider = DynTable::from_csv(b"id,name,by\n7,x,ann\n").unwrap();
    let to = TableOfBatches::new(&store, "events");
    assert!(matches!(copy(&*wider, &to), Err(Error::Rejected(_))));
    let other = DynTable::from_csv(b"id,name,at\n8,y,1\n9,z,\n").unwrap();
    let discarding = Contract::new().columns(OnChange::DiscardRow);
    let written = copy(&*other, &to.clone().contract(discarding))?;
    assert_eq!(
        (written.rows_in, written.inserted, written.quarantined),
        (2, 1, 1)
    );
    let evolving = to.contract(Contract::new().columns(OnChange::Evolve));
    assert_eq!(copy(&*wider, &evolving)?.inserted, 1);
    assert_eq!(store.schema("events")?.columns.len(), 3);
    Ok(())
}

proptest! {
    #[test]
    fn the_size_of_batches_changes_no_outcome(
        new in prop::collection::vec(0_i64..12, 0..30),
        sizes in (1_usize..9, 1_usize..40),
        request in prop::sample::select(vec![WriteRequest::append(), WriteRequest::replace(), WriteRequest::merge()]),
    ) {
        let outcome = |size| {
            let store = store_of(6);
            let handle = store.dynamic("events")?;
            let all = rows([events(new.clone())]).collect::<Result<Vec<_>, _>>()?.concat();
            let batches: Vec<_> = all.chunks(size).map(|batch| Ok(batch.to_vec())).collect();
            let written = Destination::write(&handle, Batches::new(batches), &request);
            let left = read(&handle, &ReadRequest::new().batch_size(size))?.concat();
            Ok::<_, Error>((written.map_err(|error| error.to_string()), left))
        };
        prop_assert_eq!(outcome(sizes.0).unwrap(), outcome(sizes.1).unwrap());
    }
}

const SET_UP: &str = "
sources:
  late_events:
    connector: in_memory
    table_name: events
    columns: [id]
    filters: { id: { gte: 3 } }
  nothing: { connector: in_memory, table_name: nothing }
  elsewhere: { connector: postgres }
destinations:
  copies: { connector: in_memory, table_name: copies, mode: merge, merge_keys: [id] }
  kept: { connector: in_memory, table_name: kept, mode: append, create_table_if_not_exists: false }
  file: { connector: csv, path: events.csv }
";

#[test]
fn a_file_sets_up_ends_for_rows_of_batches() -> Result<(), Error> {
    let (store, connectors) = (store_of(5), Connectors::from_yaml(SET_UP)?);
    let source = connectors.source_of_batches("late_events", &store)?;
    let copies = connectors.destination_of_batches("copies", &store)?;
    assert_eq!(copy(&source, &copies)?.inserted, 2);
    assert_eq!(copy(&source, &copies)?.unchanged, 2);
    let found = read(&store.dynamic("copies")?, &ReadRequest::new())?.concat();
    assert_eq!(format!("{found:?}"), "[{id: 3}, {id: 4}]");
    Ok(())
}

#[test]
fn ends_for_rows_of_batches_are_refused_by_name() -> Result<(), Error> {
    let (store, connectors) = (store_of(5), Connectors::from_yaml(SET_UP)?);
    let source = |name| connectors.source_of_batches(name, &store);
    let kept = connectors.destination_of_batches("kept", &store)?;
    let errors = [
        source("late_event").err(),
        source("nothing").err(),
        source("elsewhere").err(),
        connectors.destination_of_batches("file", &store).err(),
        copy(&source("late_events")?, &kept).err(),
    ];
    let told: Vec<String> = errors
        .into_iter()
        .flatten()
        .map(|error| error.to_string())
        .collect();
    expect![[r#"
        yaml: `sources` has no `late_event`; did you mean `late_events`? (there are `late_events`, `nothing`, `elsewhere`)

        there is no table `nothing` (the store has `events`)

        yaml:9:27: no connector `postgres` is known for rows of batches: tables and files are, and what is registered for `BatchRow`
          |
        9 |   elsewhere: { connector: postgres }
          |                           ^^^^^^^^

        yaml:13:22: no connector `csv` takes rows of batches: tables do, and what is registered for `BatchRow`
           |
        13 |   file: { connector: csv, path: events.csv }
           |                      ^^^

        there is no table `kept` (the store has `events`)"#]].assert_eq(&told.join("\n\n"));
    assert_eq!(store.tables(), ["events"]);
    Ok(())
}

#[test]
fn what_is_registered_gives_rows_of_batches() -> Result<(), Error> {
    let mut registry = Registry::new();
    registry
        .register_source::<BatchRow>("postgres", |_| Ok(Box::new(store_of(2).dynamic("events")?)));
    let connectors = Connectors::from_yaml(SET_UP)?.with_registry(registry);
    let source = connectors.source_of_batches("elsewhere", &Store::new())?;
    let found: Vec<BatchRow> = source
        .read(&ReadRequest::new())?
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    assert_eq!(ids(&found), [Value::from(0_i64), Value::from(1_i64)]);
    Ok(())
}
