//! What must hold of any file of Parquet.

use memtable::dynamic::DynTable;

/// Any bytes are loaded as Parquet, or refused.
pub(crate) fn parquet(bytes: &[u8]) {
    if let Ok(table) = DynTable::from_parquet(bytes) {
        table.verify().expect("what is loaded is whole");
    }
}
