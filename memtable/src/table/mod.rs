//! The typed store.

mod batch;
mod by_cells;
mod changes;
mod commit;
mod edit;
mod indexed_rows;
mod iter;
mod memory;
mod merge;
mod print;
mod range;
mod snapshot;
mod transaction;
mod verify;
mod write;

#[cfg(feature = "store")]
mod by_values;
#[cfg(feature = "store")]
mod growth;
#[cfg(feature = "derive")]
mod in_code;

#[cfg(all(test, feature = "derive"))]
mod tests;

pub use by_cells::table_of;
pub use changes::{Changes, Updated};
pub use iter::{Rows, RowsByKey, RowsInRange};
pub use memory::MemoryUsage;
pub use print::{Listing, listing};
pub use range::{KeyRange, RangeLimit};
pub use snapshot::Snapshot;
pub use verify::Fault;

#[cfg(feature = "store")]
pub(crate) use growth::weight_of;
pub(crate) use indexed_rows::{Finder, IndexedRows, RowId, Runs};

use std::ops::Deref;

use crate::record::MemTable;

/// Rows of one struct, in the order they were inserted, with its keys, indexes and rules kept.
///
/// Every write lands whole or leaves the table as it was and gives the rows back ([`Rejected`](crate::Rejected)).
/// Every read is a method of [`Snapshot`], to which a table dereferences. Cloning costs a copy of a pointer
/// for 65 thousand rows, of one for each index, and of one for 256 or more rows of an ordered one; a write to
/// either copy then copies what it touches: each row, 1.5 kB to find it, and, of each index whose key changes, a part
/// of 4 to 32 kB, four times that where rows may share the key, and 24 bytes for each other part, of 200 entries or more. Of 128
/// neighbours, all are copied to lie together once more than eight were written so.
///
/// A table has no lock: `&mut` is the lock. It holds a little less than 2^32 rows: a write past that is refused.
///
/// ```
/// use memtable::{MemTable, Table};
///
/// #[derive(MemTable, Clone, Debug, PartialEq)]
/// struct User {
///     #[memtable(primary_key)]
///     id: u64,
///     #[memtable(unique, email)]
///     email: String,
///     #[memtable(range(0..=150))]
///     age: Option<u8>,
/// }
///
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// let mut users = Table::<User>::new();
/// users.append([
///     User { id: 7, email: "ann@example.com".into(), age: Some(34) },
///     User { id: 8, email: "bob@example.com".into(), age: None },
/// ])?;
///
/// assert_eq!(users.get(&7).map(|user| user.age), Some(Some(34)));
/// assert_eq!(users.get_by(User::EMAIL, "bob@example.com").map(|user| user.id), Some(8));
///
/// let refused = users.append([User { id: 9, email: "ann@example.com".into(), age: Some(212) }]);
/// let rejected = refused.unwrap_err();
/// assert_eq!(rejected.report.len(), 2);
/// assert_eq!(rejected.rows[0].id, 9);
/// assert_eq!(users.len(), 2);
/// # Ok(())
/// # }
/// ```
pub struct Table<R> {
    state: Snapshot<R>,
}

impl<R: MemTable> Table<R> {
    /// An empty table.
    pub fn new() -> Self {
        Table {
            state: Snapshot::empty(),
        }
    }

    /// The table as it is now: later writes are not seen by it.
    ///
    /// Costs a copy of a pointer for 65 thousand rows, of one for each index, and of one for 256 or more rows of an ordered
    /// one.
    pub fn snapshot(&self) -> Snapshot<R> {
        self.state.clone()
    }

    /// Gives the memory of deleted rows back. The rows stay in their order. Costs a move of every row, a copy of those
    /// that a snapshot shares.
    pub fn compact(&mut self) {
        self.state.rows.compact();
    }

    /// Puts the table back to a snapshot of it.
    ///
    /// Costs the drop of the pointers that [`snapshot`](Self::snapshot) copies.
    pub fn restore(&mut self, snapshot: Snapshot<R>) {
        self.state = snapshot;
    }
}

impl<R> Deref for Table<R> {
    type Target = Snapshot<R>;

    fn deref(&self) -> &Snapshot<R> {
        &self.state
    }
}

impl<R: MemTable> Default for Table<R> {
    fn default() -> Self {
        Table::new()
    }
}

impl<R> Clone for Table<R> {
    fn clone(&self) -> Self {
        Table {
            state: self.state.clone(),
        }
    }
}

/// A table that goes on from a snapshot.
impl<R> From<Snapshot<R>> for Table<R> {
    fn from(state: Snapshot<R>) -> Self {
        Table { state }
    }
}

impl<'a, R> IntoIterator for &'a Table<R> {
    type Item = &'a R;
    type IntoIter = Rows<'a, R>;

    fn into_iter(self) -> Rows<'a, R> {
        self.state.iter()
    }
}

/// Two tables are equal where they have the same rows in the same order; `NaN` is the same as `NaN`.
impl<R: MemTable> PartialEq for Table<R> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}
