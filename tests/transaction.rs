//! Several writes as one.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use memtable::{Rejected, Table};

use crate::members::{Member, aged, ids, member, table_of, with_email};

#[test]
fn what_is_written_inside_stays_and_the_answer_comes_out() {
    let mut table = table_of([member(1)]);
    let answer = table.transaction(|table| {
        table.append([2, 3].map(member))?;
        table.remove(&1)
    });
    assert_eq!(answer.unwrap(), Some(member(1)));
    assert_eq!(ids(&table), [2, 3]);
    table.verify().unwrap();
}

#[test]
fn writes_inside_see_one_another() {
    let mut table = Table::new();
    let n_rows = table.transaction(|table| {
        table.insert(member(1))?;
        table.update(&1, |member| member.age = Some(20))?;
        Ok::<_, Rejected<Member>>(table.range_by(Member::AGE, 20..).count())
    });
    assert_eq!(n_rows.unwrap(), 1);
}

#[test]
fn an_error_takes_everything_back() {
    let mut table = table_of([with_email(1, "a"), member(2)]);
    let before = table.snapshot();
    let refused = table.transaction(|table| {
        table.clear();
        table.append((0..1_000).map(|id| with_email(id, &id.to_string())))?;
        table.insert(aged(9_999, 200))
    });
    assert_eq!(refused.unwrap_err().rows, [aged(9_999, 200)]);
    assert!(*table == before);
    assert_eq!(
        table.get_by(Member::EMAIL, "a").map(|member| member.id),
        Some(1)
    );
    table.verify().unwrap();
}

#[test]
fn an_error_of_any_type_does() {
    let mut table = table_of([member(1)]);
    let refused: Result<(), &str> = table.transaction(|table| {
        table.clear();
        Err("changed my mind")
    });
    assert_eq!(refused, Err("changed my mind"));
    assert_eq!(ids(&table), [1]);
}

#[test]
fn a_panic_takes_everything_back() {
    let mut table = table_of([1, 2].map(member));
    let work = || {
        table.transaction(|table| -> Result<(), Rejected<Member>> {
            table.remove(&1)?;
            table.update(&2, |member| member.age = Some(20))?;
            resume_unwind(Box::new("a defect"));
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
    assert_eq!(table.iter().collect::<Vec<_>>(), [&member(1), &member(2)]);
    table.verify().unwrap();
}

#[test]
fn a_refused_write_inside_can_be_left_out() {
    let mut table = table_of([member(1)]);
    let written = table.transaction(|table| {
        let _ = table.insert(member(1));
        table.insert(member(2))
    });
    assert!(written.is_ok());
    assert_eq!(ids(&table), [1, 2]);
}

#[test]
fn a_nested_transaction_goes_back_to_its_own_start() {
    let mut table = table_of([member(1)]);
    let outer: Result<(), ()> = table.transaction(|table| {
        table.insert(member(2)).map_err(drop)?;
        let inner: Result<(), ()> = table.transaction(|table| {
            table.clear();
            Err(())
        });
        assert_eq!(inner, Err(()));
        table.insert(member(3)).map_err(drop)
    });
    assert_eq!(outer, Ok(()));
    assert_eq!(ids(&table), [1, 2, 3]);
}

#[test]
fn an_outer_error_takes_back_what_an_inner_transaction_wrote() {
    let mut table = table_of([member(1)]);
    let outer: Result<(), ()> = table.transaction(|table| {
        table
            .transaction(|table| table.insert(member(2)))
            .map_err(drop)?;
        assert_eq!(table.len(), 2);
        Err(())
    });
    assert_eq!(outer, Err(()));
    assert_eq!(ids(&table), [1]);
    table.verify().unwrap();
}

#[test]
fn a_snapshot_taken_inside_outlives_the_rollback() {
    let mut table = table_of([member(1)]);
    let mut seen = None;
    let _: Result<(), ()> = table.transaction(|table| {
        table.insert(member(2)).map_err(drop)?;
        seen = Some(table.snapshot());
        Err(())
    });
    assert_eq!(ids(&seen.unwrap()), [1, 2]);
    assert_eq!(ids(&table), [1]);
}
