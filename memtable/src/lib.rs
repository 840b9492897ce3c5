//! Typed, validated, atomic tables in memory: one Rust struct is the schema, the validator and the row.
//!
//! ```
//! use memtable::{MemTable, MemValue, Table};
//!
//! #[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
//! enum Plan {
//!     Free,
//!     Pro,
//! }
//!
//! /// A person with an account.
//! #[derive(MemTable, Clone, Debug, PartialEq)]
//! struct User {
//!     #[memtable(primary_key)]
//!     id: u64,
//!     #[memtable(unique, email)]
//!     email: String,
//!     #[memtable(range(0..=150))]
//!     age: Option<u8>,
//!     #[memtable(index)]
//!     plan: Plan,
//! }
//!
//! # fn main() -> Result<(), memtable::Rejected<User>> {
//! let ann = User { id: 7, email: "ann@example.com".into(), age: Some(34), plan: Plan::Pro };
//! let bob = User { id: 8, email: "bob@example.com".into(), age: None, plan: Plan::Free };
//!
//! let mut users = Table::<User>::new();
//! users.append([ann.clone(), bob])?;
//!
//! // A write lands whole, or leaves the table as it was and gives the rows back.
//! let wrong = User { id: 9, age: Some(212), ..ann.clone() };
//! let rejected = users.append([wrong]).unwrap_err();
//! assert_eq!(
//!     rejected.to_string(),
//!     "\
//! user: the row breaks a rule (2 violations)
//!
//!   row 0 (id 9)  email  \"ann@example.com\"  is taken by row 0 of the table (id 7)  MT0132 unique
//!   row 0 (id 9)  age    212                must lie in 0..=150                    MT0101 range"
//! );
//!
//! let before = users.snapshot();
//! let written = users.merge([User { age: Some(35), ..ann }])?;
//! assert_eq!(written.updated, 1);
//!
//! assert_eq!(users.get(&7).and_then(|user| user.age), Some(35));
//! assert_eq!(users.find_by(User::PLAN, &Plan::Free).count(), 1);
//! assert_eq!(users.changes_since(&before).updated[0].columns, ["age"]);
//! # Ok(())
//! # }
//! ```
//!
//! # The types
//!
//! - [`MemTable`] is what a struct derives to be a row; its attributes are on the page of the
//!   [derive](macro@MemTable). [`MemValue`] is what the type of a column is.
//! - [`Table`] holds rows. [`Snapshot`] is a table at one moment, and has all reads. [`table`](mod@table) has what they return.
//! - [`Write`](write::Write) is a write with its options; [`Written`] counts what it did, and [`Rejected`] gives refused rows
//!   back with a [`Report`] of every [`Violation`].
//! - [`Schema`] is what a table is, as data: [`User::SCHEMA`](MemTable::SCHEMA) is a constant. [`Value`] is any cell.
//! - [`Col`] is a typed column: `User::EMAIL` is a constant of this type, of no size. [`query`] is what a table is asked
//!   through its columns: `users.filter(User::AGE.ge(18)).order_by(User::NAME.asc())`.
//!
//! - [`table!`] is a table in code, [`fixture_file!`] the rows of a file, each checked by the compiler; [`messages`] explains what it
//!   says.
//! - [`io`] reads and writes rows as CSV and JSON: `Table::<User>::from_csv(file)?`, `users.to_json_lines()`.
//! - [`Store`] holds named tables, shared between threads, and the references between them. [`connect`] makes its tables the
//!   sources and destinations of a pipeline.
//!
//! # What it does
//!
//! - Keeps primary keys, unique columns, indexes and rules at all times; [`Table::write`] is all or nothing.
//! - Tells every violation of a batch, and not just the first: row, key, column, value and rule, with a stable code.
//! - Copies on write: a snapshot costs a copy of a pointer for some ten thousand rows; a write after it costs the rows that it
//!   touches, now and then 128 at once, and a part of each index whose key changes.
//!
//! # What it does not do
//!
//! - It is no database: it holds what fits in memory, and keeps no file.
//! - References between tables ([`Schema::references`]) are held by a [`Store`]; a table alone knows no other.
//! - `usize` columns are stored as 64 bits, and a row is cloned when it is updated beside a snapshot: rows are `Clone`.
//!
//! # Features
//!
//! - `derive` (default): the two derives.
//! - `store` (default): [`Store`], [`io`] and [`connect`]. `json` has it too, and so has all that is built on it.
//! - `serde` (default): [`Schema`], [`Value`] and [`Report`] in any format of serde.
//! - `csv` (default): rows from and to CSV.
//! - `json` (default): rows from and to JSON, [`Schema::to_json_schema`], and columns of `serde_json::Value`.
//! - `yaml` (default): connectors and pipelines set up in a file of YAML or JSON; `docs/connectors.schema.json` completes it in
//!   editors.
//! - `toml`: such files in TOML.
//! - `fixtures` (default): rows made by the rules of their struct.
//! - `testing` (default): assertions on tables, and tables as Markdown and Rust.
//! - `dynamic`: tables whose schema is inferred, or known at run time only, on Arrow.
//! - `parquet`: Parquet files, into such tables, and as sources and destinations.
//! - `proptest`: strategies for property tests.
//! - `uuid`, `decimal`: columns of `uuid::Uuid` and `rust_decimal::Decimal`.
//! - `full`: all of them.

pub mod error;
mod grid;
pub mod query;
pub mod record;
pub mod schema;
pub mod table;
pub mod validate;
pub mod write;

#[cfg(feature = "store")]
pub mod connect;
#[cfg(feature = "dynamic")]
pub mod dynamic;
#[cfg(feature = "fixtures")]
pub mod fixture;
#[cfg(feature = "store")]
pub mod io;
#[cfg(feature = "store")]
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;

#[cfg(all(feature = "derive", feature = "fixtures", feature = "testing"))]
#[doc = include_str!("../docs/first_tests.md")]
#[expect(
    clippy::test_attr_in_doctest,
    reason = "the guide is a file of tests, which runs as `tests/guide.rs`"
)]
pub mod guide {}

#[cfg(feature = "derive")]
#[doc = include_str!("../docs/messages.md")]
pub mod messages {}

#[doc(hidden)]
pub mod private;

pub use error::Error;
pub use record::{Col, Keyed, MemTable, MemValue};
pub use schema::{Schema, Value};
pub use table::{Snapshot, Table};
pub use validate::{Report, Violation};
pub use write::{Rejected, Written};

#[cfg(feature = "store")]
pub use store::Store;

#[cfg(feature = "derive")]
pub use memtable_derive::{MemTable, MemValue};
