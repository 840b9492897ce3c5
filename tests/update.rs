//! A row that is there is changed, whole or not at all.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use memtable::validate::Clash;

use crate::members::{Member, aged, check_refused, ids, member, scored, table_of, with_email};

#[test]
fn update_changes_the_row_in_place_and_tells_whether_there_is_one() {
    let mut table = table_of([1, 2, 3].map(member));
    assert!(table.update(&2, |member| member.age = Some(20)).unwrap());
    assert!(!table.update(&9, |member| member.age = Some(20)).unwrap());
    assert_eq!(ids(&table), [1, 2, 3]);
    assert_eq!(table.get(&2), Some(&aged(2, 20)));
    table.verify().unwrap();
}

#[test]
fn the_key_may_change_too() {
    let mut table = table_of([1, 2].map(member));
    table.update(&1, |member| member.id = 7).unwrap();
    assert_eq!(ids(&table), [7, 2]);
    assert!(table.get(&1).is_none());
    assert_eq!(table.get(&7).map(|member| member.id), Some(7));
    table.verify().unwrap();
}

#[test]
fn a_rejected_update_leaves_both_rows_reachable_by_every_index() {
    let first = Member {
        team: "blue".into(),
        room: 3,
        seat: Some(4),
        ..with_email(1, "a")
    };
    let second = Member {
        age: Some(20),
        ..with_email(2, "b")
    };
    let mut table = table_of([first.clone(), second.clone()]);
    let take = |member: &mut Member| member.email = Some("b".into());
    let rejected = check_refused(
        &mut table,
        |table| table.update(&1, take),
        &["0 email unique"],
    );
    assert_eq!(
        rejected.rows,
        [Member {
            email: Some("b".into()),
            ..first.clone()
        }]
    );
    assert!(matches!(
        rejected.report.violations[0].clash,
        Some(Clash::InTable { row: 1, .. })
    ));

    assert_eq!(table.get(&1), Some(&first));
    assert_eq!(table.get_by(Member::EMAIL, "a"), Some(&first));
    assert_eq!(
        table.get_by((Member::ROOM, Member::SEAT), (&3, &4)),
        Some(&first)
    );
    assert_eq!(
        table.find_by(Member::TEAM, "blue").collect::<Vec<_>>(),
        [&first]
    );
    assert_eq!(table.get(&2), Some(&second));
    assert_eq!(table.get_by(Member::EMAIL, "b"), Some(&second));
    assert_eq!(
        table.find_by(Member::TEAM, "red").collect::<Vec<_>>(),
        [&second]
    );
    assert_eq!(
        table.range_by(Member::AGE, 20..).collect::<Vec<_>>(),
        [&second]
    );
}

#[test]
fn an_update_is_told_of_every_rule_and_clash() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let edit = |member: &mut Member| {
        *member = Member {
            age: Some(200),
            ..with_email(2, "b")
        }
    };
    check_refused(
        &mut table,
        |table| table.update(&1, edit),
        &["0 id primary_key", "0 email unique", "0 age range"],
    );
}

#[test]
fn setting_a_unique_value_to_itself_is_no_clash() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let edit = |member: &mut Member| (member.email, member.age) = (Some("a".into()), Some(20));
    assert!(table.update(&1, edit).unwrap());
    assert_eq!(table.get_by(Member::EMAIL, "a").unwrap().age, Some(20));
    table.verify().unwrap();
}

#[test]
fn a_value_moves_into_and_out_of_null() {
    let mut table = table_of([with_email(1, "a"), member(2)]);
    table.update(&1, |member| member.email = None).unwrap();
    table
        .update(&2, |member| member.email = Some("a".into()))
        .unwrap();
    assert_eq!(
        table.get_by(Member::EMAIL, "a").map(|member| member.id),
        Some(2)
    );
    table.verify().unwrap();
}

#[test]
fn an_update_that_changes_nothing_rewrites_nothing() {
    let mut table = table_of([scored(1, f64::NAN)]);
    let before = table.snapshot();
    assert!(table.update(&1, |member| member.score = f64::NAN).unwrap());
    assert!(std::ptr::eq(
        table.get(&1).unwrap(),
        before.get(&1).unwrap()
    ));
}

#[test]
fn an_update_that_panics_changes_nothing() {
    let mut table = table_of([with_email(1, "a"), member(2)]);
    let before = table.snapshot();
    let update = || {
        table.update(&1, |member| {
            member.email = None;
            resume_unwind(Box::new("a defect"));
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(update)).is_err());
    assert!(*table == before);
    table.verify().unwrap();
}

#[test]
fn every_row_can_be_updated_in_turn() {
    let mut table = table_of((0..2_000).map(member));
    for id in 0..2_000 {
        table
            .update(&id, |member| member.team = (id % 3).to_string())
            .unwrap();
    }
    assert_eq!(table.find_by(Member::TEAM, "2").count(), 666);
    assert!(table.iter().map(|member| member.id).eq(0..2_000));
    table.verify().unwrap();
}
