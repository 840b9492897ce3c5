//! Sources and destinations: rows move whole or not at all, as the requests say.

use memtable::connect::{
    Destination, FailingDestination, FailingSource, InMemory, ReadRequest, Recorder, RowsSource,
    Source, copy,
};
use memtable::schema::Expr;
use memtable::write::{Keep, Strategy, WriteMode, WriteRequest};
use memtable::{Error, MemTable, Store};
use proptest::prelude::*;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "members", primary_key(user_id, email))]
struct Member {
    user_id: u32,
    email: String,
    #[memtable(range(..=150))]
    age: Option<u8>,
    #[memtable(default = "active")]
    status: String,
}

fn member(user_id: u32, age: u8) -> Member {
    Member {
        user_id,
        email: format!("{user_id}@example.org"),
        age: Some(age),
        status: String::from(if age < 18 { "young" } else { "active" }),
    }
}

fn members(n_rows: u32) -> RowsSource<Member> {
    RowsSource::new((0..n_rows).map(|id| member(id, u8::try_from(id % 40).unwrap())))
}

fn expr(text: &str) -> Expr {
    text.parse().unwrap()
}

fn read(
    source: &dyn Source<Row = Member>,
    request: &ReadRequest,
) -> Result<Vec<Vec<Member>>, Error> {
    source.read(request)?.collect()
}

#[track_caller]
fn check_error<T>(answer: Result<T, Error>, expected: &str) {
    let Err(error) = answer else {
        panic!("no error");
    };
    assert_eq!(error.to_string(), expected);
}

#[test]
fn rows_come_in_batches() -> Result<(), Error> {
    let store = Store::new();
    let table = store.create::<Member>("members")?;
    copy(&members(25), &table)?;
    let batches = read(&table, &ReadRequest::new().batch_size(10))?;
    assert_eq!(
        batches.iter().map(Vec::len).collect::<Vec<_>>(),
        [10, 10, 5]
    );
    assert_eq!(
        read(&table, &ReadRequest::new().batch_size(0).limit(3))?.len(),
        3
    );
    Ok(())
}

