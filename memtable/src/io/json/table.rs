use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Error;
use crate::io::json::{self, JsonOptions, JsonReader};
use crate::io::{RowBuilder, read_table};
use crate::record::MemTable;
use crate::table::{Snapshot, Table};

impl<R: MemTable> Table<R> {
    /// Reads a table from a JSON array of objects, or from an object a line: see [`json::read`].
    ///
    /// # Errors
    /// - [`Error::Unreadable`], with every value that cannot be read and every rule that a readable row breaks, by lines;
    ///   keys are looked at once all rows can be read
    /// - [`Error::Connector`] where the input fails
    pub fn from_json(input: impl Read) -> Result<Self, Error> {
        let options = JsonOptions::default();
        read_table(&mut JsonReader::new(input, options, RowBuilder::typed()))
    }

    /// Reads a table from a JSON file, which messages name.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json); also where the file cannot be opened.
    pub fn from_json_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let input = path.as_ref().display().to_string();
        let file = File::open(path).map_err(|cause| Error::connector(input.clone(), cause))?;
        let options = JsonOptions {
            input,
            ..JsonOptions::default()
        };
        read_table(&mut JsonReader::new(file, options, RowBuilder::typed()))
    }
}

impl<R: MemTable> Snapshot<R> {
    /// The rows as a JSON array, a line for each.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct City { name: String, people: Option<u32> }
    /// # fn main() -> Result<(), memtable::Error> {
    /// let cities = Table::from_rows([City { name: "Bern".into(), people: None }])?;
    /// assert_eq!(cities.to_json(), "[\n  {\"name\":\"Bern\",\"people\":null}\n]\n");
    /// assert!(Table::<City>::from_json(cities.to_json().as_bytes())? == cities);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See also: [`json::write`], which writes to a file.
    pub fn to_json(&self) -> String {
        let mut written = Vec::new();
        // Writing to bytes does not fail, and what is written of texts is text.
        let _written = json::write(self.iter(), &mut written);
        String::from_utf8(written).unwrap_or_default()
    }

    /// The rows as JSON lines.
    ///
    /// See also: [`json::write_lines`], which writes to a file.
    pub fn to_json_lines(&self) -> String {
        let mut written = Vec::new();
        // Writing to bytes does not fail, and what is written of texts is text.
        let _written = json::write_lines(self.iter(), &mut written);
        String::from_utf8(written).unwrap_or_default()
    }
}
