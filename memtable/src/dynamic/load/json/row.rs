//! One row of JSON into the columns.

use jiter::{JiterError, Peek};

use crate::dynamic::infer::Policy;
use crate::dynamic::load::column::{Column, Columns, Refused};
use crate::dynamic::load::json::cursor::Cursor;
use crate::dynamic::load::{LoadError, error};

/// Values within values are read to this depth, so that no text exhausts the stack.
const MAX_DEPTH: usize = 64;

/// Places in a text.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a>(pub(crate) &'a str);

impl Place<'_> {
    pub(crate) fn at(self, index: usize) -> error::Place {
        error::Place::of(self.0.as_bytes(), index)
    }

    pub(crate) fn json(self, error: &JiterError) -> LoadError {
        let problem = match &error.error_type {
            jiter::JiterErrorType::JsonError(problem) => format!("the input is no JSON: {problem}"),
            jiter::JiterErrorType::WrongType { expected, actual } => {
                format!("expected {expected}, found {actual}")
            }
        };
        LoadError::Json {
            at: self.at(error.index),
            problem,
        }
    }
}

/// A row while it is read.
pub(crate) struct Row<'r, 'a> {
    pub(crate) text: &'a str,
    pub(crate) cursor: &'r mut Cursor<'a>,
    pub(crate) policy: &'r Policy,
    /// Its number, counted from 0.
    pub(crate) idx: u64,
}

impl Row<'_, '_> {
    /// The object that is next, into columns that have so many rows before it.
    pub(crate) fn read(&mut self, columns: &mut Columns, len: usize) -> Result<(), LoadError> {
        self.object((columns, len), 0)?;
        let start = self.cursor.current_index();
        let padded = columns.pad(len + 1, self.idx);
        padded.map_err(|(idx, refused)| self.refused((&columns.list[idx], refused), start))?;
        columns.first_row.get_or_insert(self.idx);
        Ok(())
    }

    fn object(
        &mut self,
        (columns, len): (&mut Columns, usize),
        depth: usize,
    ) -> Result<(), LoadError> {
        let place = Place(self.text);
        let (mut before, mut place_in_object) = (b'{', 0);
        while let Some(idx) = self.key((columns, len), before)? {
            let column = &mut columns.list[idx];
            if column.len > len {
                return Err(self.bad_key(&column.name));
            }
            column.see_at(place_in_object);
            (before, place_in_object) = (b',', place_in_object + 1);
            let peek = self.cursor.peek().map_err(|error| place.json(&error))?;
            self.value(column, peek, depth)?;
        }
        Ok(())
    }

    /// The column of the next key, before which this stands; nothing at the end of the object.
    #[inline]
    fn key(
        &mut self,
        (columns, len): (&mut Columns, usize),
        before: u8,
    ) -> Result<Option<usize>, LoadError> {
        if let Some(idx) = columns.take_expected(|name| self.cursor.takes_key(before, name)) {
            return Ok(Some(idx));
        }
        let key = match before {
            b'{' => self.cursor.known_object(),
            _ => self.cursor.next_key(),
        };
        let Some(name) = key.map_err(|error| Place(self.text).json(&error))? else {
            return Ok(None);
        };
        if let Some(idx) = columns.find(name) {
            return Ok(Some(idx));
        }
        let name = name.to_owned();
        self.add(columns, &name, len).map(Some)
    }

    fn add(&self, columns: &mut Columns, name: &str, len: usize) -> Result<usize, LoadError> {
        if name.is_empty() {
            return Err(self.bad_key(name));
        }
        columns.add(name, len).map_err(|_| {
            let refused = Refused::Misfit(error::Since::Sample);
            let unknown = Column::new(name.to_owned());
            self.refused((&unknown, refused), self.cursor.current_index())
        })
    }

    fn bad_key(&self, key: &str) -> LoadError {
        LoadError::Key {
            at: Place(self.text).at(self.cursor.current_index()),
            key: key.to_owned(),
        }
    }

