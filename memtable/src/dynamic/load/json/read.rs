//! All rows of a text of JSON, batch by batch.

use jiter::Peek;

use crate::dynamic::infer::Policy;
use crate::dynamic::load::batch::{Batch, Batches};
use crate::dynamic::load::column::Columns;
use crate::dynamic::load::json::cursor::Cursor;
use crate::dynamic::load::json::row::{Place, Row, kind};
use crate::dynamic::load::options::Common;
use crate::dynamic::load::{Inferred, LoadError, error, loaded};

pub(crate) struct Read<'a> {
    text: &'a str,
    policy: &'a Policy,
    common: &'a Common,
    columns: Columns,
    batches: Batches,
    layout: Layout,
}

/// What stands between rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// A comma, as in an array.
    Array,
    /// Nothing but white space.
    Lines,
}

impl<'a> Read<'a> {
    pub(crate) fn new(text: &'a str, policy: &'a Policy, common: &'a Common) -> Self {
        Read {
            text,
            policy,
            common,
            columns: Columns::default(),
            batches: Batches::default(),
            layout: Layout::Lines,
        }
    }

    /// Reads all rows, and infers from them.
    pub(crate) fn all(&mut self, rows_at: Option<&str>) -> Result<(), LoadError> {
        let mut cursor = Cursor::new(self.text);
        if let Some(path) = rows_at {
            descend(&mut cursor, path, self.text)?;
        }
        self.give_types()?;
        let place = Place(self.text);
        if !cursor.is_done() {
            let first = cursor.peek().map_err(|error| place.json(&error))?;
            let mut next = self.first_row(&mut cursor, first)?;
            while let Some(peek) = next {
                self.row(&mut cursor, peek)?;
                next = next_row(&mut cursor, self.layout).map_err(|error| place.json(&error))?;
            }
            if rows_at.is_none() {
                cursor.finish().map_err(|error| place.json(&error))?;
            }
        }
        self.batches
            .end(cursor.current_index(), &mut self.columns.list)?;
        self.check_columns()
    }

    /// Columns of a type that the caller gave are there from the start, and are looked for in the end.
    fn give_types(&mut self) -> Result<(), LoadError> {
        self.common.check_types()?;
        for (name, data_type) in &self.common.types {
            if let Ok(idx) = self.columns.add(name, 0) {
                self.columns.list[idx].give(data_type);
            }
        }
        Ok(())
    }

    fn check_columns(&self) -> Result<(), LoadError> {
        if self.batches.n_rows == 0 {
            return Ok(());
        }
        let found = self.columns.list.iter().filter(|column| column.is_found());
        let names: Vec<&str> = found.map(|column| &*column.name).collect();
        self.common.check_columns(&names)
    }

    fn first_row(
        &mut self,
        cursor: &mut Cursor<'_>,
        first: Peek,
    ) -> Result<Option<Peek>, LoadError> {
        if first != Peek::Array {
            self.layout = Layout::Lines;
            return Ok(Some(first));
        }
        self.layout = Layout::Array;
        let place = Place(self.text);
        cursor.known_array().map_err(|error| place.json(&error))
    }

    fn row(&mut self, cursor: &mut Cursor<'a>, peek: Peek) -> Result<(), LoadError> {
        let (start, row) = (cursor.current_index(), self.batches.n_rows);
        if Some(row) == self.common.sample {
            self.columns.freeze();
        }
        if self.batches.is_full(start) {
            self.batches.end(start, &mut self.columns.list)?;
        }
        self.batches.begin(start);
        self.object(cursor, (peek, row))?;
        if cursor.current_index() - start > Batch::LONGEST_ROW {
            let at = error::Place::of(self.text.as_bytes(), start);
            return Err(LoadError::TooLong { at });
        }
        self.batches.count_row();
        Ok(())
    }

    fn object(
        &mut self,
        cursor: &mut Cursor<'a>,
        (peek, row): (Peek, u64),
    ) -> Result<(), LoadError> {
        let place = Place(self.text);
        if peek != Peek::Object {
            return Err(LoadError::NoObject {
                at: place.at(cursor.current_index()),
                row,
                found: kind(peek),
            });
        }
        let len = self.batches.len_of_batch();
        Row {
            text: self.text,
            cursor,
            policy: self.policy,
            idx: row,
        }
        .read(&mut self.columns, len)
    }

    /// The rows of a batch once more, into the columns that are wanted.
    fn again(&mut self, batch: &Batch) -> Result<(), LoadError> {
        let text = &self.text[batch.bytes.clone()];
        let place = Place(text);
        let mut cursor = Cursor::new(text);
        let mut next = Some(cursor.peek().map_err(|error| place.json(&error))?);
        for idx in 0..batch.n_rows {
            if next.take().is_none() {
                break;
            }
            Row {
                text,
                cursor: &mut cursor,
                policy: self.policy,
                idx: batch.first_row + idx as u64,
            }
            .read(&mut self.columns, idx)?;
            if idx + 1 < batch.n_rows {
                next = next_row(&mut cursor, self.layout).map_err(|error| place.json(&error))?;
            }
        }
        Ok(())
    }

    pub(crate) fn loaded(mut self, name: String) -> Result<Inferred, LoadError> {
        let order = self.columns.order();
        let batches = std::mem::take(&mut self.batches);
        let policy = self.policy;
        loaded::assemble((name, policy), order, (batches, &mut self))
    }
}

impl loaded::Again for Read<'_> {
    fn columns(&mut self) -> &mut Vec<crate::dynamic::load::column::Column> {
        &mut self.columns.list
    }

    fn again(&mut self, batch: &Batch) -> Result<(), LoadError> {
        Read::again(self, batch)
    }
}

/// What the next row begins with; nothing behind the last.
fn next_row(cursor: &mut Cursor<'_>, layout: Layout) -> jiter::JiterResult<Option<Peek>> {
    match layout {
        Layout::Array => cursor.array_step(),
        Layout::Lines if cursor.is_done() => Ok(None),
        Layout::Lines => cursor.peek().map(Some),
    }
}

/// To the value that this path of keys leads to.
fn descend(cursor: &mut Cursor<'_>, path: &str, text: &str) -> Result<(), LoadError> {
    let place = Place(text);
    for key in path.split('/').filter(|key| !key.is_empty()) {
        let at = cursor.current_index();
        let mut found = cursor
            .next_object()
            .map_err(|error| place.json(&error))?
            .map(|found| found == key);
        loop {
            match found {
                Some(true) => break,
                Some(false) => {
                    cursor.next_skip().map_err(|error| place.json(&error))?;
                    found = cursor
                        .next_key()
                        .map_err(|error| place.json(&error))?
                        .map(|found| found == key);
                }
                None => {
                    return Err(LoadError::Json {
                        at: place.at(at),
                        problem: format!("the object has no key `{key}`, which `rows_at` names"),
                    });
                }
            }
        }
    }
    Ok(())
}
