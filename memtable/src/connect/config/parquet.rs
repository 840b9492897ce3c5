//! The keys of `connector: parquet`.

use crate::connect::config::files::{FileKeys, file_mode, ignores_unknown};
use crate::connect::config::keys::{Key, PARQUET_DESTINATION, PARQUET_SOURCE};
use crate::connect::config::options::Judge;
use crate::io::Unknown;
use crate::io::parquet::ParquetOptions;
use crate::schema::Schema;
use crate::write::WriteRequest;

impl FileKeys for ParquetOptions {
    const SOURCE: &'static [Key] = &PARQUET_SOURCE;
    const DESTINATION: &'static [Key] = &PARQUET_DESTINATION;

    fn of_source(judge: &mut Judge<'_>, _schema: Option<&Schema>) -> Self {
        let mut options = ParquetOptions::default();
        if ignores_unknown(judge) {
            options.unknown = Unknown::Ignore;
        }
        options
    }

    fn of_destination(judge: &mut Judge<'_>) -> (Self, WriteRequest) {
        (ParquetOptions::default(), file_mode(judge))
    }
}
