use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::io::csv::options::Header;
use crate::io::csv::{CsvOptions, CsvReader, CsvWriter};
use crate::io::{FileFormat, Make, ReadRows, RowBuilder, Unknown, WriteRows};
use crate::schema::{Schema, Value};

impl FileFormat for CsvOptions {
    const NAME: &'static str = "csv";

    fn ignore_unknown(&mut self) {
        self.unknown = Unknown::Ignore;
    }

    fn open<M: Make>(
        &self,
        path: &Path,
        rows: RowBuilder<M>,
    ) -> Result<impl ReadRows<Make = M>, Error> {
        let (file, named) = self.opened(path)?;
        CsvReader::new(file, named, rows)
    }

    /// The columns are in the order of the file.
    fn start<O: Write + Send>(
        &self,
        path: &Path,
        mut output: O,
        schema: &Schema,
        before: &[u8],
    ) -> Result<impl WriteRows, Error> {
        let names: Vec<&str> = schema.columns.iter().map(|column| &*column.name).collect();
        let options = self.clone().named(path.display().to_string());
        let failed = |cause| Error::connector(options.input.clone(), cause);
        output.write_all(before).map_err(failed)?;
        if before.last().is_some_and(|last| *last != b'\n') {
            output.write_all(b"\n").map_err(failed)?;
        }
        if !before.is_empty() && options.header == Header::FirstLine {
            options.check_header(&names, before)?;
        }
        let mut writer = CsvWriter::new(output, options);
        if before.is_empty() {
            writer.header(names.iter().copied())?;
        }
        Ok(writer)
    }
}

impl CsvOptions {
    /// Whether a file starts with these names.
    fn check_header(&self, names: &[&str], before: &[u8]) -> Result<(), Error> {
        let mut header = CsvWriter::new(Vec::new(), self.clone());
        header.header(names.iter().copied())?;
        let wanted = header.into_output();
        let text = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before);
        let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let found = &text[..end.unwrap_or(text.len())];
        if wanted.trim_ascii_end() == found {
            return Ok(());
        }
        let message = format!(
            "rows cannot be appended: the first line is `{}`, and the columns are `{}`; replace the file, or name another",
            String::from_utf8_lossy(found),
            names.join(", "),
        );
        Err(Error::connector(self.input.clone(), message))
    }
}

impl<O: Write> WriteRows for CsvWriter<O> {
    fn row(&mut self, cells: impl Iterator<Item = Value>) -> Result<(), Error> {
        CsvWriter::row(self, cells)
    }

    fn finish(self) -> Result<(), Error> {
        CsvWriter::finish(self).map(drop)
    }
}
