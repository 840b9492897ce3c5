//! Assertions on tables, and tables as text.
//!
//! What is compared is decided in values ([`Comparison`], [`ChangesFound`]) that know how to print themselves; the macros only
//! panic with them, at the caller's line. A table that has a primary key is compared by it, any other as rows in no order.
//!
//! Typed and dynamic tables are compared alike, and with each other; columns of a dynamic one are named by their texts, and its
//! rows are said as tuples: `assert_rows!(cities, [("Bern", 134_591), ("Basel", 170_000)])`.
//!
//! ```
//! use memtable::{MemTable, Table, assert_changes, assert_rows, assert_table_eq, assert_valid, assert_violates};
//!
//! #[derive(MemTable, Clone, Debug, PartialEq)]
//! struct User {
//!     #[memtable(primary_key)]
//!     id: u64,
//!     #[memtable(range(0..=150))]
//!     age: u8,
//! }
//!
//! # fn main() -> Result<(), memtable::Rejected<User>> {
//! let mut users = Table::from_rows([User { id: 1, age: 34 }, User { id: 2, age: 40 }])?;
//! let before = users.snapshot();
//! users.merge([User { id: 2, age: 41 }, User { id: 3, age: 7 }])?;
//!
//! assert_rows!(users, [User { id: 1, age: 34 }, User { id: 3, age: 7 }, User { id: 2, age: 41 }]);
//! assert_changes!(before, users, inserted: [3], updated: [(2, User::AGE, 40 => 41)], deleted: []);
//! assert_table_eq!(users, users.snapshot(), ignoring(User::AGE), in_order());
//! assert_valid!(users);
//! assert_violates!(User { id: 9, age: 151 }, User::AGE, range);
//! # Ok(())
//! # }
//! ```

mod assert;
mod changes;
mod compare;
#[cfg(feature = "dynamic")]
mod dynamic;
mod keyed;
mod page;
mod paint;
mod rows;
mod rules;
mod rust;
mod said;
mod sheet;
mod text;
#[doc(hidden)]
pub mod words;

pub use changes::{Changed, ChangesFound, SaidColumn};
pub use compare::{CellDifference, Comparison, RowDifference, compare};
pub use rows::{ColumnName, RowsLike, Tabular};
pub use rules::{Broken, Judged, Judgement};
pub use rust::value;
pub use said::Said;
pub use sheet::Sheet;

#[doc(hidden)]
pub use assert::fail;
