//! The bytes that a table takes.

use memtable::Table;

use crate::members::{Member, member, table_of, with_email};

#[test]
fn an_empty_table_takes_next_to_nothing() {
    assert!(Table::<Member>::new().memory_usage().total() < 1_000);
}

#[test]
fn rows_are_counted_with_their_heap_and_their_indexes() {
    let usage = table_of(
        (0..10_000)
            .map(|id| with_email(id, ""))
            .map(|member| Member {
                email: None,
                ..member
            }),
    )
    .memory_usage();
    assert!(usage.rows >= 10_000 * size_of::<Member>(), "{usage:?}");
    assert!(usage.rows <= 11_000 * size_of::<Member>(), "{usage:?}");
    assert!(usage.heap >= 10_000 * "red".len(), "{usage:?}");
    assert!(usage.indexes >= 10_000 * 4, "{usage:?}");
    assert_eq!(usage.total(), usage.rows + usage.heap + usage.indexes);
}

#[test]
fn the_heap_is_what_was_allocated() {
    let mut email = String::with_capacity(1_000);
    email.push('a');
    let before = table_of([member(1)]).memory_usage().heap;
    let table = table_of([Member {
        email: Some(email),
        ..member(1)
    }]);
    assert_eq!(table.memory_usage().heap, before + 1_000);
}

#[test]
fn compact_gives_the_memory_of_deleted_rows_back() {
    let mut table = table_of((0..20_000).map(member));
    table.retain(|member| member.id % 100 == 0).unwrap();
    table.compact();
    let usage = table.memory_usage();
    assert!(usage.rows <= 1_000 * size_of::<Member>(), "{usage:?}");
    table.verify().unwrap();
}

#[test]
fn a_cleared_table_gives_everything_back() {
    let mut table = table_of((0..10_000).map(member));
    table.clear();
    assert!(
        table.memory_usage().total() < 1_000,
        "{:?}",
        table.memory_usage()
    );
}
