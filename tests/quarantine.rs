//! Good rows are written; the others are handed back, each with what is wrong with it.

use memtable::write::{OnViolation, Outcome, Quarantined, Write, Written};

use crate::members::{Member, aged, ids, member, seated, table_of, with_email};

/// The rows that went aside: position, id, and the names of the rules.
fn aside(outcome: &Outcome<Member>) -> Vec<(usize, u32, Vec<&str>)> {
    let tell = |quarantined: &Quarantined<Member>| -> (usize, u32, Vec<&str>) {
        let rules = quarantined
            .violations
            .iter()
            .map(|violation| violation.rule.name());
        (quarantined.position, quarantined.row.id, rules.collect())
    };
    outcome.quarantine.iter().map(tell).collect()
}

fn append() -> Write<Member> {
    Write::append().on_violation(OnViolation::Quarantine)
}

#[test]
fn good_rows_are_written_and_bad_ones_come_back_with_their_positions() {
    let mut table = table_of([member(7)]);
    let rows = [member(1), aged(2, 200), member(3), member(7), aged(4, 201)];
    let outcome = table.write(rows, append()).unwrap();
    assert_eq!(ids(&table), [7, 1, 3]);
    let expected = [
        (1, 2, vec!["range"]),
        (3, 7, vec!["primary_key"]),
        (4, 4, vec!["range"]),
    ];
    assert_eq!(aside(&outcome), expected);
    let expected = Written {
        rows_in: 5,
        inserted: 2,
        quarantined: 3,
        ..Written::default()
    };
    assert_eq!(outcome.written, expected);
    table.verify().unwrap();
}

#[test]
fn violations_name_the_positions_in_the_write() {
    let mut table = table_of([]);
    let rows = [aged(9, 200), member(1), aged(8, 200), member(1)];
    let outcome = table.write(rows, append()).unwrap();
    let violation = &outcome.quarantine[2].violations[0];
    assert_eq!(violation.row, 3);
    assert_eq!(
        violation.to_string(),
        "row 3 (id 1): id 1: row 1 has it too (MT0131 primary_key)"
    );
}

#[test]
fn a_clash_with_a_quarantined_row_is_none() {
    let mut table = table_of([]);
    let outcome = table.write([aged(1, 200), member(1)], append()).unwrap();
    assert_eq!(ids(&table), [1]);
    assert_eq!(aside(&outcome), [(0, 1, vec!["range"])]);
}

#[test]
fn a_clash_with_a_row_that_clashes_itself_is_none() {
    let mut table = table_of([member(1)]);
    let rows = [
        with_email(1, "a"),
        with_email(2, "a"),
        seated(2, 1, 1),
        seated(3, 1, 1),
    ];
    let outcome = table.write(rows, append()).unwrap();
    assert_eq!(ids(&table), [1, 2, 3]);
    assert_eq!(
        aside(&outcome),
        [(0, 1, vec!["primary_key"]), (2, 2, vec!["primary_key"])]
    );
}

#[test]
fn a_merge_puts_the_clashing_row_aside_and_keeps_the_stored_one() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let request = Write::merge().on_violation(OnViolation::Quarantine);
    let outcome = table
        .write([with_email(1, "b"), aged(3, 30), aged(4, 200)], request)
        .unwrap();
    assert_eq!(ids(&table), [1, 2, 3]);
    assert_eq!(table.get(&1), Some(&with_email(1, "a")));
    assert_eq!(
        aside(&outcome),
        [(0, 1, vec!["unique"]), (2, 4, vec!["range"])]
    );
}

#[test]
fn a_swap_of_which_one_half_is_bad_is_no_swap() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let request = Write::merge().on_violation(OnViolation::Quarantine);
    let half = Member {
        age: Some(200),
        ..with_email(2, "a")
    };
    let outcome = table.write([with_email(1, "b"), half], request).unwrap();
    assert_eq!(
        aside(&outcome),
        [(0, 1, vec!["unique"]), (1, 2, vec!["range"])]
    );
    assert_eq!(table.get(&1), Some(&with_email(1, "a")));
    assert_eq!(table.get(&2), Some(&with_email(2, "b")));
    table.verify().unwrap();
}

#[test]
fn an_update_goes_before_an_insert_that_comes_earlier() {
    let mut table = table_of([member(1)]);
    let request = Write::merge().on_violation(OnViolation::Quarantine);
    let rows = [with_email(2, "a"), with_email(1, "a"), with_email(3, "a")];
    let outcome = table.write(rows, request).unwrap();
    assert_eq!(ids(&table), [1]);
    assert_eq!(
        aside(&outcome),
        [(0, 2, vec!["unique"]), (2, 3, vec!["unique"])]
    );
}

#[test]
fn a_clash_that_is_known_only_once_a_later_row_is_refused_is_told_too() {
    let with_both = |id, email: &str, seat| Member {
        seat: Some(seat),
        ..with_email(id, email)
    };
    let mut table = table_of([
        with_both(1, "a", 1),
        with_both(2, "b", 2),
        with_both(3, "c", 3),
    ]);
    let request = Write::merge().on_violation(OnViolation::Quarantine);
    // The first takes an email that the second gives up, and a seat that nobody does; the second may not give it up.
    let rows = [with_both(1, "b", 3), with_both(2, "c", 2)];
    let outcome = table.write(rows, request).unwrap();
    assert_eq!(
        aside(&outcome),
        [(0, 1, vec!["unique", "unique"]), (1, 2, vec!["unique"])]
    );
    table.verify().unwrap();
}

#[test]
fn a_row_with_several_violations_comes_once_with_all_of_them() {
    let mut table = table_of([]);
    let outcome = table
        .write(
            [
                Member {
                    left: true,
                    ..aged(1, 200)
                },
                aged(2, 151),
            ],
            append(),
        )
        .unwrap();
    assert_eq!(outcome.quarantine.len(), 2);
    assert_eq!(outcome.quarantine[0].violations.len(), 1);
}

#[test]
fn nothing_good_is_a_write_of_nothing() {
    let mut table = table_of([member(1)]);
    let outcome = table.write([aged(2, 200), member(1)], append()).unwrap();
    assert_eq!(
        (outcome.written.inserted, outcome.written.quarantined),
        (0, 2)
    );
    assert_eq!(ids(&table), [1]);
}

#[test]
fn a_clean_write_has_an_empty_quarantine() {
    let mut table = table_of([]);
    let outcome = table.write((0..2_000).map(member), append()).unwrap();
    assert!(outcome.quarantine.is_empty());
    assert_eq!(outcome.written.inserted, 2_000);
}