    fn value(&mut self, column: &mut Column, peek: Peek, depth: usize) -> Result<(), LoadError> {
        let (place, row, policy) = (Place(self.text), self.idx, self.policy);
        let start = self.cursor.current_index();
        let json = |error: JiterError| place.json(&error);
        if !column.is_wanted || (column.is_raw() && peek != Peek::Null) {
            return self.raw(column, peek);
        }
        let pushed = match peek {
            Peek::Null => {
                self.cursor.known_null().map_err(json)?;
                column.push_null(row)
            }
            Peek::True | Peek::False => {
                let value = self.cursor.known_bool(peek).map_err(json)?;
                column.push_bool((row, value), policy)
            }
            Peek::String => {
                let text = self.cursor.known_str().map_err(json)?;
                column.push_string((row, text), policy)
            }
            Peek::Array => return self.list(column, depth + 1),
            Peek::Object => return self.structure(column, depth + 1),
            _ => {
                let text = self.cursor.known_number(peek).map_err(json)?;
                column.push_number((row, text), policy)
            }
        };
        pushed.map_err(|refused| self.refused((column, refused), start))
    }

    /// The value as the JSON that it is, or left out where the column is not wanted.
    fn raw(&mut self, column: &mut Column, peek: Peek) -> Result<(), LoadError> {
        let start = self.cursor.current_index();
        let skipped = self.cursor.known_skip(peek);
        skipped.map_err(|error| Place(self.text).json(&error))?;
        if column.is_wanted {
            column.push_raw(&self.text[start..self.cursor.current_index()]);
        } else {
            column.len += 1;
        }
        Ok(())
    }

    fn list(&mut self, column: &mut Column, depth: usize) -> Result<(), LoadError> {
        let start = self.check_depth(depth)?;
        let place = Place(self.text);
        let opened = column.open_list((self.idx, &self.text[start..]), self.policy);
        let opened = match opened {
            Ok(opened) => opened,
            Err(refused) => return Err(self.refused((column, refused), start)),
        };
        let Some(cells) = opened else {
            return self.raw_or_misfit(column, Peek::Array);
        };
        let mut next = self
            .cursor
            .known_array()
            .map_err(|error| place.json(&error))?;
        while let Some(peek) = next {
            self.value(&mut cells.element, peek, depth)?;
            next = self
                .cursor
                .array_step()
                .map_err(|error| place.json(&error))?;
        }
        cells.close();
        column.len += 1;
        Ok(())
    }

    fn structure(&mut self, column: &mut Column, depth: usize) -> Result<(), LoadError> {
        let start = self.check_depth(depth)?;
        let opened = column.open_struct((self.idx, &self.text[start..]), self.policy);
        let opened = match opened {
            Ok(opened) => opened,
            Err(refused) => return Err(self.refused((column, refused), start)),
        };
        let Some(cells) = opened else {
            return self.raw_or_misfit(column, Peek::Object);
        };
        let len = cells.len;
        self.object((&mut cells.columns, len), depth)?;
        let closed = cells.close(self.idx);
        closed
            .map_err(|(idx, refused)| self.refused((&cells.columns.list[idx], refused), start))?;
        column.len += 1;
        Ok(())
    }

    /// A list or an object in a column that is of neither: as its text, where it is a column of text or JSON.
    fn raw_or_misfit(&mut self, column: &mut Column, peek: Peek) -> Result<(), LoadError> {
        let start = self.cursor.current_index();
        let skipped = self.cursor.known_skip(peek);
        skipped.map_err(|error| Place(self.text).json(&error))?;
        let text = &self.text[start..self.cursor.current_index()];
        let pushed = column.push_as_is(text, self.policy);
        pushed.map_err(|refused| self.refused((column, refused), start))
    }

    fn check_depth(&self, depth: usize) -> Result<usize, LoadError> {
        let start = self.cursor.current_index();
        if depth > MAX_DEPTH {
            return Err(LoadError::Json {
                at: Place(self.text).at(start),
                problem: format!("values are nested more than {MAX_DEPTH} deep"),
            });
        }
        Ok(start)
    }

    #[cold]
    fn refused(&self, (column, refused): (&Column, Refused), start: usize) -> LoadError {
        let value = shown(&self.text[start.min(self.text.len())..]);
        refused.into_error(column, Place(self.text).at(start), (self.idx, value))
    }
}

/// The start of a value, up to its end if it is short.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let end = line.find([',', '}', ']']).unwrap_or(line.len());
    line[..end].chars().take(40).collect()
}

/// What a value is, in words.
pub(crate) fn kind(peek: Peek) -> &'static str {
    match peek {
        Peek::Null => "null",
        Peek::True | Peek::False => "a bool",
        Peek::String => "a string",
        Peek::Array => "a list",
        Peek::Object => "an object",
        _ => "a number",
    }
}
