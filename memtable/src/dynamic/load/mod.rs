//! Tables from CSV, JSON, rows, record batches and Parquet files.
//!
//! A text is read once: each column is built as the type that its values have so far, and what does not fit widens it. Batches of
//! an earlier, narrower type are read once more in the end, from the text itself, so that no digit is lost.

mod arrow;
mod batch;
mod column;
mod csv;
mod error;
mod input;
mod json;
mod loaded;
mod options;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod table;

#[cfg(test)]
mod tests;

pub use crate::dynamic::infer::{BadFormat, ColumnInference, Inference, Note, OnMixed, Step};
pub use csv::Csv;
pub use error::{LoadError, Place, Since};
pub use input::Input;
pub use json::Json;
pub use table::Loaded;

pub(crate) use loaded::Inferred;
#[cfg(feature = "parquet")]
pub(crate) use parquet::ParquetBatches;
pub(in crate::dynamic) use rows::{NoRow, cells_of, to_json};
