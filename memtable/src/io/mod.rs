//! Rows from and to files: CSV, JSON and Parquet, through the schema.
//!
//! Columns are found by name. What cannot be read is told all at once, each fault with its line, column, value and reason:
//! [`Error::Unreadable`](crate::Error::Unreadable); nothing is passed over, rounded or made up. What is written is read back
//! as it was.
//!
//! ```
//! use memtable::{MemTable, Table};
//!
//! #[derive(MemTable, Clone, Debug, PartialEq)]
//! #[memtable(name = "cities")]
//! struct City {
//!     #[memtable(primary_key)]
//!     name: String,
//!     people: Option<u32>,
//! }
//!
//! # fn main() -> Result<(), memtable::Error> {
//! let cities = Table::<City>::from_csv("people,name\n134591,Bern\n,\"Biel, Bienne\"\n".as_bytes())?;
//!
//! assert_eq!(cities.get("Bern").and_then(|city| city.people), Some(134_591));
//! assert_eq!(
//!     cities.to_json_lines(),
//!     "{\"name\":\"Bern\",\"people\":134591}\n{\"name\":\"Biel, Bienne\",\"people\":null}\n"
//! );
//! assert!(Table::<City>::from_json(cities.to_json_lines().as_bytes())? == cities);
//! # Ok(())
//! # }
//! ```

mod contract;
mod convert;
mod rows;

#[cfg(feature = "json")]
mod format;
#[cfg(feature = "yaml")]
mod judged;
#[cfg(feature = "json")]
mod lines;
#[cfg(all(feature = "dynamic", feature = "yaml"))]
mod load;
#[cfg(feature = "json")]
mod table;
#[cfg(feature = "csv")]
mod targets;
#[cfg(feature = "json")]
mod text;

#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;

#[cfg(feature = "yaml")]
pub(crate) use contract::Discards;
pub(crate) use rows::{Make, RowBuilder, Untyped};

#[cfg(feature = "json")]
pub(crate) use format::{FileFormat, WriteRows};
#[cfg(feature = "json")]
pub(crate) use lines::Lines;
#[cfg(all(feature = "dynamic", feature = "yaml"))]
pub(crate) use load::Load;
#[cfg(feature = "json")]
pub(crate) use table::read_table;
#[cfg(feature = "json")]
pub(crate) use text::{ReadRows, Typed, Unknown};
