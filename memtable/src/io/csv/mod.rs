//! Rows from and to CSV.
//!
//! Read is what RFC 4180 says, and what files have beside it: a byte order mark, `\n`, `\r\n` or `\r` after each line, line
//! breaks inside quotes. The first line names the columns, in any order.
//!
//! A cell that is empty and not quoted is a null; in a text column without nulls it is the empty text, as `""` is in every
//! text column. Lists and structs are JSON in their cell, bytes are `0x00ff`.

#[cfg(feature = "dynamic")]
mod dynamic;
mod format;
#[cfg(all(feature = "dynamic", feature = "yaml"))]
mod load;
mod options;
mod read;
mod scan;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use options::CsvOptions;
pub(crate) use read::CsvReader;
pub(crate) use write::CsvWriter;

use std::io::{Read, Write};

use crate::error::Error;
use crate::record::MemTable;

/// Reads rows from CSV, with the columns named in its first line.
///
/// ```
/// # use memtable::{MemTable, io::csv};
/// #[derive(MemTable, Clone, Debug, PartialEq)]
/// struct Reading {
///     place: String,
///     celsius: Option<f64>,
/// }
///
/// let rows: Vec<Reading> = csv::read("celsius,place\n1.5,attic\n,\"cellar, left\"\n".as_bytes())?;
///
/// assert_eq!(rows[0], Reading { place: "attic".into(), celsius: Some(1.5) });
/// assert_eq!(rows[1], Reading { place: "cellar, left".into(), celsius: None });
/// # Ok::<(), memtable::Error>(())
/// ```
///
/// # Errors
/// - [`Error::Unreadable`], with every fault and its line; the rules of the struct are a [`Table`](crate::Table)'s to keep
/// - [`Error::Connector`] where the input fails
///
/// See also: [`CsvOptions`] for other separators, nulls and names; [`Table::from_csv`](crate::Table::from_csv).
pub fn read<R: MemTable>(input: impl Read) -> Result<Vec<R>, Error> {
    CsvOptions::new().read(input)
}

/// Writes rows as CSV, with the columns named in its first line.
///
/// ```
/// # use memtable::{MemTable, io::csv};
/// # #[derive(MemTable, Clone)]
/// # struct Reading { place: String, celsius: Option<f64> }
/// let mut written = Vec::new();
/// csv::write(&[Reading { place: "cellar, left".into(), celsius: None }], &mut written)?;
/// assert_eq!(written, b"place,celsius\n\"cellar, left\",\n");
/// # Ok::<(), memtable::Error>(())
/// ```
///
/// # Errors
/// [`Error::Connector`] where the output fails.
pub fn write<'r, R: MemTable + 'r>(
    rows: impl IntoIterator<Item = &'r R>,
    output: impl Write,
) -> Result<(), Error> {
    CsvOptions::new().write(rows, output)
}
