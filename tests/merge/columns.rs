use memtable::write::{OnViolation, Write};
use memtable::{MemTable, MemValue, Table};

use crate::members::{Member, aged, check_refused, landed, member, table_of, with_email};

#[test]
fn updating_takes_the_named_columns_of_matched_rows_alone() {
    let mut table = table_of([with_email(1, "a")]);
    let row = Member {
        team: "blue".into(),
        score: 7.0,
        ..aged(1, 20)
    };
    let rows = [
        row,
        Member {
            team: "blue".into(),
            ..with_email(2, "b")
        },
    ];
    let written = table
        .write(rows, Write::merge().updating((Member::AGE, Member::TEAM)))
        .unwrap()
        .written;
    assert_eq!((written.updated, written.inserted), (1, 1));
    let expected = Member {
        team: "blue".into(),
        age: Some(20),
        ..with_email(1, "a")
    };
    assert_eq!(table.get(&1), Some(&expected));
    assert_eq!(table.get(&2).unwrap().email.as_deref(), Some("b"));
    table.verify().unwrap();
}

#[test]
fn a_row_that_differs_in_other_columns_alone_is_unchanged() {
    let mut table = table_of([aged(1, 20)]);
    let row = Member {
        team: "blue".into(),
        ..aged(1, 20)
    };
    let written = table
        .write([row], Write::merge().updating(Member::AGE))
        .unwrap()
        .written;
    assert_eq!((written.unchanged, written.updated), (1, 0));
    assert_eq!(table.get(&1).unwrap().team, "red");
}

#[test]
fn updating_judges_the_row_as_it_would_be_stored() {
    let mut table = table_of([aged(1, 20), aged(2, 20)]);
    let blue = |id, age| Member {
        team: "blue".into(),
        ..aged(id, age)
    };
    landed(table.write([blue(1, 200)], Write::merge().updating(Member::TEAM)));
    assert_eq!(table.get(&1), Some(&blue(1, 20)));

    let rows = [blue(1, 30), aged(2, 201)];
    let updating = Write::merge().updating(Member::AGE);
    let rejected = check_refused(
        &mut table,
        |table| table.write(rows.clone(), updating),
        &["1 age range"],
    );
    assert_eq!(rejected.rows, rows, "rows come back as they came");
}

#[test]
fn a_refused_merge_of_some_columns_reports_no_rule_of_the_others() {
    let mut table = table_of([aged(1, 20)]);
    let rows = [aged(1, 200), aged(1, 201)];
    let updating = Write::merge().updating(Member::TEAM);
    check_refused(
        &mut table,
        |table| table.write(rows, updating),
        &["0 id merge_key", "1 id merge_key"],
    );
}

#[test]
fn updating_a_unique_column_is_judged_as_every_update() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let updating = Write::merge().updating(Member::EMAIL);
    check_refused(
        &mut table,
        |table| table.write([with_email(1, "b")], updating),
        &["0 email unique"],
    );
    landed(table.write([with_email(1, "b"), with_email(2, "a")], updating));
    assert_eq!(
        table.get_by(Member::EMAIL, "a").map(|member| member.id),
        Some(2)
    );
    table.verify().unwrap();
}

#[test]
fn update_only_takes_columns_too_and_quarantines_rows_as_they_came() {
    let mut table = table_of([aged(1, 20), member(2)]);
    let rows = [
        Member {
            team: "blue".into(),
            ..aged(1, 200)
        },
        aged(2, 30),
        aged(3, 30),
    ];
    let request = Write::merge()
        .update_only()
        .updating(Member::AGE)
        .on_violation(OnViolation::Quarantine);
    let outcome = table.write(rows.clone(), request).unwrap();
    assert_eq!(outcome.quarantine[0].row, rows[0]);
    assert_eq!((outcome.written.updated, outcome.written.skipped), (1, 1));
    assert_eq!(table.get(&1), Some(&aged(1, 20)));
}

/// Not `Clone`: a struct that clones itself by hand may still hold it.
#[derive(MemValue, Debug, PartialEq)]
struct Seal(u32);

#[derive(MemTable, Debug, PartialEq)]
struct Letter {
    #[memtable(primary_key)]
    id: u32,
    seal: Seal,
    weight: u32,
}

impl Clone for Letter {
    fn clone(&self) -> Self {
        Letter {
            seal: Seal(self.seal.0),
            ..*self
        }
    }
}

#[test]
fn updating_takes_values_that_are_not_clone_too() -> Result<(), Box<dyn std::error::Error>> {
    let letter = |seal, weight| Letter {
        id: 1,
        seal,
        weight,
    };
    let mut letters = Table::from_rows([letter(Seal(7), 20)])?;
    let request = Write::merge().updating(Letter::SEAL);
    let outcome = letters.write([letter(Seal(8), 30)], request)?;
    assert_eq!(outcome.written.updated, 1);
    assert_eq!(letters.get(&1), Some(&letter(Seal(8), 20)));
    Ok(())
}
