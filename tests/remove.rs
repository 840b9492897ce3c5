//! Rows go: one by its key, those that a condition names, or all.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use memtable::write::Written;

use crate::members::{Member, aged, ids, member, seated, table_of, with_email};

#[test]
fn remove_hands_the_row_out() {
    let mut table = table_of([member(1), with_email(2, "b"), member(3)]);
    assert_eq!(table.remove(&2).unwrap(), Some(with_email(2, "b")));
    assert_eq!(table.remove(&2).unwrap(), None);
    assert_eq!(ids(&table), [1, 3]);
    assert!(table.get_by(Member::EMAIL, "b").is_none());
    table.verify().unwrap();
}

#[test]
fn a_removed_row_is_gone_from_every_index() {
    let row = Member {
        age: Some(20),
        email: Some("a".into()),
        ..seated(1, 1, 1)
    };
    let mut table = table_of([row, member(2)]);
    table.remove(&1).unwrap();
    assert!(
        table
            .get_by((Member::ROOM, Member::SEAT), (&1, &1))
            .is_none()
    );
    assert_eq!(table.find_by(Member::TEAM, "red").count(), 1);
    assert_eq!(table.range_by(Member::AGE, ..).count(), 0);
}

#[test]
fn retain_keeps_what_satisfies_the_condition_in_order() {
    let mut table = table_of((0..2_000).map(member));
    let written = table.retain(|member| member.id % 3 == 0).unwrap();
    let expected = Written {
        deleted: 1_333,
        ..Written::default()
    };
    assert_eq!(written, expected);
    assert!(
        table
            .iter()
            .map(|member| member.id)
            .eq((0..2_000).step_by(3))
    );
    table.verify().unwrap();
}

#[test]
fn retain_visits_every_row_once_in_order() {
    let mut table = table_of([3, 1, 2].map(member));
    let mut visited = Vec::new();
    table
        .retain(|member| {
            visited.push(member.id);
            member.id != 1
        })
        .unwrap();
    assert_eq!(visited, [3, 1, 2]);
    assert_eq!(ids(&table), [3, 2]);
}

#[test]
fn a_retain_that_panics_deletes_nothing() {
    let mut table = table_of((0..1_000).map(member));
    let mut n_visited = 0;
    let retain = || {
        table.retain(|_| {
            n_visited += 1;
            if n_visited == 700 {
                resume_unwind(Box::new("a defect"));
            }
            false
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(retain)).is_err());
    assert!(table.iter().map(|member| member.id).eq(0..1_000));
    table.verify().unwrap();
}

#[test]
fn clear_leaves_a_table_that_can_be_written() {
    let mut table = table_of([with_email(1, "a"), aged(2, 20)]);
    table.clear();
    assert!(table.is_empty());
    assert!(table.get(&1).is_none());
    assert_eq!(table.range_by(Member::AGE, ..).count(), 0);
    table.append([with_email(1, "a")]).unwrap();
    table.verify().unwrap();
}

#[test]
fn the_order_holds_while_rows_come_and_go() {
    let mut table = table_of((0..1_024).map(member));
    for id in 0..1_000 {
        table.remove(&id).unwrap();
        table.insert(member(10_000 + id)).unwrap();
    }
    assert!(
        table
            .iter()
            .map(|member| member.id)
            .eq((1_000..1_024).chain(10_000..11_000))
    );
    table.verify().unwrap();
}

#[test]
fn compact_moves_no_row_in_the_order() {
    let mut table = table_of((0..3_000).map(|id| with_email(id, &id.to_string())));
    table.retain(|member| member.id % 7 == 0).unwrap();
    let before = table.snapshot();
    table.compact();
    assert!(*table == before);
    assert_eq!(
        table.get_by(Member::EMAIL, "2100").map(|member| member.id),
        Some(2_100)
    );
    table.verify().unwrap();
    before.verify().unwrap();
}
