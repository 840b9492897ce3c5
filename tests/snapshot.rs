//! A table as it was at one moment.

use memtable::{Snapshot, Table};

use crate::members::{Member, aged, ids, member, table_of, with_email};

/// Rows that two versions of a table share, and not as copies.
fn n_shared(left: &Snapshot<Member>, right: &Snapshot<Member>) -> usize {
    let same_place = |member: &&Member| {
        right
            .get(&member.id)
            .is_some_and(|other| std::ptr::eq(*member, other))
    };
    left.iter().filter(same_place).count()
}

#[test]
fn a_snapshot_sees_no_later_write() {
    let mut table = table_of([with_email(1, "a"), aged(2, 20), member(3)]);
    let snapshot = table.snapshot();
    let rows: Vec<Member> = snapshot.iter().cloned().collect();

    table
        .update(&1, |member| member.email = Some("b".into()))
        .unwrap();
    table.merge([aged(2, 30), member(4)]).unwrap();
    table.remove(&3).unwrap();
    table.append((10..2_000).map(member)).unwrap();
    table.compact();
    table.replace([member(9)]).unwrap();
    table.clear();

    assert!(snapshot.iter().eq(&rows));
    assert_eq!(
        snapshot.get_by(Member::EMAIL, "a").map(|member| member.id),
        Some(1)
    );
    assert!(snapshot.get_by(Member::EMAIL, "b").is_none());
    let ages: Vec<_> = snapshot
        .range_by(Member::AGE, ..)
        .map(|member| member.age)
        .collect();
    assert_eq!(ages, [Some(20)]);
    snapshot.verify().unwrap();
}

#[test]
fn a_snapshot_shares_all_rows_until_one_is_written() {
    let mut table = table_of((0..5_000).map(member));
    let snapshot = table.snapshot();
    assert_eq!(n_shared(&table, &snapshot), 5_000);

    table
        .update(&2_500, |member| member.age = Some(20))
        .unwrap();
    let n_copied = 5_000 - n_shared(&table, &snapshot);
    assert!(
        (1..=512).contains(&n_copied),
        "{n_copied} rows were copied for one that is written"
    );
}

#[test]
fn a_refused_write_copies_no_row() {
    let mut table = table_of((0..5_000).map(member));
    let snapshot = table.snapshot();
    table
        .update(&2_500, |member| member.age = Some(200))
        .unwrap_err();
    table.merge([aged(1, 20), aged(2, 200)]).unwrap_err();
    table.insert(member(7)).unwrap_err();
    assert_eq!(n_shared(&table, &snapshot), 5_000);
}

#[test]
fn rows_that_are_added_copy_none_that_are_there() {
    let mut table = table_of((0..5_000).map(member));
    let snapshot = table.snapshot();
    table.append((5_000..5_100).map(member)).unwrap();
    assert!(n_shared(&snapshot, &table) >= 5_000 - 512);
}

#[test]
fn restore_goes_back_and_the_snapshot_stays() {
    let mut table = table_of([member(1)]);
    let snapshot = table.snapshot();
    table.append([2, 3].map(member)).unwrap();
    table.restore(snapshot.clone());
    assert_eq!(ids(&table), [1]);
    table.insert(member(2)).unwrap();
    assert_eq!(ids(&snapshot), [1]);
    table.verify().unwrap();
}

#[test]
fn a_clone_and_its_original_go_their_own_ways() {
    let mut table = table_of((0..600).map(member));
    let mut copy = table.clone();
    table.remove(&0).unwrap();
    copy.update(&0, |member| member.age = Some(20)).unwrap();
    copy.insert(member(1_000)).unwrap();
    assert_eq!((table.len(), copy.len()), (599, 601));
    assert!(table.get(&1_000).is_none());
    table.verify().unwrap();
    copy.verify().unwrap();
}

#[test]
fn a_table_goes_on_from_a_snapshot() {
    let table = table_of([1, 2].map(member));
    let mut other = Table::from(table.snapshot());
    other.insert(member(3)).unwrap();
    assert_eq!((ids(&table), ids(&other)), (vec![1, 2], vec![1, 2, 3]));
}

#[test]
fn tables_are_equal_by_their_rows_and_their_order() {
    let table = table_of([1, 2].map(member));
    assert!(table == table_of([1, 2].map(member)));
    assert!(table != table_of([2, 1].map(member)));
    assert!(table != table_of([member(1)]));
    assert!(table != table_of([member(1), aged(2, 20)]));
    let nan = || {
        table_of([Member {
            score: f64::NAN,
            ..member(1)
        }])
    };
    assert!(nan() == nan());
}
