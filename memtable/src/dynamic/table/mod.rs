//! The dynamic store.

mod asked;
mod edit;
mod print;
mod read;
mod row;
mod snapshot;
mod transaction;
mod verify;
mod write;
mod write_rows;

mod chunk;
mod piece;
mod rows;

pub(crate) use asked::Asked;
pub use edit::DynUpdate;
pub use row::{DynRow, DynRows};
pub use snapshot::DynSnapshot;

pub(crate) use piece::Piece;
pub(in crate::dynamic) use read::of_rows;
pub(crate) use rows::{RowId, Rows, Update};
pub(in crate::dynamic) use snapshot::arrow_schema;
pub(in crate::dynamic) use write::{Landed, landed};

use std::ops::Deref;

use arrow_array::RecordBatch;

use crate::dynamic::contract::Contract;
use crate::dynamic::write::IntoBatches;
use crate::error::Error;
use crate::schema::Schema;
use crate::store::NotWritten;

/// Rows of a schema that is known at run time only, on Arrow, in the order they were inserted, with keys and rules kept.
///
/// The verbs, and what they answer, are those of [`Table`](crate::Table): every write lands whole or leaves the table as it
/// was and gives the rows back. Every read is a method of [`DynSnapshot`], to which a table dereferences. Cloning
/// costs a pointer copy for 2048 rows and one for 4096 keys.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt64Array};
/// use memtable::dynamic::DynTable;
/// use memtable::schema::{Column, DataType, Rule, Schema};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let schema = Schema::new("users")
///     .with_column(Column::new("id", DataType::UInt64))
///     .with_column(Column::new("email", DataType::Text).with_rule(Rule::Email))
///     .with_primary_key(["id"]);
/// let users = |ids: Vec<u64>, emails: Vec<&str>| {
///     let columns: [(&str, ArrayRef); 2] = [
///         ("id", Arc::new(UInt64Array::from(ids))),
///         ("email", Arc::new(StringArray::from(emails))),
///     ];
///     RecordBatch::try_from_iter(columns)
/// };
///
/// let mut table = DynTable::new(schema)?;
/// table.append(users(vec![7, 8], vec!["ann@example.com", "bob@example.com"])?)?;
/// assert_eq!(table.len(), 2);
///
/// let refused = table.append(users(vec![9, 7], vec!["eve", "ann@example.com"])?).unwrap_err();
/// assert_eq!(refused.report().map(|report| report.len()), Some(2));
/// assert_eq!(refused.rows[0].num_rows(), 2);
/// assert_eq!(table.len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct DynTable {
    pub(in crate::dynamic) state: DynSnapshot,
    pub(in crate::dynamic) contract: Contract,
}

impl DynTable {
    /// An empty table.
    ///
    /// # Errors
    /// [`Error::BadSchema`] where the schema makes no sense, with everything that is wrong.
    pub fn new(schema: Schema) -> Result<Self, Error> {
        schema.verify()?;
        Ok(DynTable {
            state: DynSnapshot::empty(schema),
            contract: Contract::new(),
        })
    }

    /// A table of these batches. Costs what [`append`](Self::append) costs.
    ///
    /// # Errors
    /// As [`new`](Self::new) and [`append`](Self::append).
    pub fn from_batches(
        schema: Schema,
        batches: impl IntoBatches,
    ) -> Result<Self, NotWritten<RecordBatch>> {
        let mut table = DynTable::new(schema)?;
        let _all_written = table.append(batches)?;
        Ok(table)
    }

    /// The table as it is now: later writes are not seen by it. Costs a pointer copy for 2048 rows and one for 4096 keys.
    pub fn snapshot(&self) -> DynSnapshot {
        self.state.clone()
    }

    /// Puts the table back to a snapshot of it.
    pub fn restore(&mut self, snapshot: DynSnapshot) {
        self.state = snapshot;
    }
}

impl Deref for DynTable {
    type Target = DynSnapshot;

    fn deref(&self) -> &DynSnapshot {
        &self.state
    }
}

/// A table that goes on from a snapshot.
impl From<DynSnapshot> for DynTable {
    fn from(state: DynSnapshot) -> Self {
        DynTable {
            state,
            contract: Contract::new(),
        }
    }
}

/// Two tables are equal where they have the same columns, and the same rows in the same order; `NaN` is the same as `NaN`.
impl PartialEq for DynTable {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<'a> IntoIterator for &'a DynTable {
    type Item = DynRow<'a>;
    type IntoIter = DynRows<'a>;

    fn into_iter(self) -> DynRows<'a> {
        self.state.iter()
    }
}
