use std::path::Path;

use crate::dynamic::DynTable;
use crate::error::Error;
use crate::io::parquet::ParquetOptions;
use crate::io::{Load, Unknown};

impl Load for ParquetOptions {
    fn unknown(&self) -> Unknown {
        self.unknown
    }

    /// The file says what its columns are.
    fn load(&self, path: &Path, _texts: &[String]) -> Result<DynTable, Error> {
        let loaded = DynTable::from_parquet(path);
        loaded.map_err(|cause| Error::connector(path.display().to_string(), cause))
    }
}
