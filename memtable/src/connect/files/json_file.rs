use std::fmt;
use std::path::PathBuf;

use crate::connect::file::FileTable;
use crate::connect::files::is_a_file;
use crate::connect::rows::StructRows;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::io::FileFormat;
use crate::io::json::{JsonLayout, JsonOptions};
use crate::record::MemTable;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A JSON file as source and destination of rows of a struct, an array of objects or an object a line: what
/// `connector: json` makes.
///
/// Lines are read as their rows are asked for; an array is held in memory as text. A write lands whole: what was there stays
/// until all rows are written beside it.
///
/// ```
/// use memtable::connect::{JsonFile, RowsSource, copy};
/// use memtable::MemTable;
///
/// #[derive(MemTable, Clone)]
/// struct City { name: String, people: Option<u32> }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let path = std::env::temp_dir().join(format!("memtable-cities-{}.jsonl", std::process::id()));
/// copy(&RowsSource::new([City { name: "Bern".into(), people: None }]), &JsonFile::new(&path))?;
/// assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), "{\"name\":\"Bern\",\"people\":null}\n");
/// # std::fs::remove_file(path).ok();
/// # Ok(())
/// # }
/// ```
///
/// See also: [`Table::from_json_path`](crate::Table::from_json_path), for all rows at once.
pub struct JsonFile<R> {
    file: FileTable<StructRows<R>, JsonOptions>,
}

impl<R: MemTable> JsonFile<R> {
    /// How rows lie in a file that is written anew; by default in an array where its name ends in `.json`, else in lines.
    #[must_use]
    pub fn layout(self, layout: JsonLayout) -> Self {
        JsonFile {
            file: self.file.with(|format| format.layout = Some(layout)),
        }
    }

    /// The file, whose keys that are no columns are passed over, instead of being an error.
    #[must_use]
    pub fn ignore_unknown_columns(self) -> Self {
        JsonFile {
            file: self.file.with(FileFormat::ignore_unknown),
        }
    }
}

is_a_file!(JsonFile, JsonOptions);
