//! One row is added after those that are there.

use memtable::Table;

use crate::members::{Member, aged, check_refused, ids, member, table_of, with_email};

#[test]
fn insert_puts_a_row_last() {
    let mut table = Table::new();
    for id in [3, 1, 2] {
        table.insert(member(id)).unwrap();
    }
    assert_eq!(ids(&table), [3, 1, 2]);
    table.verify().unwrap();
}

#[test]
fn inserted_rows_are_found_across_blocks() {
    let mut table = Table::new();
    for id in 0..1_500 {
        table
            .insert(Member {
                team: (id % 7).to_string(),
                ..member(id)
            })
            .unwrap();
    }
    table.verify().unwrap();
    assert_eq!(table.get(&1_499).map(|member| &*member.team), Some("1"));
    assert_eq!(table.find_by(Member::TEAM, "1").count(), 215);
}

#[test]
fn insert_reports_rules_and_clashes_together() {
    let mut table = table_of([member(1), with_email(2, "a")]);
    let row = Member {
        age: Some(200),
        ..with_email(1, "a")
    };
    let expected = ["0 id primary_key", "0 email unique", "0 age range"];
    let rejected = check_refused(&mut table, |table| table.insert(row.clone()), &expected);
    assert_eq!(rejected.rows, [row]);
}

#[test]
fn insert_reports_a_rule_alone_and_a_clash_alone() {
    let mut table = table_of([member(1)]);
    check_refused(
        &mut table,
        |table| table.insert(aged(2, 151)),
        &["0 age range"],
    );
    check_refused(
        &mut table,
        |table| table.insert(member(1)),
        &["0 id primary_key"],
    );
}

#[test]
fn a_key_is_free_again_after_its_row_is_removed() {
    let mut table = table_of([with_email(1, "a"), member(2)]);
    table.remove(&1).unwrap();
    table.insert(with_email(1, "a")).unwrap();
    assert_eq!(ids(&table), [2, 1]);
    table.verify().unwrap();
}
