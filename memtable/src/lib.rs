//! Typed, validated, atomic in-memory tables, derived from a struct.

pub mod connect;
pub mod error;
mod grid;
pub mod record;
pub mod schema;
pub mod store;
pub mod table;
pub mod validate;
pub mod write;

#[doc(hidden)]
pub mod private;

pub use error::Error;
pub use record::{Col, Keyed, MemTable, MemValue};
pub use schema::{Schema, Value};
pub use store::Store;
pub use table::{Snapshot, Table};
pub use validate::{Report, Violation};
pub use write::{Rejected, Written};

#[cfg(feature = "derive")]
pub use memtable_derive::{MemTable, MemValue};
