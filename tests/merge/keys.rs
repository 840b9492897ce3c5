use memtable::write::{OnViolation, Write};

use crate::members::{
    Member, aged, check_refused, faults, ids, member, seated, table_of, with_email,
};

#[test]
fn merge_on_a_unique_column_may_change_the_primary_key() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let written = table
        .merge_on(Member::EMAIL, [with_email(7, "b"), with_email(8, "c")])
        .unwrap();
    assert_eq!((written.updated, written.inserted), (1, 1));
    assert_eq!(ids(&table), [1, 7, 8]);
    assert!(table.get(&2).is_none());
    table.verify().unwrap();
}

#[test]
fn merge_on_a_unique_group_matches_all_its_columns() {
    let mut table = table_of([seated(1, 1, 1), seated(2, 1, 2)]);
    let rows = [
        Member {
            age: Some(20),
            ..seated(2, 1, 2)
        },
        seated(3, 2, 1),
    ];
    let written = table.merge_on((Member::ROOM, Member::SEAT), rows).unwrap();
    assert_eq!((written.updated, written.inserted), (1, 1));
    assert_eq!(ids(&table), [1, 2, 3]);
    table.verify().unwrap();
}

#[test]
fn a_merge_that_gives_a_row_the_primary_key_of_another_is_refused() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    check_refused(
        &mut table,
        |table| table.merge_on(Member::EMAIL, [with_email(1, "b")]),
        &["0 id primary_key"],
    );
}

#[test]
fn a_null_in_a_merge_key_is_a_violation() {
    let mut table = table_of([with_email(1, "a"), member(2)]);
    let rows = [with_email(3, "c"), member(2)];
    let rejected = check_refused(
        &mut table,
        |table| table.merge_on(Member::EMAIL, rows.clone()),
        &["1 email merge_key"],
    );
    assert_eq!(rejected.rows, rows);
    assert!(
        rejected.to_string().contains("must have a value"),
        "{rejected}"
    );
}

#[test]
fn a_null_in_one_column_of_a_group_is_a_violation_of_the_group() {
    let mut table = table_of([]);
    let columns = (Member::ROOM, Member::SEAT);
    check_refused(
        &mut table,
        |table| table.merge_on(columns, [member(1)]),
        &["0 room, seat merge_key"],
    );
}

#[test]
fn a_row_without_merge_key_is_told_of_its_other_faults_too() {
    let mut table = table_of([]);
    let rows = [
        aged(1, 200),
        Member {
            age: Some(201),
            ..with_email(2, "b")
        },
    ];
    let expected = ["0 email merge_key", "0 age range", "1 age range"];
    check_refused(
        &mut table,
        |table| table.merge_on(Member::EMAIL, rows),
        &expected,
    );
}

#[test]
fn rows_without_merge_key_are_quarantined_and_the_others_merged() {
    let mut table = table_of([with_email(1, "a")]);
    let request = Write::merge_on(Member::EMAIL).on_violation(OnViolation::Quarantine);
    let outcome = table
        .write([aged(5, 200), with_email(6, "a")], request)
        .unwrap();
    assert_eq!(ids(&table), [6]);
    let quarantined = &outcome.quarantine[0];
    let rules: Vec<_> = quarantined
        .violations
        .iter()
        .map(|violation| violation.rule.name())
        .collect();
    assert_eq!(
        (quarantined.position, rules),
        (0, vec!["range", "merge_key"])
    );
}

#[test]
fn the_rest_of_a_refused_merge_is_judged_as_if_the_rows_without_key_were_not_there() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let rows = [member(9), with_email(9, "c"), with_email(2, "a")];
    let rejected = table.merge_on(Member::EMAIL, rows).unwrap_err();
    assert_eq!(
        faults(&rejected.report),
        ["0 email merge_key", "2 id primary_key"]
    );
}
