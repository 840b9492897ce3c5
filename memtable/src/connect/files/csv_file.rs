use std::fmt;
use std::path::PathBuf;

use crate::connect::file::FileTable;
use crate::connect::files::is_a_file;
use crate::connect::rows::StructRows;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::io::csv::CsvOptions;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A CSV file as source and destination of rows of a struct: what `connector: csv` makes.
///
/// It is read as its rows are asked for, some at a time. A write lands whole: what was there stays until all rows are written
/// beside it.
///
/// ```
/// use memtable::connect::{CsvFile, copy};
/// use memtable::io::csv::CsvOptions;
/// use memtable::{MemTable, Store};
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "cities")]
/// struct City {
///     #[memtable(primary_key)]
///     name: String,
///     people: Option<u32>,
/// }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let path = std::env::temp_dir().join(format!("memtable-cities-{}.csv", std::process::id()));
/// let file = CsvFile::new(&path).options(CsvOptions::new().delimiter(b';'));
/// let cities = Store::new().create::<City>("cities")?;
/// cities.append([City { name: "Bern".into(), people: Some(134_591) }])?;
///
/// copy(&cities, &file)?;
/// assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), "name;people\nBern;134591\n");
///
/// // The key is there already: told by the line of the file.
/// let refused = copy(&file, &cities).map(drop).unwrap_err();
/// assert!(refused.to_string().contains("line 2  name  \"Bern\"  is taken by row 0 of the table"));
/// # std::fs::remove_file(path).ok();
/// # Ok(())
/// # }
/// ```
///
/// See also: [`Table::from_csv_path`](crate::Table::from_csv_path), for all rows at once.
pub struct CsvFile<R> {
    file: FileTable<StructRows<R>, CsvOptions>,
}

impl<R: MemTable> CsvFile<R> {
    /// The file with other separators, nulls and names.
    #[must_use]
    pub fn options(self, options: CsvOptions) -> Self {
        CsvFile {
            file: self.file.with(|format| *format = options),
        }
    }
}

is_a_file!(CsvFile, CsvOptions);
