use std::borrow::Cow;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Reason};
use crate::io::json::JsonLayout;
use crate::io::json::value::{Cell, CellFault};
use crate::io::text::{n_breaks, of_line};
use crate::io::{Make, ReadRows, RowBuilder, Unknown};
use crate::schema::Value;

/// How JSON is read.
#[derive(Clone, Debug)]
pub(crate) struct JsonOptions {
    /// What messages call the input.
    pub(crate) input: String,
    /// How rows lie in what is written; `None` for what the name of the file says.
    pub(crate) layout: Option<JsonLayout>,
    pub(crate) unknown: Unknown,
}

impl Default for JsonOptions {
    fn default() -> Self {
        JsonOptions {
            input: String::from("json"),
            layout: None,
            unknown: Unknown::Refuse,
        }
    }
}

/// Reads rows from JSON.
pub(crate) struct JsonReader<M: Make, I> {
    input: BufReader<I>,
    options: JsonOptions,
    rows: RowBuilder<M>,
    layout: Option<Layout>,
    line: u64,
    buffer: Vec<u8>,
}

enum Layout {
    Lines,
    /// The elements of an array, which is in the buffer: the line of each, and its bytes.
    Array(std::vec::IntoIter<(u64, Range<usize>)>),
}

impl<M: Make, I: Read> JsonReader<M, I> {
    pub(crate) fn new(input: I, options: JsonOptions, rows: RowBuilder<M>) -> Self {
        JsonReader {
            input: BufReader::new(input),
            rows,
            options,
            layout: None,
            line: 0,
            buffer: Vec::new(),
        }
    }

    /// An array where the first character opens one.
    fn find_layout(&mut self) -> Result<(), Error> {
        // Those of a byte order mark: no JSON starts with one of them.
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte);
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(cause) => return Err(Error::connector(self.options.input.clone(), cause)),
            };
            let first = available.iter().position(|byte| !is_blank(byte));
            let (n_blank, is_array, is_end) = match first {
                Some(at) => (at, available[at] == b'[', true),
                None => (available.len(), false, available.is_empty()),
            };
            self.line += n_breaks(&available[..n_blank]);
            self.input.consume(n_blank);
            if is_end {
                self.layout = Some(if is_array {
                    self.read_array()?
                } else {
                    Layout::Lines
                });
                return Ok(());
            }
        }
    }

    fn next_line(&mut self, rows: &mut Vec<M::Row>) -> Result<Option<u64>, Error> {
        self.buffer.clear();
        let read = self.input.read_until(b'\n', &mut self.buffer);
        let n_read = read.map_err(|cause| Error::connector(self.options.input.clone(), cause))?;
        self.line += 1;
        if self.buffer.iter().all(u8::is_ascii_whitespace) {
            return Ok((n_read > 0).then_some(self.line));
        }
        let seed = Row {
            rows: &mut self.rows,
            line: self.line,
            unknown: self.options.unknown,
        };
        // Text is read without a second look at each of its strings.
        let read = match std::str::from_utf8(&self.buffer) {
            Ok(text) => whole(seed, serde_json::Deserializer::from_str(text)),
            Err(_) => whole(seed, serde_json::Deserializer::from_slice(&self.buffer)),
        };
        match read {
            Ok(row) => rows.extend(row),
            Err(error) => {
                self.rows
                    .skip(self.line, syntax(&error, "one object a line"));
            }
        }
        Ok(Some(self.line))
    }

    /// The rest of the input is an array, whose elements are looked for, and not read yet.
    fn read_array(&mut self) -> Result<Layout, Error> {
        let read = self.input.read_to_end(&mut self.buffer);
        read.map_err(|cause| Error::connector(self.options.input.clone(), cause))?;
        let first_line = self.line + 1;
        let elements = match serde_json::from_slice::<Vec<&RawValue>>(&self.buffer) {
            Ok(elements) => places(&self.buffer, first_line, &elements),
            Err(error) => {
                let line = first_line + (error.line() as u64).saturating_sub(1);
                let reason = syntax(&error, "an array of objects");
                self.rows.fault(of_line(line, None, reason));
                Vec::new()
            }
        };
        Ok(Layout::Array(elements.into_iter()))
    }

    /// Reads an element of the array.
    fn read_element(&mut self, (line, bytes): (u64, Range<usize>), rows: &mut Vec<M::Row>) {
        let element = self.buffer.get(bytes).unwrap_or_default();
        let seed = Row {
            rows: &mut self.rows,
            line,
            unknown: self.options.unknown,
        };
        match seed.deserialize(&mut serde_json::Deserializer::from_slice(element)) {
            Ok(row) => rows.extend(row),
            Err(error) => self.rows.skip(line, syntax(&error, "an array of objects")),
        }
    }
}

impl<M: Make, I: Read> ReadRows for JsonReader<M, I> {
    type Make = M;

    fn next(&mut self, rows: &mut Vec<M::Row>) -> Result<Option<u64>, Error> {
        match &mut self.layout {
            None => {
                self.find_layout()?;
                self.next(rows)
            }
            Some(Layout::Lines) => self.next_line(rows),
            Some(Layout::Array(elements)) => {
                let Some(element) = elements.next() else {
                    return Ok(None);
                };
                let line = element.0;
                self.read_element(element, rows);
                Ok(Some(line))
            }
        }
    }

