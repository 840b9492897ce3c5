//! Rows are added after those that are there, all or none.

use memtable::validate::Clash;
use memtable::write::{Write, Written};
use memtable::{Table, Value};

use crate::members::{Member, aged, check_refused, ids, member, seated, table_of, with_email};

#[test]
fn append_keeps_the_order_of_the_rows() {
    let mut table = table_of([3, 1].map(member));
    let written = table.append([9, 2].map(member)).unwrap();
    assert_eq!(ids(&table), [3, 1, 9, 2]);
    let expected = Written {
        rows_in: 2,
        inserted: 2,
        ..Written::default()
    };
    assert_eq!(written, expected);
    table.verify().unwrap();
}

#[test]
fn append_of_no_rows_is_a_write_of_nothing() {
    let mut table = table_of([member(1)]);
    assert_eq!(table.append([]).unwrap(), Written::default());
    assert_eq!(ids(&table), [1]);
}

#[test]
fn append_takes_any_iterator_and_a_vec_of_any_length() {
    for n_rows in [1, 511, 512, 513, 5_000] {
        let mut table = Table::new();
        table.append((0..n_rows).map(member)).unwrap();
        table
            .append((n_rows..2 * n_rows).map(member).collect::<Vec<_>>())
            .unwrap();
        assert!(table.iter().map(|member| member.id).eq(0..2 * n_rows));
        table.verify().unwrap();
    }
}

#[test]
fn every_violation_of_the_batch_is_reported_by_row_then_by_column() {
    let mut table = table_of([seated(1, 1, 1), with_email(2, "a")]);
    let rows = [
        member(3),
        Member {
            age: Some(200),
            email: Some("a".into()),
            ..member(1)
        },
        aged(4, 151),
        seated(5, 1, 1),
    ];
    let expected = [
        "1 id primary_key",
        "1 email unique",
        "1 age range",
        "2 age range",
        "3 room, seat unique",
    ];
    let rejected = check_refused(&mut table, |table| table.append(rows.clone()), &expected);
    assert_eq!(rejected.rows, rows);
    assert_eq!(rejected.report.n_rows, 4);
}

#[test]
fn a_clash_names_the_row_that_is_there() {
    let mut table = table_of([member(7), with_email(8, "a")]);
    let rejected = check_refused(
        &mut table,
        |table| table.append([with_email(9, "a")]),
        &["0 email unique"],
    );
    let violation = &rejected.report.violations[0];
    let key = vec![("id".into(), Value::Int(8))];
    assert_eq!(violation.clash, Some(Clash::InTable { row: 1, key }));
    assert_eq!(violation.key, [("id".into(), Value::Int(9))]);
    assert_eq!(violation.value, Value::from("a"));
    assert_eq!(violation.code(), "MT0132");
}

#[test]
fn the_position_that_a_clash_names_does_not_count_deleted_rows() {
    let mut table = table_of((0..600).map(member));
    table.retain(|member| member.id % 2 == 1).unwrap();
    let rejected = table.append([member(599)]).unwrap_err();
    let Some(Clash::InTable { row, .. }) = rejected.report.violations[0].clash else {
        panic!("{rejected}");
    };
    assert_eq!(table.iter().nth(row).unwrap().id, 599);
}

#[test]
fn the_later_of_two_clashing_rows_is_the_one_named() {
    let mut table = table_of([]);
    let rows = [member(1), member(2), member(1), member(1)];
    let rejected = check_refused(
        &mut table,
        |table| table.append(rows),
        &["2 id primary_key", "3 id primary_key"],
    );
    let clashes: Vec<_> = rejected
        .report
        .violations
        .iter()
        .map(|violation| &violation.clash)
        .collect();
    assert_eq!(
        clashes,
        [&Some(Clash::InBatch(0)), &Some(Clash::InBatch(0))]
    );
}

#[test]
fn a_refused_append_of_many_rows_names_the_row_too() {
    let mut table = table_of([member(4_321)]);
    let rejected = check_refused(
        &mut table,
        |table| table.append((0..5_000).map(member)),
        &["4321 id primary_key"],
    );
    assert!(rejected.rows.iter().map(|member| member.id).eq(0..5_000));
}

#[test]
fn rows_with_a_null_in_a_unique_key_never_clash() {
    let mut table = table_of([member(1), member(2)]);
    table
        .append([member(3), seated(4, 1, 1), seated(5, 1, 2), seated(6, 2, 1)])
        .unwrap();
    assert_eq!(table.len(), 6);
}

#[test]
fn rejected_rows_can_be_mended_and_written_again() {
    let mut table = Table::new();
    let mut rejected = table.append([aged(1, 40), aged(2, 200)]).unwrap_err();
    for row in rejected.report.rows() {
        rejected.rows[row].age = None;
    }
    table.append(rejected.rows).unwrap();
    assert_eq!(ids(&table), [1, 2]);
}

#[test]
fn append_is_what_write_append_does() {
    let mut table = Table::new();
    let outcome = table.write([member(1)], Write::append()).unwrap();
    assert_eq!(outcome.written.inserted, 1);
    assert!(outcome.quarantine.is_empty());
}
