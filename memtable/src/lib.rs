//! Typed, validated, atomic in-memory tables, derived from a struct.

mod grid;
pub mod record;
pub mod schema;
pub mod table;
pub mod validate;
pub mod write;

#[cfg(feature = "fixtures")]
pub mod fixture;
#[cfg(feature = "testing")]
pub mod testing;

#[cfg(all(feature = "derive", feature = "fixtures", feature = "testing"))]
#[doc = include_str!("../docs/first_tests.md")]
pub mod guide {}

#[doc(hidden)]
pub mod private;

pub use record::{Col, Keyed, MemTable, MemValue};
pub use schema::{Schema, Value};
pub use table::{Snapshot, Table};
pub use validate::{Report, Violation};
pub use write::{Rejected, Written};

#[cfg(feature = "derive")]
pub use memtable_derive::{MemTable, MemValue};
