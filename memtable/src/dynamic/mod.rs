//! Data whose shape nobody wrote down: tables on Arrow, whose schema is known at run time only.
//!
//! A [`Schema`](crate::schema::Schema) made at run time says what a derived one says, and means the same. Its values live in
//! Arrow columns; which Arrow type holds which column is the matter of [`arrow_type`], and a single cell of an
//! array is read and made by [`cell`].
//!
//! A [`DynTable`] holds rows of such a schema: with the verbs of a [`Table`](crate::Table), its atomicity, its reports and its
//! counts. A [`DynWrite`] is a write with its options; a [`Contract`] says what rows may change of the schema.
//!
//! [`load`] makes tables of CSV, JSON, rows and Parquet files, with the types of their columns inferred.

pub mod arrow_type;
pub mod cell;
mod contract;
mod describe;
mod filter;
mod infer;
mod keys;
pub mod load;
mod merge;
pub mod rule;
mod store;
mod suggest;
mod table;
mod to_rust;
mod typed;
mod write;

pub use contract::{Contract, OnChange};
pub use describe::{Bin, ColumnDescription, Description};
pub use filter::{ColumnRef, IntoCondition, Order, col};
pub use store::DynHandle;
pub(crate) use store::columns_of;
pub use suggest::{Suggestion, Suggestions};
pub(crate) use table::Asked;
pub use table::{DynRow, DynRows, DynSnapshot, DynTable, DynUpdate};
pub use to_rust::NoStruct;
pub(crate) use typed::alike;
pub use typed::{Mismatch, NotTyped, batch_of};
pub use write::{DynOutcome, DynQuarantine, DynWrite, IntoBatches, NullKeys};