    fn builder(&mut self) -> &mut RowBuilder<M> {
        &mut self.rows
    }

    fn input(&self) -> &str {
        &self.options.input
    }
}

/// The row that is all of a text.
#[inline]
fn whole<'de, M: Make, I: serde_json::de::Read<'de>>(
    row: Row<'_, M>,
    mut text: serde_json::Deserializer<I>,
) -> serde_json::Result<Option<M::Row>> {
    let row = row.deserialize(&mut text)?;
    text.end()?;
    Ok(row)
}

/// What is wrong, with the place in the line.
fn syntax(error: &serde_json::Error, wanted: &str) -> Reason {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Reason::Syntax(Cow::Owned(format!(
        "is not JSON at its character {}: {message}; {wanted} is read",
        error.column()
    )))
}

/// The line and the bytes of each element of an array.
fn places(array: &[u8], first_line: u64, elements: &[&RawValue]) -> Vec<(u64, Range<usize>)> {
    let (mut at, mut line) = (0, first_line);
    let start = array.as_ptr() as usize;
    let places = elements.iter().map(|element| {
        let element = element.get();
        let offset = element.as_ptr() as usize - start;
        line += n_breaks(array.get(at..offset).unwrap_or_default());
        at = offset;
        (line, offset..offset + element.len())
    });
    places.collect()
}

/// Reads one row.
struct Row<'a, M: Make> {
    rows: &'a mut RowBuilder<M>,
    line: u64,
    unknown: Unknown,
}

impl<M: Make> Row<'_, M> {
    fn no_object(self) -> Option<M::Row> {
        let reason = Reason::Syntax(Cow::Borrowed(
            "is no object: a row is `{\"column\": value, ..}`",
        ));
        self.rows.skip(self.line, reason);
        None
    }
}

impl<'de, M: Make> DeserializeSeed<'de> for Row<'_, M> {
    type Value = Option<M::Row>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, M: Make> Visitor<'de> for Row<'_, M> {
    type Value = Option<M::Row>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.no_object())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(self.no_object())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(self.no_object())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(self.no_object())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(self.no_object())
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(self.no_object())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.no_object())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut faults = Vec::new();
        let mut expected = 0;
        let mut seen = Seen::new(self.rows.columns().len());
        loop {
            let key = Key {
                rows: self.rows,
                expected,
            };
            match map.next_key_seed(key)? {
                None => return Ok(self.rows.finish(self.line)),
                Some(Name::Unknown(name)) => {
                    let value = map.next_value::<&RawValue>()?;
                    if self.unknown == Unknown::Refuse {
                        let value = Value::Json(value.get().to_owned().into());
                        self.rows.refuse_name(name, value);
                    }
                }
                Some(Name::Column(column)) if seen.add(column) => {
                    expected = column + 1;
                    read_cell(&mut map, self.rows, column, &mut faults)?;
                }
                Some(Name::Column(column)) => {
                    map.next_value::<IgnoredAny>()?;
                    self.rows
                        .refuse(column, "", Value::Null, Reason::ColumnTwice);
                }
            }
        }
    }
}

#[inline]
fn read_cell<'de, M: Make, A: MapAccess<'de>>(
    map: &mut A,
    rows: &mut RowBuilder<M>,
    idx: usize,
    faults: &mut Vec<CellFault>,
) -> Result<(), A::Error> {
    let Some(column) = rows.columns().get(idx) else {
        return Ok(());
    };
    let cell = Cell {
        data_type: &column.data_type,
        nullable: column.nullable,
        faults,
    };
    if let Some(value) = map.next_value_seed(cell)? {
        rows.set(idx, value);
    }
    for fault in faults.drain(..) {
        rows.refuse(idx, &fault.path, fault.value, fault.reason);
    }
    Ok(())
}

/// The columns of a row that were there: in one word for most tables.
struct Seen {
    first: u64,
    rest: Vec<bool>,
}

impl Seen {
    fn new(n_columns: usize) -> Self {
        Seen {
            first: 0,
            rest: vec![false; n_columns.saturating_sub(64)],
        }
    }

    /// Whether the column was not there yet.
    #[inline]
    fn add(&mut self, column: usize) -> bool {
        if column < 64 {
            let bit = 1 << column;
            let is_new = self.first & bit == 0;
            self.first |= bit;
            return is_new;
        }
        let seen = self.rest.get_mut(column - 64);
        seen.is_some_and(|seen| !std::mem::replace(seen, true))
    }
}

/// What a key of a row names.
enum Name {
    Column(usize),
    Unknown(String),
}

/// Finds the column of a key: most rows have them in one order.
struct Key<'a, M: Make> {
    rows: &'a RowBuilder<M>,
    expected: usize,
}

impl<'de, M: Make> DeserializeSeed<'de> for Key<'_, M> {
    type Value = Name;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<M: Make> Visitor<'_> for Key<'_, M> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        let columns = self.rows.columns();
        let is_expected = columns
            .get(self.expected)
            .is_some_and(|column| column.name == name);
        if is_expected {
            return Ok(Name::Column(self.expected));
        }
        let found = columns.iter().position(|column| column.name == name);
        Ok(found.map_or_else(|| Name::Unknown(name.to_owned()), Name::Column))
    }
}
