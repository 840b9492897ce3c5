use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::io::parquet::{ParquetReader, ParquetWriter};
use crate::io::{FileFormat, Make, ReadRows, RowBuilder, Unknown, WriteRows};
use crate::schema::Schema;

/// How Parquet is read.
#[derive(Clone, Debug)]
pub(crate) struct ParquetOptions {
    pub(crate) unknown: Unknown,
}

impl Default for ParquetOptions {
    fn default() -> Self {
        ParquetOptions {
            unknown: Unknown::Refuse,
        }
    }
}

impl FileFormat for ParquetOptions {
    const NAME: &'static str = "parquet";

    fn ignore_unknown(&mut self) {
        self.unknown = Unknown::Ignore;
    }

    fn open<M: Make>(
        &self,
        path: &Path,
        rows: RowBuilder<M>,
    ) -> Result<impl ReadRows<Make = M>, Error> {
        ParquetReader::open(path, rows, self.unknown)
    }

    /// The file is written anew, with the rows that it has.
    fn start<O: Write + Send>(
        &self,
        path: &Path,
        output: O,
        schema: &Schema,
        before: &[u8],
    ) -> Result<impl WriteRows, Error> {
        let mut writer = ParquetWriter::new(path.display().to_string(), output, schema.clone());
        writer.keep(before)?;
        Ok(writer)
    }
}
