//! What every format of files can do.

use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::io::{Make, ReadRows, RowBuilder};
use crate::schema::{Schema, Value};

/// A format of files that hold rows.
pub(crate) trait FileFormat: Clone {
    /// Its word.
    const NAME: &'static str;

    /// Passes over columns that are not asked for, instead of making them an error.
    fn ignore_unknown(&mut self);

    /// Opens a file to read.
    fn open<M: Make>(
        &self,
        path: &Path,
        rows: RowBuilder<M>,
    ) -> Result<impl ReadRows<Make = M>, Error>;

    /// Starts to write rows of this schema after those that the file has: `before` is all of it, nothing where
    /// it is new.
    fn start<O: Write + Send>(
        &self,
        path: &Path,
        output: O,
        schema: &Schema,
        before: &[u8],
    ) -> Result<impl WriteRows, Error>;
}

/// Rows on their way into a file.
pub(crate) trait WriteRows {
    fn row(&mut self, cells: impl Iterator<Item = Value>) -> Result<(), Error>;

    /// Hands everything on.
    fn finish(self) -> Result<(), Error>;
}
