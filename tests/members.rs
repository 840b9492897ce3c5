//! The row that most tests are about, and what they look at.

use memtable::write::{Outcome, Written};
use memtable::{MemTable, Rejected, Report, Snapshot, Table};

/// Somebody with a key of every kind.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "members", unique(room, seat))]
pub(crate) struct Member {
    #[memtable(primary_key)]
    pub(crate) id: u32,
    #[memtable(unique)]
    pub(crate) email: Option<String>,
    #[memtable(index)]
    pub(crate) team: String,
    #[memtable(index(ordered), range(..=150))]
    pub(crate) age: Option<u8>,
    pub(crate) room: u8,
    pub(crate) seat: Option<u8>,
    pub(crate) score: f64,
    pub(crate) left: bool,
    pub(crate) left_on: Option<i32>,
}

/// A member that keeps every rule and clashes with none but its namesake.
pub(crate) fn member(id: u32) -> Member {
    Member {
        id,
        email: None,
        team: "red".to_owned(),
        age: None,
        room: 1,
        seat: None,
        score: 0.0,
        left: false,
        left_on: None,
    }
}

pub(crate) fn with_email(id: u32, email: &str) -> Member {
    Member {
        email: Some(email.to_owned()),
        ..member(id)
    }
}

pub(crate) fn aged(id: u32, age: u8) -> Member {
    Member {
        age: Some(age),
        ..member(id)
    }
}

pub(crate) fn scored(id: u32, score: f64) -> Member {
    Member {
        score,
        ..member(id)
    }
}

pub(crate) fn seated(id: u32, room: u8, seat: u8) -> Member {
    Member {
        room,
        seat: Some(seat),
        ..member(id)
    }
}

/// A table of these members, which clash in nothing.
#[track_caller]
pub(crate) fn table_of(members: impl IntoIterator<Item = Member>) -> Table<Member> {
    Table::from_rows(members).unwrap()
}

pub(crate) fn ids(members: &Snapshot<Member>) -> Vec<u32> {
    members.iter().map(|member| member.id).collect()
}

pub(crate) fn ids_of<'a>(members: impl IntoIterator<Item = &'a Member>) -> Vec<u32> {
    members.into_iter().map(|member| member.id).collect()
}

/// Each violation as `row place rule`.
pub(crate) fn faults(report: &Report) -> Vec<String> {
    let violations = report.violations.iter();
    violations
        .map(|v| format!("{} {} {}", v.row, v.place(), v.rule.name()))
        .collect()
}

/// The counts of a write that puts no row aside.
#[track_caller]
pub(crate) fn landed(outcome: Result<Outcome<Member>, Rejected<Member>>) -> Written {
    let Outcome {
        written,
        quarantine,
    } = outcome.unwrap();
    assert!(quarantine.is_empty());
    written
}

/// Does something that is refused, for these faults, and checks that it leaves no trace.
#[track_caller]
pub(crate) fn check_refused<T: std::fmt::Debug>(
    table: &mut Table<Member>,
    work: impl FnOnce(&mut Table<Member>) -> Result<T, Rejected<Member>>,
    expected: &[&str],
) -> Rejected<Member> {
    let before = table.snapshot();
    let rejected = work(table).unwrap_err();
    assert_eq!(faults(&rejected.report), expected, "\n{rejected}");
    assert!(**table == before, "the table has changed");
    table.verify().unwrap();
    rejected
}
