use std::fmt;

use crate::query::{Filter, Predicate, Query, QueryError, plan};
use crate::record::{KeySpec, MemTable};
use crate::table::Snapshot;

/// A table that answers no question by a scan. Made by [`Snapshot::refuse_scans`].
///
/// ```
/// # use memtable::{MemTable, Table};
/// # #[derive(MemTable, Clone, Debug)]
/// # struct User { #[memtable(primary_key)] id: u64, age: u8 }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let users = Table::from_rows([User { id: 1, age: 40 }])?;
/// let users = users.refuse_scans();
///
/// assert_eq!(users.filter(User::ID.eq(1).and(User::AGE.ge(18)))?.count(), 1);
/// assert_eq!(
///     users.filter(User::AGE.ge(18)).unwrap_err().to_string(),
///     "`user`: no index answers age >= 18, and scans are refused; there are indexes on (id)"
/// );
/// # Ok(())
/// # }
/// ```
pub struct IndexedOnly<'t, R> {
    table: &'t Snapshot<R>,
}

impl<'t, R: MemTable> IndexedOnly<'t, R> {
    pub(super) fn new(table: &'t Snapshot<R>) -> Self {
        IndexedOnly { table }
    }

    /// The rows for which the condition is true.
    ///
    /// # Errors
    /// [`QueryError::ScanRefused`] where no index answers a part of the condition that all rows must satisfy.
    pub fn filter<P: Predicate<R>>(
        &self,
        condition: Filter<R, P>,
    ) -> Result<Query<'t, R, impl Predicate<R> + use<'t, R, P>>, QueryError> {
        let query = self.table.query().filter(condition);
        if plan::is_indexed(self.table.rows(), &query.predicate) {
            return Ok(query);
        }
        Err(QueryError::ScanRefused {
            table: R::NAME,
            condition: Box::new(query.condition()),
            indexes: self.table.rows().keys().iter().map(columns).collect(),
        })
    }
}

/// The names of a key's columns.
pub(super) fn columns<R: MemTable>(spec: &KeySpec<R>) -> Vec<&'static str> {
    let columns = spec.columns.iter();
    let columns = columns.filter_map(|column| R::SCHEMA.columns.get(*column));
    columns.map(|column| &*column.name).collect()
}

impl<R: MemTable> fmt::Debug for IndexedOnly<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndexedOnly({})", R::NAME)
    }
}
