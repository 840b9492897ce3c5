//! Files whose columns have the types that their values say.

use std::path::Path;

use crate::dynamic::DynTable;
use crate::dynamic::load::{Json, LoadError};
use crate::error::Error;
use crate::io::json::JsonOptions;
use crate::io::{FileFormat, Unknown};
use crate::schema::DataType;

/// A format whose files can be read without a schema.
pub(crate) trait Load: FileFormat {
    /// What becomes of columns that are not asked for.
    fn unknown(&self) -> Unknown;

    /// All rows. The values of these columns are kept as their text.
    fn load(&self, path: &Path, texts: &[String]) -> Result<DynTable, Error>;
}

impl Load for JsonOptions {
    fn unknown(&self) -> Unknown {
        self.unknown
    }

    fn load(&self, path: &Path, texts: &[String]) -> Result<DynTable, Error> {
        with_texts(path, texts.to_vec(), |texts| {
            let texts = texts.iter();
            let json = texts.fold(Json::new(), |json, name| json.column(name, DataType::Text));
            json.load(path).map(|loaded| loaded.table)
        })
    }
}

/// Loads with those of the columns as text that are there.
pub(super) fn with_texts(
    path: &Path,
    mut texts: Vec<String>,
    load: impl Fn(&[String]) -> Result<DynTable, LoadError>,
) -> Result<DynTable, Error> {
    loop {
        match load(&texts) {
            Err(LoadError::NoColumn { column, .. }) if texts.contains(&column) => {
                texts.retain(|text| *text != column);
            }
            loaded => {
                return loaded.map_err(|cause| Error::connector(path.display().to_string(), cause));
            }
        }
    }
}
