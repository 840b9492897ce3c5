//! Rows from and to JSON: an array of objects, or an object a line.
//!
//! Which of the two an input is, its first character says. A key that a row has not is an absent value, which is the
//! column's default, else null where the column has nulls.
//!
//! What JSON has no value for is text: dates, times and UUIDs in their usual forms, decimals with all their digits (numbers
//! are read too), `"NaN"`, `"inf"` and `"-inf"`. Bytes are a list of numbers. So is it in
//! [`Schema::to_json_schema`](crate::Schema::to_json_schema).

mod format;
mod read;
mod table;
mod value;
mod write;

pub(crate) use read::{JsonOptions, JsonReader};
#[cfg(feature = "csv")]
pub(crate) use value::read_value;
pub use write::JsonLayout;
pub(crate) use write::JsonWriter;
#[cfg(feature = "csv")]
pub(crate) use write::write_value;

use std::io::{BufWriter, Read, Write};

use crate::error::Error;
use crate::io::{ReadRows, RowBuilder};
use crate::record::MemTable;

/// Reads rows from a JSON array of objects, or from an object a line.
///
/// Lines are read one by one; an array is held in memory as a whole.
///
/// ```
/// # use memtable::{MemTable, io::json};
/// #[derive(MemTable, Clone, Debug, PartialEq)]
/// struct Reading {
///     place: String,
///     celsius: Option<f64>,
/// }
///
/// let array = r#"[{"place": "attic", "celsius": 1.5}, {"place": "cellar"}]"#;
/// let lines = "{\"place\": \"attic\", \"celsius\": 1.5}\n{\"celsius\": null, \"place\": \"cellar\"}\n";
/// let rows: Vec<Reading> = json::read(array.as_bytes())?;
/// assert_eq!(rows, json::read::<Reading>(lines.as_bytes())?);
/// assert_eq!(rows[1], Reading { place: "cellar".into(), celsius: None });
/// # Ok::<(), memtable::Error>(())
/// ```
///
/// # Errors
/// - [`Error::Unreadable`], with every fault and its line; the rules of the struct are a [`Table`](crate::Table)'s to keep
/// - [`Error::Connector`] where the input fails
///
/// See also: [`Table::from_json`](crate::Table::from_json).
pub fn read<R: MemTable>(input: impl Read) -> Result<Vec<R>, Error> {
    JsonReader::new(input, JsonOptions::default(), RowBuilder::typed()).read_all()
}

/// Writes rows as a JSON array, a line for each.
///
/// # Errors
/// [`Error::Connector`] where the output fails.
pub fn write<'r, R: MemTable + 'r>(
    rows: impl IntoIterator<Item = &'r R>,
    output: impl Write,
) -> Result<(), Error> {
    write_as(rows, output, JsonLayout::Array)
}

/// Writes rows as JSON lines.
///
/// ```
/// # use memtable::{MemTable, io::json};
/// # #[derive(MemTable, Clone)]
/// # struct Reading { place: String, celsius: Option<f64> }
/// let mut written = Vec::new();
/// json::write_lines(&[Reading { place: "cellar".into(), celsius: None }], &mut written)?;
/// assert_eq!(written, b"{\"place\":\"cellar\",\"celsius\":null}\n");
/// # Ok::<(), memtable::Error>(())
/// ```
///
/// # Errors
/// [`Error::Connector`] where the output fails.
pub fn write_lines<'r, R: MemTable + 'r>(
    rows: impl IntoIterator<Item = &'r R>,
    output: impl Write,
) -> Result<(), Error> {
    write_as(rows, output, JsonLayout::Lines)
}

fn write_as<'r, R: MemTable + 'r>(
    rows: impl IntoIterator<Item = &'r R>,
    output: impl Write,
    layout: JsonLayout,
) -> Result<(), Error> {
    let accessors = R::accessors();
    let names = R::SCHEMA.columns.iter().map(|column| &*column.name);
    let mut writer = JsonWriter::new(BufWriter::new(output), layout, names);
    for row in rows {
        writer.row(accessors.iter().map(|accessor| (accessor.value)(row)))?;
    }
    writer.finish().map(drop)
}
