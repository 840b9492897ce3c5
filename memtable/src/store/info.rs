use crate::store::catalog::Slot;

/// How big a table of a store is: answered by [`Store::info`](crate::Store::info).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// The name in the store.
    pub name: String,
    /// How many rows there are.
    pub n_rows: usize,
    /// How many columns there are.
    pub n_columns: usize,
    /// The bytes that rows and indexes take.
    pub bytes: usize,
    /// How many commits changed the table since it was made.
    pub version: u64,
}

impl TableInfo {
    pub(super) fn of(name: &str, slot: &Slot) -> Self {
        TableInfo {
            name: name.to_owned(),
            n_rows: slot.table.n_rows(),
            n_columns: slot.table.schema().columns.len(),
            bytes: slot.table.memory_usage().total(),
            version: slot.version,
        }
    }
}
