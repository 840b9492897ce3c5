use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use crate::error::Error;
use crate::io::csv::{CsvReader, CsvWriter};
use crate::io::{ReadRows, RowBuilder, Typed, Unknown, read_table};
use crate::record::MemTable;
use crate::table::Table;

/// How CSV is read and written, where it is not as it is usually.
///
/// ```
/// # use memtable::{MemTable, io::csv::CsvOptions};
/// # #[derive(MemTable, Clone, Debug, PartialEq)]
/// # struct Reading { place: String, celsius: Option<f64> }
/// let options = CsvOptions::new()
///     .delimiter(b';')
///     .null("n/a")
///     .rename("temperature", "celsius")
///     .ignore_unknown_columns();
/// let rows: Vec<Reading> = options.read("place;temperature;by\nattic;n/a;ann\n".as_bytes())?;
/// assert_eq!(rows, [Reading { place: "attic".into(), celsius: None }]);
/// # Ok::<(), memtable::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    pub(super) delimiter: u8,
    pub(super) header: Header,
    pub(super) nulls: Vec<String>,
    pub(super) renames: Vec<(String, String)>,
    pub(super) unknown: Unknown,
    pub(super) input: String,
}

/// Where the names of the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    FirstLine,
    Absent,
}

impl CsvOptions {
    /// Commas, names in the first line, no nulls but the empty cell.
    pub fn new() -> Self {
        CsvOptions {
            delimiter: b',',
            header: Header::FirstLine,
            nulls: Vec::new(),
            renames: Vec::new(),
            unknown: Unknown::Refuse,
            input: String::from("csv"),
        }
    }

    /// What stands between two cells: `b';'`, `b'\t'`. A quote or the end of a line cannot, and is taken as a comma.
    #[must_use]
    pub const fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = match delimiter {
            b'"' | b'\n' | b'\r' => b',',
            other => other,
        };
        self
    }

    /// No line names the columns: the cells are in the order of the schema.
    #[must_use]
    pub const fn without_header(mut self) -> Self {
        self.header = Header::Absent;
        self
    }

    /// An unquoted cell of this text is a null too.
    #[must_use]
    pub fn null(mut self, text: impl Into<String>) -> Self {
        self.nulls.push(text.into());
        self
    }

    /// The column that the first line calls `name` is the table's `column`. Writing keeps the names of the table.
    #[must_use]
    pub fn rename(mut self, name: impl Into<String>, column: impl Into<String>) -> Self {
        self.renames.push((name.into(), column.into()));
        self
    }

    /// Columns that the table has not are passed over, instead of being an error.
    #[must_use]
    pub const fn ignore_unknown_columns(mut self) -> Self {
        self.unknown = Unknown::Ignore;
        self
    }

    /// What messages call the input: a path. Else it is `csv`.
    #[must_use]
    pub fn named(mut self, input: impl Into<String>) -> Self {
        self.input = input.into();
        self
    }

    /// Reads rows: see [`csv::read`](crate::io::csv::read).
    ///
    /// # Errors
    /// As [`csv::read`](crate::io::csv::read).
    pub fn read<R: MemTable>(&self, input: impl Read) -> Result<Vec<R>, Error> {
        self.reader(input)?.read_all()
    }

    /// Reads rows from a file, which messages name.
    ///
    /// # Errors
    /// As [`csv::read`](crate::io::csv::read); also where the file cannot be opened.
    pub fn read_path<R: MemTable>(&self, path: impl AsRef<Path>) -> Result<Vec<R>, Error> {
        let (file, named) = self.opened(path.as_ref())?;
        named.read(file)
    }

    /// Reads a table, whose rules the rows keep: see [`Table::from_csv`].
    ///
    /// # Errors
    /// As [`Table::from_csv`].
    pub fn read_table<R: MemTable>(&self, input: impl Read) -> Result<Table<R>, Error> {
        read_table(&mut self.reader(input)?)
    }

    /// Reads a table from a file, which messages name.
    ///
    /// # Errors
    /// As [`Table::from_csv`]; also where the file cannot be opened.
    pub fn read_table_path<R: MemTable>(&self, path: impl AsRef<Path>) -> Result<Table<R>, Error> {
        let (file, named) = self.opened(path.as_ref())?;
        named.read_table(file)
    }

    /// Writes rows: see [`csv::write`](crate::io::csv::write).
    ///
    /// # Errors
    /// As [`csv::write`](crate::io::csv::write).
    pub fn write<'r, R: MemTable + 'r>(
        &self,
        rows: impl IntoIterator<Item = &'r R>,
        output: impl Write,
    ) -> Result<(), Error> {
        let accessors = R::accessors();
        let mut writer = CsvWriter::new(BufWriter::new(output), self.clone());
        writer.header(R::SCHEMA.columns.iter().map(|column| &*column.name))?;
        for row in rows {
            writer.row(accessors.iter().map(|accessor| (accessor.value)(row)))?;
        }
        writer.finish().map(drop)
    }

    /// The file, and the options that name it.
    pub(crate) fn opened(&self, path: &Path) -> Result<(File, CsvOptions), Error> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|cause| Error::connector(name.clone(), cause))?;
        Ok((file, self.clone().named(name)))
    }

    /// Rows of a struct, some at a time.
    pub(crate) fn reader<R: MemTable, I: Read>(
        &self,
        input: I,
    ) -> Result<CsvReader<Typed<R>, I>, Error> {
        CsvReader::new(input, self.clone(), RowBuilder::typed())
    }
}

impl Default for CsvOptions {
    fn default() -> Self {
        CsvOptions::new()
    }
}
