use std::fmt;

use crate::record::MemTable;
use crate::table::{Snapshot, Table};

/// `Table(users, 3 rows)`: for the rows themselves use `Display`.
impl<R: MemTable> fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({}, {} rows)", R::NAME, self.len())
    }
}

/// `Snapshot(users, 3 rows)`: for the rows themselves use `Display`.
impl<R: MemTable> fmt::Debug for Snapshot<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({}, {} rows)", R::NAME, self.len())
    }
}
