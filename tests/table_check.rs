//! Rules over the whole table: they see it as a write would leave it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use memtable::table::Fault;
use memtable::validate::Violation;
use memtable::write::{OnViolation, Write};
use memtable::{MemTable, Rejected, Table};

/// The shares of an account that add up to one hundred.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "shares", table_check = whole, table_check = no_more_than_three)]
struct Share {
    #[memtable(primary_key)]
    owner: String,
    #[memtable(range(0..=100))]
    percent: u32,
}

fn whole(shares: &[&Share]) -> Result<(), String> {
    let sum: u32 = shares.iter().map(|share| share.percent).sum();
    if sum == 13 {
        std::panic::resume_unwind(Box::new("a defect"));
    }
    if sum == 100 {
        Ok(())
    } else {
        Err(format!("the shares are {sum} percent"))
    }
}

fn no_more_than_three(shares: &[&Share]) -> bool {
    shares.len() <= 3
}

fn share(owner: &str, percent: u32) -> Share {
    Share {
        owner: owner.to_owned(),
        percent,
    }
}

fn shares() -> Table<Share> {
    Table::from_rows([share("a", 60), share("b", 40)]).unwrap()
}

/// What is refused with these complaints of the table, and leaves no trace.
#[track_caller]
fn check<T: std::fmt::Debug>(
    work: impl FnOnce(&mut Table<Share>) -> Result<T, Rejected<Share>>,
    expected: &[&str],
) -> Rejected<Share> {
    let mut table = shares();
    let before = table.snapshot();
    let rejected = work(&mut table).unwrap_err();
    let reasons: Vec<_> = rejected
        .report
        .violations
        .iter()
        .map(Violation::reason)
        .collect();
    assert_eq!(reasons, expected);
    assert!(*table == before);
    table.verify().unwrap();
    rejected
}

#[test]
fn a_write_that_leaves_the_table_right_lands() {
    let mut table = shares();
    table.merge([share("a", 30), share("c", 30)]).unwrap();
    table.replace([share("d", 100)]).unwrap();
    table.merge([share("d", 50), share("e", 50)]).unwrap();
    assert_eq!(table.len(), 2);
    table.verify().unwrap();
}

#[test]
fn every_verb_asks() {
    let rejected = check(
        |table| table.append([share("c", 1)]),
        &["the shares are 101 percent"],
    );
    assert_eq!(rejected.rows, [share("c", 1)]);
    assert_eq!(rejected.report.violations[0].code(), "MT0142");
    check(
        |table| table.insert(share("c", 2)),
        &["the shares are 102 percent"],
    );
    check(
        |table| table.replace([share("c", 3)]),
        &["the shares are 3 percent"],
    );
    check(
        |table| table.merge([share("a", 61)]),
        &["the shares are 101 percent"],
    );
    check(
        |table| table.update("a", |share| share.percent = 0),
        &["the shares are 40 percent"],
    );
    check(|table| table.remove("a"), &["the shares are 40 percent"]);
    check(
        |table| table.retain(|share| share.owner == "a"),
        &["the shares are 60 percent"],
    );
}

#[test]
fn every_check_is_told() {
    let rows = ["c", "d"].map(|owner| share(owner, 1));
    let reasons = [
        "the shares are 102 percent",
        "is refused by `no_more_than_three`",
    ];
    let rejected = check(|table| table.append(rows), &reasons);
    assert!(rejected.report.rows().is_empty(), "no row is to blame");
}

#[test]
fn a_clash_is_told_before_a_table_that_cannot_be() {
    check(
        |table| table.append([share("a", 60)]),
        &["is taken by row 0 of the table"],
    );
    check(
        |table| table.insert(share("a", 60)),
        &["is taken by row 0 of the table"],
    );
    check(
        |table| table.update("b", |share| share.owner = "a".into()),
        &["is taken by row 0 of the table"],
    );
    check(
        |table| table.replace([share("c", 60), share("c", 60)]),
        &["row 0 has it too"],
    );
}

#[test]
fn an_update_that_clashes_is_told_so_even_where_the_table_would_be_wrong() {
    let edit = |row: &mut Share| *row = share("a", 1);
    check(
        |table| table.update("b", edit),
        &["is taken by row 0 of the table"],
    );
}

#[test]
fn quarantined_rows_are_not_shown_to_the_check() {
    let mut table = shares();
    let request = Write::append().on_violation(OnViolation::Quarantine);
    let outcome = table
        .write([share("a", 60), share("c", 200), share("d", 0)], request)
        .unwrap();
    assert_eq!(
        (outcome.written.inserted, outcome.written.quarantined),
        (1, 2)
    );
    let rows = [share("e", 200), share("d", 1)];
    let merge = Write::merge().on_violation(OnViolation::Quarantine);
    let rejected = table.write(rows.clone(), merge).unwrap_err();
    assert_eq!(
        rejected.rows, rows,
        "what no row is to blame for refuses the write whole"
    );
}

#[test]
fn a_check_that_panics_leaves_the_table_as_it_was() {
    let mut table = shares();
    let before = table.snapshot();
    assert!(catch_unwind(AssertUnwindSafe(|| table.replace([share("c", 13)]))).is_err());
    assert!(
        catch_unwind(AssertUnwindSafe(
            || table.update("a", |share| share.percent = 13)
        ))
        .is_ok()
    );
    assert!(*table == before);
}

#[test]
fn clear_does_not_ask() {
    let mut table = shares();
    table.clear();
    assert!(table.is_empty());
    table.verify().unwrap();
}

#[test]
fn verify_runs_the_checks_too() {
    #[derive(MemTable, Clone)]
    #[memtable(table_check = fickle)]
    struct Row {
        n: u32,
    }

    thread_local! {
        static ACCEPTS: std::cell::Cell<bool> = const { std::cell::Cell::new(true) };
    }

    fn fickle(_rows: &[&Row]) -> bool {
        ACCEPTS.get()
    }

    let table = Table::from_rows([Row { n: 1 }]).unwrap();
    ACCEPTS.set(false);
    let Err(Fault::Rules(report)) = table.verify() else {
        panic!(
            "the check refuses the table with row {}",
            table.iter().map(|row| row.n).sum::<u32>()
        );
    };
    assert_eq!(report.len(), 1);
}
