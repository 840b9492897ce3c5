use std::io::Write;

use crate::error::Error;
use crate::io::csv::CsvOptions;
use crate::io::csv::options::Header;
use crate::io::json;
use crate::schema::Value;

/// Writes rows as CSV.
pub(crate) struct CsvWriter<O> {
    output: O,
    options: CsvOptions,
    line: Vec<u8>,
    cell: Vec<u8>,
}

impl<O: Write> CsvWriter<O> {
    pub(crate) fn new(output: O, options: CsvOptions) -> Self {
        CsvWriter {
            output,
            options,
            line: Vec::new(),
            cell: Vec::new(),
        }
    }

    /// Writes the names of the columns, unless none are asked for.
    pub(crate) fn header<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<(), Error> {
        match self.options.header {
            Header::Absent => Ok(()),
            Header::FirstLine => self.row(names.map(|name| Value::from(name.to_owned()))),
        }
    }

    pub(crate) fn row(&mut self, cells: impl Iterator<Item = Value>) -> Result<(), Error> {
        self.line.clear();
        for (idx, value) in cells.enumerate() {
            if idx > 0 {
                self.line.push(self.options.delimiter);
            }
            self.add(&value);
        }
        self.line.push(b'\n');
        let written = self.output.write_all(&self.line);
        written.map_err(|cause| Error::connector(self.options.input.clone(), cause))
    }

    /// Hands everything on.
    pub(crate) fn finish(mut self) -> Result<O, Error> {
        let flushed = self.output.flush();
        flushed.map_err(|cause| Error::connector(self.options.input.clone(), cause))?;
        Ok(self.output)
    }

    pub(super) fn into_output(self) -> O {
        self.output
    }

    fn add(&mut self, value: &Value) {
        self.cell.clear();
        // Writing to bytes does not fail.
        let _written = match value {
            Value::Null => return,
            Value::Text(text) | Value::Json(text) => self.cell.write_all(text.as_bytes()),
            Value::Bytes(bytes) => self.cell.write_all(b"0x").and_then(|()| {
                bytes
                    .iter()
                    .try_for_each(|byte| write!(self.cell, "{byte:02x}"))
            }),
            Value::List(_) | Value::Struct(_) => {
                json::write_value(value, &mut self.cell);
                Ok(())
            }
            value => write!(self.cell, "{value}"),
        };
        let is_null_word = |null: &String| null.as_bytes() == self.cell;
        let needs_quotes = self.cell.is_empty()
            || self.cell.iter().any(|byte| self.is_special(*byte))
            || self.options.nulls.iter().any(is_null_word);
        if !needs_quotes {
            self.line.extend_from_slice(&self.cell);
            return;
        }
        self.line.push(b'"');
        for byte in &self.cell {
            if *byte == b'"' {
                self.line.push(b'"');
            }
            self.line.push(*byte);
        }
        self.line.push(b'"');
    }

    fn is_special(&self, byte: u8) -> bool {
        byte == self.options.delimiter || matches!(byte, b'"' | b'\n' | b'\r')
    }
}
