//! Data whose shape nobody wrote down: tables on Arrow, whose schema is known at run time only.
//!
//! A [`Schema`](crate::schema::Schema) made at run time says what a derived one says, and means the same. Its values live in
//! Arrow columns; which Arrow type holds which column is the matter of [`arrow_type`], and a single cell of an
//! array is read and made by [`cell`].
//!
//! A [`DynTable`] holds rows of such a schema: with the verbs of a [`Table`](crate::Table), its atomicity, its reports and its
//! counts. A [`DynWrite`] is a write with its options; a [`Contract`] says what rows may change of the schema.

pub mod arrow_type;
pub mod cell;
mod contract;
mod filter;
mod keys;
mod merge;
mod store;
mod table;
mod write;

pub use contract::{Contract, OnChange};
pub use filter::{ColumnRef, IntoCondition, Order, col};
pub use store::DynHandle;
pub use table::{DynRow, DynRows, DynSnapshot, DynTable, DynUpdate};
pub use write::{DynOutcome, DynQuarantine, DynWrite, IntoBatches, NullKeys};
