//! Rows take the place of those that are there, all or none.

use memtable::write::{OnViolation, Write, Written};

use crate::members::{aged, check_refused, ids, member, table_of, with_email};

#[test]
fn replace_leaves_the_new_rows_alone() {
    let mut table = table_of([1, 2, 3].map(member));
    let written = table.replace([member(4), member(1)]).unwrap();
    assert_eq!(ids(&table), [4, 1]);
    let expected = Written {
        rows_in: 2,
        inserted: 2,
        deleted: 3,
        ..Written::default()
    };
    assert_eq!(written, expected);
    assert!(table.get(&2).is_none());
    table.verify().unwrap();
}

#[test]
fn new_rows_do_not_clash_with_those_that_go() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    table
        .replace([with_email(2, "a"), with_email(1, "b")])
        .unwrap();
    assert_eq!(
        table
            .get_by(crate::members::Member::EMAIL, "a")
            .map(|member| member.id),
        Some(2)
    );
}

#[test]
fn a_refused_replace_leaves_the_old_rows() {
    let mut table = table_of([1, 2].map(member));
    let rows = [member(3), aged(4, 200), member(3)];
    let expected = ["1 age range", "2 id primary_key"];
    let rejected = check_refused(&mut table, |table| table.replace(rows.clone()), &expected);
    assert_eq!(rejected.rows, rows);
}

#[test]
fn a_replace_that_is_refused_for_a_clash_alone_leaves_the_old_rows() {
    let mut table = table_of([1, 2].map(member));
    check_refused(
        &mut table,
        |table| table.replace([member(3), member(3)]),
        &["1 id primary_key"],
    );
}

#[test]
fn replace_by_nothing_empties_the_table() {
    let mut table = table_of([1, 2].map(member));
    assert_eq!(table.replace([]).unwrap().deleted, 2);
    assert!(table.is_empty());
    table.insert(member(1)).unwrap();
}

#[test]
fn replace_with_quarantine_writes_the_good_rows() {
    let mut table = table_of([1, 2].map(member));
    let request = Write::replace().on_violation(OnViolation::Quarantine);
    let outcome = table.write([aged(2, 200), member(2)], request).unwrap();
    assert_eq!(ids(&table), [2]);
    assert_eq!(outcome.quarantine[0].position, 0);
    assert_eq!(
        (
            outcome.written.inserted,
            outcome.written.deleted,
            outcome.written.quarantined
        ),
        (1, 2, 1)
    );
}
