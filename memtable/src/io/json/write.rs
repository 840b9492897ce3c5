use std::io::Write;

use crate::error::Error;
use crate::schema::Value;

/// How rows lie in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonLayout {
    /// An array with a line for each row.
    Array,
    /// An object a line.
    Lines,
}

/// Writes rows as JSON.
pub(crate) struct JsonWriter<O> {
    output: O,
    layout: JsonLayout,
    /// What stands before each value: `{"id":`, `,"name":`.
    keys: Vec<Vec<u8>>,
    line: Vec<u8>,
    n_rows: usize,
}

impl<O: Write> JsonWriter<O> {
    pub(crate) fn new<'n>(
        output: O,
        layout: JsonLayout,
        names: impl Iterator<Item = &'n str>,
    ) -> Self {
        let key = |(idx, name): (usize, &str)| {
            let mut key = vec![if idx == 0 { b'{' } else { b',' }];
            write_text(name, &mut key);
            key.push(b':');
            key
        };
        JsonWriter {
            output,
            layout,
            keys: names.enumerate().map(key).collect(),
            line: Vec::new(),
            n_rows: 0,
        }
    }

    pub(crate) fn row(&mut self, cells: impl Iterator<Item = Value>) -> Result<(), Error> {
        self.start_row();
        for (key, value) in self.keys.iter().zip(cells) {
            self.line.extend_from_slice(key);
            write_value(&value, &mut self.line);
        }
        self.line.push(b'}');
        self.end_row()
    }

    /// Writes a row that is JSON already.
    pub(super) fn raw(&mut self, row: &str) -> Result<(), Error> {
        self.start_row();
        self.line.extend_from_slice(row.as_bytes());
        self.end_row()
    }

    fn start_row(&mut self) {
        self.line.clear();
        self.line
            .extend_from_slice(match (self.layout, self.n_rows) {
                (JsonLayout::Lines, _) => b"",
                (JsonLayout::Array, 0) => b"[\n  ",
                (JsonLayout::Array, _) => b",\n  ",
            });
    }

    fn end_row(&mut self) -> Result<(), Error> {
        if self.layout == JsonLayout::Lines {
            self.line.push(b'\n');
        }
        self.n_rows += 1;
        self.write_line()
    }

    /// Hands everything on.
    pub(crate) fn finish(mut self) -> Result<O, Error> {
        self.line.clear();
        self.line
            .extend_from_slice(match (self.layout, self.n_rows) {
                (JsonLayout::Lines, _) => b"",
                (JsonLayout::Array, 0) => b"[]\n",
                (JsonLayout::Array, _) => b"\n]\n",
            });
        self.write_line()?;
        let flushed = self.output.flush();
        flushed.map_err(|cause| Error::connector("json", cause))?;
        Ok(self.output)
    }

    fn write_line(&mut self) -> Result<(), Error> {
        let written = self.output.write_all(&self.line);
        written.map_err(|cause| Error::connector("json", cause))
    }
}

/// Adds the value as JSON on one line. Writing to bytes does not fail.
pub(crate) fn write_value(value: &Value, json: &mut Vec<u8>) {
    match value {
        Value::Null => json.extend_from_slice(b"null"),
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) => display(value, json),
        Value::Float32(float) if float.is_finite() => display(value, json),
        Value::Float64(float) if float.is_finite() => display(value, json),
        Value::Text(text) => write_text(text, json),
        // A break outside of a string is a blank like any other.
        Value::Json(text) => json.extend(text.bytes().map(|byte| match byte {
            b'\n' | b'\r' => b' ',
            byte => byte,
        })),
        Value::Bytes(bytes) => {
            let bytes = bytes.iter().map(|byte| Value::from(*byte));
            write_list(bytes, json);
        }
        Value::List(values) => write_list(values.iter().cloned(), json),
        Value::Struct(cells) => {
            json.push(b'{');
            for (idx, (name, value)) in cells.iter().enumerate() {
                if idx > 0 {
                    json.push(b',');
                }
                write_text(name, json);
                json.push(b':');
                write_value(value, json);
            }
            json.push(b'}');
        }
        Value::Float32(_)
        | Value::Float64(_)
        | Value::Decimal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::DateTime(_)
        | Value::Timestamp(_)
        | Value::Duration(_)
        | Value::Uuid(_) => {
            json.push(b'"');
            display(value, json);
            json.push(b'"');
        }
    }
}

fn write_list(values: impl Iterator<Item = Value>, json: &mut Vec<u8>) {
    json.push(b'[');
    for (idx, value) in values.enumerate() {
        if idx > 0 {
            json.push(b',');
        }
        write_value(&value, json);
    }
    json.push(b']');
}

fn write_text(text: &str, json: &mut Vec<u8>) {
    let _written = serde_json::to_writer(json, text);
}

fn display(value: &Value, json: &mut Vec<u8>) {
    let _written = write!(json, "{value}");
}
