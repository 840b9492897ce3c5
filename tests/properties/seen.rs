//! What an operation answers, of a table and of the model, in words that can be compared.

use memtable::validate::Violation;
use memtable::write::{Outcome, Written};
use memtable::{Rejected, Table};

use super::fuse::burn;
use super::model::{self, Answer, Fault, sorted};
use super::operation::{Mode, Operation, Request};
use super::piece::Piece;

/// What an operation answered, and what it should have.
#[derive(Debug)]
#[expect(
    dead_code,
    reason = "compared as `Debug` prints them, so that NaN is NaN"
)]
pub(super) enum Seen {
    Write(Answer),
    /// The row that was there and is updated or removed, the count of deleted rows, ..
    Told(String),
    /// A refused update: the row, and why.
    Refused(Piece, Vec<Fault>),
}

impl Seen {
    pub(super) fn of(table: &mut Table<Piece>, operation: &Operation) -> Seen {
        match operation {
            Operation::Write(request) => {
                Seen::Write(answer(table.write(request.rows.clone(), request.write())))
            }
            Operation::Insert(row) => {
                let inserted = table.insert(row.clone());
                Seen::Write(
                    inserted
                        .map(|()| (one_inserted(), Vec::new()))
                        .map_err(refused),
                )
            }
            Operation::Update(id, edit) => {
                let updated = table.update(&**id, |row| {
                    burn();
                    edit.apply(row);
                    burn();
                });
                match updated {
                    Ok(found) => Seen::Told(found.to_string()),
                    Err(rejected) => {
                        let (mut rows, faults) = refused(rejected);
                        Seen::Refused(rows.remove(0), faults)
                    }
                }
            }
            Operation::Remove(id) => Seen::Told(format!("{:?}", table.remove(&**id).unwrap())),
            Operation::Retain(kind) => {
                let retained = table.retain(|row| {
                    burn();
                    row.kind != *kind
                });
                Seen::Told(retained.unwrap().to_string())
            }
            Operation::Clear => {
                table.clear();
                told()
            }
            Operation::Compact => {
                table.compact();
                told()
            }
            Operation::MergeStored(..)
            | Operation::Snapshot
            | Operation::Restore
            | Operation::Transaction(..) => told(),
        }
    }

    /// Whether something may have been written.
    pub(super) fn is_done(&self) -> bool {
        matches!(self, Seen::Write(Ok(_)) | Seen::Told(_))
    }

    pub(super) fn check(&self, expected: &Seen, len_before: usize, len_after: usize) {
        assert_eq!(format!("{self:#?}"), format!("{expected:#?}"));
        if let Seen::Write(Ok((written, quarantine))) = self {
            let counted = [
                written.inserted,
                written.updated,
                written.unchanged,
                written.deduplicated,
                written.skipped,
                written.quarantined,
                written.delete_markers,
            ];
            assert_eq!(written.rows_in, counted.into_iter().sum::<usize>());
            assert_eq!(len_after + written.deleted, len_before + written.inserted);
            assert_eq!(quarantine.len(), written.quarantined);
        }
    }
}

/// What the operation should answer; the rows become what it leaves.
pub(super) fn expect(rows: &mut Vec<Piece>, operation: &Operation) -> Seen {
    match operation {
        Operation::Write(request) => Seen::Write(model::write(rows, request)),
        Operation::Insert(row) => {
            let request = Request {
                mode: Mode::Append,
                rows: vec![row.clone()],
                quarantine: false,
            };
            Seen::Write(model::write(rows, &request))
        }
        Operation::Update(id, edit) => {
            let Some(position) = rows.iter().position(|row| row.id == *id) else {
                return Seen::Told("false".to_owned());
            };
            let mut row = rows[position].clone();
            edit.apply(&mut row);
            let faults = model::update_faults(rows, position, &row);
            if !faults.is_empty() {
                return Seen::Refused(row, faults);
            }
            if !row.same(&rows[position]) {
                rows[position] = row;
            }
            Seen::Told("true".to_owned())
        }
        Operation::Remove(id) => {
            let position = rows.iter().position(|row| row.id == *id);
            Seen::Told(format!(
                "{:?}",
                position.map(|position| rows.remove(position))
            ))
        }
        Operation::Retain(kind) => {
            let n_before = rows.len();
            rows.retain(|row| row.kind != *kind);
            let written = Written {
                deleted: n_before - rows.len(),
                ..Written::default()
            };
            Seen::Told(written.to_string())
        }
        Operation::Clear => {
            rows.clear();
            told()
        }
        Operation::Compact
        | Operation::MergeStored(..)
        | Operation::Snapshot
        | Operation::Restore
        | Operation::Transaction(..) => told(),
    }
}

fn told() -> Seen {
    Seen::Told(String::new())
}

fn one_inserted() -> Written {
    Written {
        rows_in: 1,
        inserted: 1,
        ..Written::default()
    }
}

fn answer(outcome: Result<Outcome<Piece>, Rejected<Piece>>) -> Answer {
    let Outcome {
        written,
        quarantine,
    } = outcome.map_err(refused)?;
    let quarantine = quarantine.into_iter().map(|quarantined| {
        let faults = sorted(quarantined.violations.iter().map(fault));
        (quarantined.position, quarantined.row, faults)
    });
    Ok((written, quarantine.collect()))
}

fn refused(rejected: Rejected<Piece>) -> (Vec<Piece>, Vec<Fault>) {
    assert_eq!(rejected.report.n_rows, rejected.rows.len());
    assert!(
        rejected
            .report
            .violations
            .is_sorted_by_key(|violation| violation.row)
    );
    let faults = sorted(rejected.report.violations.iter().map(fault));
    (rejected.rows, faults)
}

fn fault(violation: &Violation) -> Fault {
    let names = [
        "gone", "id", "kind", "place", "rank", "shelf", "slot", "weight",
    ];
    let columns = names
        .into_iter()
        .filter(|name| violation.columns.iter().any(|column| column == name));
    (violation.row, violation.code(), columns.collect())
}
