use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde_json::value::RawValue;

use crate::error::Error;
use crate::io::json::{JsonLayout, JsonOptions, JsonReader, JsonWriter};
use crate::io::{FileFormat, Make, ReadRows, RowBuilder, Unknown, WriteRows};
use crate::schema::{Schema, Value};

impl FileFormat for JsonOptions {
    const NAME: &'static str = "json";

    fn ignore_unknown(&mut self) {
        self.unknown = Unknown::Ignore;
    }

    fn open<M: Make>(
        &self,
        path: &Path,
        rows: RowBuilder<M>,
    ) -> Result<impl ReadRows<Make = M>, Error> {
        let input = path.display().to_string();
        let file = File::open(path).map_err(|cause| Error::connector(input.clone(), cause))?;
        let named = JsonOptions {
            input,
            ..self.clone()
        };
        Ok(JsonReader::new(file, named, rows))
    }

    /// Rows are appended as those lie that are there.
    fn start<O: Write + Send>(
        &self,
        path: &Path,
        mut output: O,
        schema: &Schema,
        before: &[u8],
    ) -> Result<impl WriteRows, Error> {
        let failed = |cause| Error::connector(path.display().to_string(), cause);
        let names = schema.columns.iter().map(|column| &*column.name);
        let first = before.iter().find(|byte| !byte.is_ascii_whitespace());
        match first {
            None => Ok(JsonWriter::new(output, self.layout_of(path), names)),
            Some(b'[') => {
                let rows: Vec<&RawValue> = serde_json::from_slice(before)
                    .map_err(|cause| Error::connector(path.display().to_string(), cause))?;
                let mut writer = JsonWriter::new(output, JsonLayout::Array, names);
                for row in rows {
                    writer.raw(row.get())?;
                }
                Ok(writer)
            }
            Some(_) => {
                output.write_all(before).map_err(failed)?;
                if before.last().is_some_and(|last| *last != b'\n') {
                    output.write_all(b"\n").map_err(failed)?;
                }
                Ok(JsonWriter::new(output, JsonLayout::Lines, names))
            }
        }
    }
}

impl JsonOptions {
    /// An array for `.json`, else lines.
    fn layout_of(&self, path: &Path) -> JsonLayout {
        let is_json = path
            .extension()
            .is_some_and(|extension| extension == "json");
        self.layout.unwrap_or(if is_json {
            JsonLayout::Array
        } else {
            JsonLayout::Lines
        })
    }
}

impl<O: Write> WriteRows for JsonWriter<O> {
    fn row(&mut self, cells: impl Iterator<Item = Value>) -> Result<(), Error> {
        JsonWriter::row(self, cells)
    }

    fn finish(self) -> Result<(), Error> {
        JsonWriter::finish(self).map(drop)
    }
}
