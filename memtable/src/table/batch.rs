use std::collections::BTreeMap;

use crate::record::MemTable;
use crate::table::commit::Faults;
use crate::validate::{Clash, Report, Violation};
use crate::write::{Outcome, Quarantined, Rejected, Written};

/// The rows of one write, wherever they are by now, so that each can go back to its owner.
pub(super) struct Batch<R> {
    /// The rows still to be written.
    rows: Vec<R>,
    /// Where each of them stood in the write; empty as long as that is where it stands here.
    positions: Vec<usize>,
    /// Rows for whose key another one stands, with their positions.
    deduplicated: Vec<(usize, R)>,
    quarantine: Vec<Quarantined<R>>,
    n_rows: usize,
}

impl<R> Batch<R> {
    pub(super) fn new(rows: Vec<R>) -> Self {
        Batch {
            n_rows: rows.len(),
            rows,
            positions: Vec::new(),
            deduplicated: Vec::new(),
            quarantine: Vec::new(),
        }
    }

    pub(super) fn rows(&self) -> &[R] {
        &self.rows
    }

    pub(super) fn take_rows(&mut self) -> Vec<R> {
        std::mem::take(&mut self.rows)
    }

    /// Takes back what [`take_rows`](Self::take_rows) gave, in the same order.
    pub(super) fn give_back(&mut self, rows: Vec<R>) {
        self.rows = rows;
    }

    fn position(&self, row: usize) -> usize {
        self.positions.get(row).copied().unwrap_or(row)
    }

    /// Drops the rows at these positions of the write, in favour of others.
    pub(super) fn deduplicate(&mut self, is_dropped: &[bool]) {
        if is_dropped.contains(&true) {
            let dropped = self.split_off(|position| is_dropped.get(position) == Some(&true));
            self.deduplicated.extend(dropped);
        }
    }

    /// Puts the rows of these violations, which name them by their place here, aside.
    pub(super) fn quarantine(&mut self, violations: Vec<Violation>) {
        if violations.is_empty() {
            return;
        }
        let mut by_position = BTreeMap::<usize, Vec<Violation>>::new();
        for violation in violations {
            let violation = self.placed(violation);
            by_position
                .entry(violation.row)
                .or_default()
                .push(violation);
        }
        let gone = self.split_off(|position| by_position.contains_key(&position));
        let quarantined = gone.into_iter().zip(by_position.into_values());
        self.quarantine.extend(
            quarantined.map(|((position, row), violations)| Quarantined {
                position,
                row,
                violations,
            }),
        );
    }

    /// Takes out the rows that satisfy a condition on their position in the write, with it.
    fn split_off(&mut self, is_taken: impl Fn(usize) -> bool) -> Vec<(usize, R)> {
        let rows = self.take_rows();
        let mut positions = Vec::with_capacity(rows.len());
        let mut taken = Vec::new();
        for (place, row) in rows.into_iter().enumerate() {
            let position = self.position(place);
            if is_taken(position) {
                taken.push((position, row));
            } else {
                positions.push(position);
                self.rows.push(row);
            }
        }
        self.positions = positions;
        taken
    }

    /// The violation with the positions that its owner knows.
    fn placed(&self, mut violation: Violation) -> Violation {
        violation.row = self.position(violation.row);
        if let Some(Clash::InBatch(other)) = &mut violation.clash {
            *other = self.position(*other);
        }
        violation
    }

    pub(super) fn finish(mut self, mut written: Written) -> Outcome<R> {
        written.rows_in = self.n_rows;
        written.deduplicated = self.deduplicated.len();
        written.quarantined = self.quarantine.len();
        self.quarantine
            .sort_by_key(|quarantined| quarantined.position);
        Outcome {
            written,
            quarantine: self.quarantine,
        }
    }
}

impl<R: MemTable> Batch<R> {
    /// Every row back to its owner, in the order they came.
    pub(super) fn reject(mut self, faults: Faults) -> Rejected<R> {
        let mut violations: Vec<_> = self
            .quarantine
            .iter_mut()
            .flat_map(|row| std::mem::take(&mut row.violations))
            .collect();
        violations.extend(
            faults
                .into_violations()
                .into_iter()
                .map(|fault| self.placed(fault)),
        );
        violations.sort_by_key(place_of::<R>);
        let report = Report {
            table: R::SCHEMA.name.clone(),
            n_rows: self.n_rows,
            violations,
        };
        Rejected {
            rows: self.into_rows(),
            report,
        }
    }

    fn into_rows(mut self) -> Vec<R> {
        if self.deduplicated.is_empty() && self.quarantine.is_empty() {
            return self.rows;
        }
        let mut rows = self.split_off(|_| true);
        rows.append(&mut self.deduplicated);
        rows.extend(
            self.quarantine
                .into_iter()
                .map(|row| (row.position, row.row)),
        );
        rows.sort_by_key(|(position, _)| *position);
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// The row of a violation, and in it the first column that it is about: reports are in the order of the schema.
fn place_of<R: MemTable>(violation: &Violation) -> (usize, usize) {
    let column = violation
        .columns
        .first()
        .and_then(|name| R::SCHEMA.column_idx(name));
    (violation.row, column.unwrap_or(usize::MAX))
}
