use std::fmt;
use std::path::PathBuf;

use crate::connect::file::FileTable;
use crate::connect::files::is_a_file;
use crate::connect::rows::StructRows;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::io::FileFormat;
use crate::io::parquet::ParquetOptions;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A Parquet file as source and destination of rows of a struct: what `connector: parquet` makes.
///
/// Columns are found by name, and values converted where nothing is lost: an `int64` of 7 is a `u8`. Rows are read some at a
/// time; what is written is held in memory as columns, and lands whole. A file that is appended to is written anew.
///
/// ```
/// use memtable::connect::{ParquetFile, RowsSource, Source};
/// use memtable::dynamic::DynTable;
/// use memtable::MemTable;
///
/// #[derive(MemTable, Clone, Debug, PartialEq)]
/// struct City {
///     #[memtable(primary_key)]
///     name: String,
///     people: Option<u32>,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let path = std::env::temp_dir().join(format!("memtable-cities-{}.parquet", std::process::id()));
/// let bern = City { name: "Bern".into(), people: Some(134_591) };
/// RowsSource::new([bern.clone()]).write_to(&ParquetFile::new(&path))?;
///
/// let file = ParquetFile::<City>::new(&path);
/// let rows = file.read(&file.request())?.next().transpose()?;
/// assert_eq!(rows, Some(vec![bern]));
///
/// // The whole schema is in its metadata.
/// assert_eq!(DynTable::from_parquet(&path)?.schema(), City::SCHEMA);
/// # std::fs::remove_file(path)?;
/// # Ok(())
/// # }
/// ```
pub struct ParquetFile<R> {
    file: FileTable<StructRows<R>, ParquetOptions>,
}

impl<R: MemTable> ParquetFile<R> {
    /// The file, whose columns that the rows have not are passed over, instead of being an error.
    #[must_use]
    pub fn ignore_unknown_columns(self) -> Self {
        ParquetFile {
            file: self.file.with(FileFormat::ignore_unknown),
        }
    }
}

is_a_file!(ParquetFile, ParquetOptions);
