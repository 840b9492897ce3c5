//! Rows from and to Parquet: columns by name, values without loss.
//!
//! The files have the whole schema in their metadata, and so are tables again with
//! [`DynTable::from_parquet`](crate::dynamic::DynTable::from_parquet).

mod format;
#[cfg(feature = "yaml")]
mod load;
mod read;
mod write;

pub(crate) use format::ParquetOptions;
pub(crate) use read::ParquetReader;
pub(crate) use write::ParquetWriter;
