//! Tables from texts: every fault of the text and every broken rule in one error, by lines.

use std::collections::BTreeSet;

use crate::error::{Error, ReadFault, Reason};
use crate::io::rows::unreadable;
use crate::io::{Make, ReadRows};
use crate::record::{MemTable, check_row};
use crate::table::Table;
use crate::validate::Violation;

/// Reads a table.
pub(crate) fn read_table<R, T>(text: &mut T) -> Result<Table<R>, Error>
where
    R: MemTable,
    T: ReadRows<Make: Make<Row = R>>,
{
    let (mut rows, mut lines) = (Vec::new(), Lines::default());
    let mut n_before = 0;
    while let Some(line) = text.next(&mut rows)? {
        if rows.len() > n_before {
            lines.add(line);
            n_before = rows.len();
        }
    }
    if !text.builder().has_faults() {
        return Table::from_rows(rows).map_err(|rejected| {
            let faults = rejected.report.violations.into_iter();
            let faults = faults.map(|violation| of_rule(violation, &lines, None));
            unreadable(text.input(), rejected.report.n_rows, faults.collect())
        });
    }
    let mut faults = text.builder().take_faults();
    let mut violations = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        check_row(row, place, &mut violations);
    }
    let numbers = numbers(rows.len(), &faults);
    let broken = violations.into_iter();
    faults.extend(broken.map(|violation| of_rule(violation, &lines, Some(&numbers))));
    faults.sort_by_key(|fault| (fault.line, fault.row));
    let n_rows = text.builder().n_rows();
    Err(unreadable(text.input(), n_rows, faults))
}

/// The lines of rows, in order: only those are kept that do not follow the one before.
#[derive(Default)]
struct Lines {
    jumps: Vec<(usize, u64)>,
    n_rows: usize,
    next: u64,
}

impl Lines {
    #[inline]
    fn add(&mut self, line: u64) {
        if line != self.next {
            self.jumps.push((self.n_rows, line));
        }
        self.n_rows += 1;
        self.next = line + 1;
    }

    fn of(&self, row: usize) -> u64 {
        let after = self.jumps.partition_point(|(first, _)| *first <= row);
        let jump = after.checked_sub(1).and_then(|nth| self.jumps.get(nth));
        jump.map_or(0, |(first, line)| line + (row - first) as u64)
    }
}

/// The numbers of the rows that were read, among all of the text.
fn numbers(n_read: usize, faults: &[ReadFault]) -> Vec<usize> {
    let unread: BTreeSet<usize> = faults.iter().filter_map(|fault| fault.row).collect();
    (0..)
        .filter(|row| !unread.contains(row))
        .take(n_read)
        .collect()
}

fn of_rule(violation: Violation, lines: &Lines, numbers: Option<&[usize]>) -> ReadFault {
    let row = violation.row;
    let is_about_a_row = violation.is_about_a_row();
    ReadFault {
        line: is_about_a_row.then(|| lines.of(row)),
        row: is_about_a_row.then(|| numbers.map_or(row, |numbers| numbers[row])),
        column: violation.place(),
        value: violation.value.clone(),
        reason: Reason::Rule(Box::new(violation)),
    }
}
