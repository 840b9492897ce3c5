//! The stores that are measured, behind one trait; one file for each.

mod by_hand;
mod in_indexmap;
mod in_memtable;
mod in_multi_index_map;
mod in_sqlite;
mod in_worktable;
mod limit;

pub use by_hand::Hand;
pub use in_indexmap::Indexmap;
pub use in_sqlite::Sqlite;
pub use in_worktable::{IndexedWorktable, KeyedWorktable};
pub use limit::{ByCustomer, Columns, Limit};

use crate::orders::Status;

/// What is done to each store. A store that has no word for one of these says so in `operations`, and has no figure there.
pub trait Store: Sized {
    /// The row as this store takes it: made before the clock starts.
    type Row;

    /// A state that later writes do not touch.
    type Snapshot;

    fn row(number: u64, version: i64, n_rows: u64) -> Self::Row;

    fn empty() -> Self;

    /// Rows that are owned already, all new.
    fn append(&mut self, rows: Vec<Self::Row>);

    /// One new row.
    fn push(&mut self, row: Self::Row);

    /// Rows of which some are there: the stored ones are replaced.
    fn merge(&mut self, rows: Vec<Self::Row>);

    fn cents_of(&self, id: u64) -> Option<i64>;

    /// The sum of the cents of a customer's orders, by the index.
    fn cents_of_customer(&self, customer: u32) -> i64;

    /// The sum of the cents of the orders with this quantity or more, and this status.
    fn scan(&self, quantity: u16, status: Status) -> i64;

    /// Keeps the state before, and writes to one row.
    fn snapshot_then_update(&mut self, id: u64) -> Self::Snapshot;

    /// Keeps the state before, and adds a row.
    fn snapshot_then_insert(&mut self, row: Self::Row) -> Self::Snapshot;
}
