//! Tables from texts: every fault of the text and every broken rule in one error, by lines.

use std::collections::BTreeSet;

use crate::error::{Error, ReadFault};
use crate::io::rows::unreadable;
use crate::io::{Lines, Make, ReadRows};
use crate::record::{MemTable, check_row};
use crate::table::Table;

/// Reads a table.
pub(crate) fn read_table<R, T>(text: &mut T) -> Result<Table<R>, Error>
where
    R: MemTable,
    T: ReadRows<Make: Make<Row = R>>,
{
    let (mut rows, lines) = (Vec::new(), Lines::default());
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
            let faults = faults.map(|violation| lines.fault(violation, |row| row));
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
    faults.extend(broken.map(|violation| lines.fault(violation, |row| numbers[row])));
    faults.sort_by_key(|fault| (fault.line, fault.row));
    let n_rows = text.builder().n_rows();
    Err(unreadable(text.input(), n_rows, faults))
}

/// The numbers of the rows that were read, among all of the text.
fn numbers(n_read: usize, faults: &[ReadFault]) -> Vec<usize> {
    let unread: BTreeSet<usize> = faults.iter().filter_map(|fault| fault.row).collect();
    (0..)
        .filter(|row| !unread.contains(row))
        .take(n_read)
        .collect()
}
