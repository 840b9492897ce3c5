use std::io::Read;
use std::path::Path;

use crate::error::Error;
use crate::io::csv::{self, CsvOptions};
use crate::record::MemTable;
use crate::table::{Snapshot, Table};

impl<R: MemTable> Table<R> {
    /// Reads a table from CSV, with the columns named in its first line, in any order.
    ///
    /// ```
    /// use memtable::{MemTable, Table};
    ///
    /// #[derive(MemTable, Clone)]
    /// #[memtable(name = "users")]
    /// struct User {
    ///     #[memtable(primary_key)]
    ///     id: u64,
    ///     #[memtable(email)]
    ///     email: String,
    /// }
    ///
    /// let users = Table::<User>::from_csv("email,id\nann@example.com,7\n".as_bytes())?;
    /// assert_eq!(users.get(&7).map(|user| &*user.email), Some("ann@example.com"));
    ///
    /// let wrong = Table::<User>::from_csv("email,id\nann@example.com,7\nbob@,x\n".as_bytes());
    /// assert_eq!(
    ///     wrong.err().map(|error| error.to_string()).as_deref(),
    ///     Some("\
    /// csv: 1 of 2 rows cannot be read (1 fault)
    ///
    ///   line 3  id  \"x\"  must be uint64, a whole number in 0..=18446744073709551615"
    ///     ),
    /// );
    /// # Ok::<(), memtable::Error>(())
    /// ```
    ///
    /// # Errors
    /// - [`Error::Unreadable`], with every cell that cannot be read and every rule that a readable row breaks, by lines; keys
    ///   are looked at once all rows can be read
    /// - [`Error::Connector`] where the input fails
    ///
    /// See also: [`CsvOptions`] for other separators, nulls and names.
    pub fn from_csv(input: impl Read) -> Result<Self, Error> {
        CsvOptions::new().read_table(input)
    }

    /// Reads a table from a CSV file, which messages name.
    ///
    /// # Errors
    /// As [`from_csv`](Self::from_csv); also where the file cannot be opened.
    pub fn from_csv_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        CsvOptions::new().read_table_path(path)
    }
}

impl<R: MemTable> Snapshot<R> {
    /// The rows as CSV, with a header; an empty cell where there is no value, `""` where there is an empty text.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct City { name: String, people: Option<u32> }
    /// # fn main() -> Result<(), memtable::Error> {
    /// let cities = Table::from_rows([City { name: "Bern, Berne".into(), people: None }])?;
    /// assert_eq!(cities.to_csv(), "name,people\n\"Bern, Berne\",\n");
    /// assert!(Table::<City>::from_csv(cities.to_csv().as_bytes())? == cities);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See also: [`csv::write`], which writes to a file.
    pub fn to_csv(&self) -> String {
        let mut written = Vec::new();
        // Writing to bytes does not fail, and what is written of texts is text.
        let _written = csv::write(self.iter(), &mut written);
        String::from_utf8(written).unwrap_or_default()
    }
}
