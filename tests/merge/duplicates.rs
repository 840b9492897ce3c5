use memtable::Rejected;
use memtable::validate::Clash;
use memtable::write::{OnDuplicate, OnViolation, Write, Written};

use crate::members::{
    Member, aged, check_refused, faults, ids, member, scored, table_of, with_email,
};

/// Merges rows of one key into an empty table, and tells which of them is stored, by its team.
#[track_caller]
fn check(policy: OnDuplicate<Member>, rows: &[Member], expected: &str) {
    let named = rows.iter().zip('a'..).map(|(row, name)| Member {
        id: 1,
        team: name.to_string(),
        ..row.clone()
    });
    let mut table = table_of([]);
    let written = table
        .write(named, Write::merge().on_duplicate(policy))
        .unwrap()
        .written;
    let stored: Vec<_> = table.iter().map(|member| &*member.team).collect();
    assert_eq!(stored, [expected]);
    assert_eq!(
        (written.inserted, written.deduplicated),
        (1, rows.len() - 1)
    );
}

#[test]
fn without_a_policy_all_rows_of_a_shared_key_are_named() {
    for stored in [vec![], vec![member(1)]] {
        let mut table = table_of(stored);
        let rows = [aged(1, 1), member(2), aged(1, 2), aged(1, 3)];
        let expected = ["0 id merge_key", "2 id merge_key", "3 id merge_key"];
        let rejected = check_refused(&mut table, |table| table.merge(rows.clone()), &expected);
        assert_eq!(rejected.rows, rows);
        let others: Vec<_> = rejected
            .report
            .violations
            .iter()
            .map(|violation| violation.clash.clone())
            .collect();
        assert_eq!(
            others,
            [Clash::InBatch(2), Clash::InBatch(0), Clash::InBatch(0)].map(Some)
        );
    }
}

#[test]
fn equal_rows_of_one_key_are_refused_too() {
    let mut table = table_of([]);
    check_refused(
        &mut table,
        |table| table.merge([member(1), member(1)]),
        &["0 id merge_key", "1 id merge_key"],
    );
}

#[test]
fn keep_first_and_keep_last_go_by_position() {
    check(OnDuplicate::KEEP_FIRST, &[1, 2, 3].map(member), "a");
    check(OnDuplicate::KEEP_LAST, &[1, 2, 3].map(member), "c");
}

#[test]
fn keep_max_by_and_keep_min_by_go_by_the_column_and_of_equals_take_the_first() {
    let rows = [5, 9, 1, 9, 1].map(|age| aged(1, age));
    check(OnDuplicate::keep_max_by(Member::AGE), &rows, "b");
    check(OnDuplicate::keep_min_by(Member::AGE), &rows, "c");
}

#[test]
fn a_null_is_less_than_any_value() {
    let rows = [aged(1, 0), member(1), member(1)];
    check(OnDuplicate::keep_max_by(Member::AGE), &rows, "a");
    check(OnDuplicate::keep_min_by(Member::AGE), &rows, "b");
    check(
        OnDuplicate::keep_max_by(Member::AGE),
        &[member(1), member(1)],
        "a",
    );
}

#[test]
fn nan_is_greater_than_any_number() {
    let rows = [f64::INFINITY, f64::NAN, f64::NAN, -1.0].map(|score| scored(1, score));
    check(OnDuplicate::keep_max_by(Member::SCORE), &rows, "b");
    check(OnDuplicate::keep_min_by(Member::SCORE), &rows, "d");
}

#[test]
fn text_is_compared_as_text() {
    let rows = ["10", "9", "z"].map(|email| with_email(1, email));
    check(OnDuplicate::keep_max_by(Member::EMAIL), &rows, "c");
    check(OnDuplicate::keep_min_by(Member::EMAIL), &rows, "a");
}

#[test]
fn duplicates_are_resolved_before_rules_are_looked_at() {
    let mut table = table_of([aged(1, 10)]);
    let keep_last = Write::merge().on_duplicate(OnDuplicate::KEEP_LAST);
    let outcome = table.write([aged(1, 200), aged(1, 20)], keep_last).unwrap();
    assert_eq!(
        (outcome.written.updated, outcome.written.deduplicated),
        (1, 1)
    );
    assert_eq!(table.get(&1).unwrap().age, Some(20));
}

#[test]
fn quarantine_never_writes_an_outdated_row() {
    let mut table = table_of([]);
    let request = Write::merge()
        .on_duplicate(OnDuplicate::KEEP_LAST)
        .on_violation(OnViolation::Quarantine);
    let outcome = table.write([aged(1, 20), aged(1, 200)], request).unwrap();
    assert!(table.is_empty());
    assert_eq!(
        (outcome.quarantine.len(), outcome.quarantine[0].position),
        (1, 1)
    );
    let expected = Written {
        rows_in: 2,
        deduplicated: 1,
        quarantined: 1,
        ..Written::default()
    };
    assert_eq!(outcome.written, expected);
}

#[test]
fn a_refused_merge_gives_the_deduplicated_rows_back_in_their_places() {
    let mut table = table_of([]);
    let rows = [
        aged(1, 20),
        aged(2, 200),
        aged(1, 30),
        member(3),
        aged(1, 40),
    ];
    let keep_last = Write::merge().on_duplicate(OnDuplicate::KEEP_LAST);
    let rejected = check_refused(
        &mut table,
        |table| table.write(rows.clone(), keep_last),
        &["1 age range"],
    );
    assert_eq!(rejected.rows, rows);
}

#[test]
fn the_rules_of_deduplicated_rows_are_not_reported() {
    let mut table = table_of([]);
    let rows = [
        Member {
            age: Some(200),
            ..with_email(1, "a")
        },
        with_email(1, "a"),
        member(2),
    ];
    let keep_last = Write::merge_on(Member::EMAIL).on_duplicate(OnDuplicate::KEEP_LAST);
    check_refused(
        &mut table,
        |table| table.write(rows, keep_last),
        &["2 email merge_key"],
    );
}

#[test]
fn without_a_policy_quarantine_takes_all_rows_of_a_shared_key_aside() {
    let mut table = table_of([]);
    let request = Write::merge().on_violation(OnViolation::Quarantine);
    let outcome = table.write([1, 2, 1].map(member), request).unwrap();
    assert_eq!(ids(&table), [2]);
    let positions: Vec<_> = outcome
        .quarantine
        .iter()
        .map(|quarantined| quarantined.position)
        .collect();
    assert_eq!(positions, [0, 2]);
}

#[test]
fn two_keys_are_told_apart_where_a_clash_follows() -> Result<(), Rejected<Member>> {
    let mut table = table_of([with_email(1, "a")]);
    let keep_first = Write::merge().on_duplicate(OnDuplicate::KEEP_FIRST);
    let rejected = table
        .write([member(5), member(5), with_email(6, "a")], keep_first)
        .unwrap_err();
    assert_eq!(faults(&rejected.report), ["2 email unique"]);
    let outcome = table.write([member(5), member(5), with_email(6, "b")], keep_first)?;
    assert_eq!(outcome.written.inserted, 2);
    Ok(())
}