#[test]
fn filters_columns_and_limits_are_applied() -> Result<(), Error> {
    let request = ReadRequest::new()
        .filter(expr(r#"age >= 18 && status == "active""#))
        .columns(["user_id", "email"])
        .limit(2);
    let rows = read(&members(100), &request)?.concat();
    let expected = [18, 19].map(|id| Member {
        age: None,
        ..member(id, 99)
    });
    assert_eq!(rows, expected, "age is null and status its default");
    Ok(())
}

#[test]
fn a_read_names_the_columns_that_there_are() {
    let source = members(3);
    let columns = "(it has `user_id`, `email`, `age`, `status`)";
    check_error(
        read(&source, &ReadRequest::new().columns(["id"])),
        &format!("members has no column `id` {columns}"),
    );
    check_error(
        read(&source, &ReadRequest::new().filter(expr("agee > 3"))),
        &format!("members has no column `agee`; did you mean `age`? {columns}"),
    );
    check_error(
        read(&source, &ReadRequest::new().columns(["user_id"])),
        "members cannot be read without `email`: it has neither a null nor a default; add it to `columns`",
    );
    check_error(
        read(&source, &ReadRequest::new().filter(expr(r#"age > "x""#))),
        r#"members cannot be filtered by "x": `age` holds uint8"#,
    );
}

#[test]
fn the_modes_keep_replace_and_merge() -> Result<(), Error> {
    let store = Store::new();
    let into = |request| InMemory::<Member>::new(&store, "members").writing(request);
    copy(&members(3), &into(WriteRequest::append()))?;
    copy(
        &RowsSource::new([member(7, 7)]),
        &into(WriteRequest::append()),
    )?;
    assert_eq!(store.info("members")?.n_rows, 4);

    let newer = RowsSource::new([member(7, 8), member(8, 1)]);
    let written = copy(
        &newer,
        &into(WriteRequest::merge().on(["email", "user_id"])),
    )?;
    assert_eq!((written.updated, written.inserted), (1, 1));
    let written = copy(
        &newer,
        &into(WriteRequest::merge().strategy(Strategy::InsertOnly)),
    )?;
    assert_eq!(written.skipped, 2);

    copy(&members(2), &into(WriteRequest::replace()))?;
    assert_eq!(store.info("members")?.n_rows, 2);
    Ok(())
}

#[test]
fn the_row_with_the_greatest_value_is_kept_on_request() -> Result<(), Error> {
    let store = Store::new();
    let twice = RowsSource::new([member(1, 20), member(1, 30), member(1, 25)]);
    let into = |keep| {
        let request = WriteRequest::merge().on_duplicate(keep);
        InMemory::<Member>::new(&store, "members").writing(request)
    };
    assert!(matches!(
        copy(&twice, &into(Keep::Refuse)),
        Err(Error::Rejected(_))
    ));
    for (keep, age) in [
        (Keep::MaxBy("age".into()), 30),
        (Keep::MinBy("age".into()), 20),
        (Keep::Last, 25),
        (Keep::First, 20),
    ] {
        copy(&twice, &into(keep))?;
        let table = store.table::<Member>("members")?.snapshot()?;
        assert_eq!(table.get((&1, "1@example.org")).unwrap().age, Some(age));
    }
    Ok(())
}

#[test]
fn a_merge_names_the_keys_that_there_are() -> Result<(), Error> {
    let store = Store::new();
    let table = store.create::<Member>("members")?;
    check_error(
        write_to(&table, &WriteRequest::merge().on(["name"])),
        "table members has no column `name` (it has `user_id`, `email`, `age`, `status`)",
    );
    check_error(
        write_to(&table, &WriteRequest::merge().on(["email"])),
        "table members cannot be merged by `email`, which is no key of it; its keys are `user_id, email`",
    );
    Ok(())
}

#[test]
fn an_absent_table_stays_absent_where_it_must_exist() -> Result<(), Error> {
    let store = Store::new();
    let into = InMemory::<Member>::new(&store, "members").must_exist();
    check_error(
        copy(&members(1), &into),
        "there is no table `members`; the store has none",
    );
    assert!(store.tables().is_empty());
    let from = InMemory::<Member>::new(&store, "members");
    assert!(matches!(Source::check(&from), Err(Error::NoTable { .. })));
    Ok(())
}

#[test]
fn a_source_that_fails_half_way_leaves_the_destination_as_it_was() -> Result<(), Error> {
    let store = Store::new();
    let into = InMemory::<Member>::new(&store, "members").writing(WriteRequest::replace());
    copy(&members(3), &into)?;
    let before = store.snapshot().table::<Member>("members")?;
    let store_new = InMemory::<Member>::new(&store, "others");

    let source =
        InMemory::<Member>::new(&store, "members").reading(ReadRequest::new().batch_size(1));
    let failing = FailingSource::after_rows(source, 2);
    let expected = "failing table members: fails after 2 rows, as it was told to";
    check_error(copy(&failing, &into), expected);
    check_error(copy(&failing, &store_new), expected);
    assert_eq!(store.tables(), ["members"]);
    assert!(*store.snapshot().table::<Member>("members")? == *before);

    let failing = FailingDestination::after_batches(&into, 1);
    let source =
        InMemory::<Member>::new(&store, "members").reading(ReadRequest::new().batch_size(2));
    check_error(
        copy(&source, &failing),
        "failing table members: fails after 1 batches, as it was told to",
    );
    assert!(*store.snapshot().table::<Member>("members")? == *before);
    Ok(())
}

#[test]
fn a_recorder_keeps_every_write_with_its_mode() -> Result<(), Error> {
    let recorder = Recorder::writing(WriteRequest::replace());
    members(2).write_to(&recorder)?;
    let source: Box<dyn Source<Row = Member>> = Box::new(members(40));
    source
        .filter(|member| member.user_id > 37)
        .map(|member| Member {
            age: None,
            ..member
        })
        .write_to(&recorder)?;
    let writes = recorder.writes();
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[1].request.mode, WriteMode::Replace);
    let ids: Vec<_> = writes[1]
        .batches
        .concat()
        .iter()
        .map(|member| (member.user_id, member.age))
        .collect();
    assert_eq!(ids, [(38, None), (39, None)]);
    Ok(())
}

#[test]
fn the_table_owns_its_rows() -> Result<(), Error> {
    let store = Store::new();
    let table = store.create::<Member>("members")?;
    let mut rows = vec![member(1, 20)];
    copy(&RowsSource::new(rows.clone()), &table)?;
    rows[0].age = Some(99);
    let read_back = read(&table, &ReadRequest::new())?;
    assert_eq!(read_back.concat(), [member(1, 20)]);
    Ok(())
}

fn write_to(to: &dyn Destination<Row = Member>, request: &WriteRequest) -> Result<(), Error> {
    to.write(members(1).read(&ReadRequest::new())?, request)
        .map(drop)
}

proptest! {
    #[test]
    fn the_size_of_batches_changes_no_outcome(
        ids in prop::collection::vec((0_u32..12, 0_u8..200), 0..30),
        sizes in (1_usize..9, 1_usize..40),
        request in prop::sample::select(vec![
            WriteRequest::append(),
            WriteRequest::replace(),
            WriteRequest::merge(),
            WriteRequest::merge().on_duplicate(Keep::Last),
        ]),
    ) {
        let rows = RowsSource::new(ids.into_iter().map(|(id, age)| member(id, age)));
        let outcome = |size| {
            let store = Store::new();
            let table = store.create::<Member>("members")?;
            copy(&members(6), &table)?;
            let written = table_write(&table, &rows, size, &request).map_err(|error| error.to_string());
            Ok::<_, Error>((written, read(&table, &ReadRequest::new())?.concat()))
        };
        prop_assert_eq!(outcome(sizes.0).unwrap(), outcome(sizes.1).unwrap());
    }
}

fn table_write(
    table: &dyn Destination<Row = Member>,
    rows: &RowsSource<Member>,
    batch_size: usize,
    request: &WriteRequest,
) -> Result<usize, Error> {
    let batches = rows.read(&ReadRequest::new().batch_size(batch_size))?;
    Ok(table.write(batches, request)?.rows_in)
}

#[test]
fn a_read_of_no_table_names_those_that_there_are() -> Result<(), Error> {
    let store = Store::new();
    store.create::<Member>("members")?;
    let from = InMemory::<Member>::new(&store, "member");
    check_error(
        copy(&from, &Recorder::new()),
        "there is no table `member`; did you mean `members`? (the store has `members`)",
    );
    Ok(())
}

#[test]
fn a_source_fails_after_batches_or_is_slow_on_request() -> Result<(), Error> {
    let request = ReadRequest::new().batch_size(4);
    let failing = FailingSource::after_batches(members(10), 2);
    let read: Vec<_> = failing.read(&request)?.collect();
    let sizes: Vec<_> = read
        .iter()
        .map(|batch| batch.as_ref().map_or(0, Vec::len))
        .collect();
    assert_eq!(sizes, [4, 4, 0]);
    let error = read.into_iter().nth(2).and_then(Result::err).unwrap();
    assert_eq!(
        error.to_string(),
        "failing 10 rows: fails after 2 batches, as it was told to"
    );

    let pause = std::time::Duration::from_millis(1);
    let slow = FailingSource::slow(members(10), pause);
    assert_eq!(read_all(&slow, &request)?, 10);
    Ok(())
}

#[test]
fn a_destination_fails_after_rows_or_batches_or_is_slow_on_request() -> Result<(), Error> {
    let pause = std::time::Duration::from_millis(1);
    let recorder = Recorder::<Member>::new();
    let write = |to: &dyn Destination<Row = Member>| {
        let source = members(10);
        let batches = source.read(&ReadRequest::new().batch_size(4))?;
        to.write(batches, &WriteRequest::append())
    };
    let name = "failing recorder: fails after";
    let rows = FailingDestination::after_rows(&recorder, 8).slowly(pause);
    check_error(write(&rows), &format!("{name} 8 rows, as it was told to"));
    let batches = FailingDestination::after_batches(&recorder, 2);
    check_error(
        write(&batches),
        &format!("{name} 2 batches, as it was told to"),
    );
    assert!(recorder.writes().is_empty());

    write(&FailingDestination::after_rows(&recorder, 10))?;
    write(&FailingDestination::after_batches(&recorder, 3))?;
    write(&FailingDestination::slow(&recorder, pause))?;
    let sizes: Vec<_> = recorder
        .writes()
        .iter()
        .map(|write| write.batches.len())
        .collect();
    assert_eq!(sizes, [3, 3, 3]);
    Ok(())
}

#[test]
fn a_connector_that_fails_keeps_its_cause() {
    let cause = std::io::Error::other("the line is dead");
    let error = Error::connector("postgres", cause);
    assert_eq!(error.to_string(), "postgres: the line is dead");
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.is::<std::io::Error>());
}

fn read_all(source: &dyn Source<Row = Member>, request: &ReadRequest) -> Result<usize, Error> {
    Ok(read(source, request)?.concat().len())
}
