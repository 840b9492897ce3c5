use std::collections::HashMap;

use crate::dynamic::infer::{Part, Target};
use crate::dynamic::load::column::{Cells, Column};

/// Up to so many columns are looked for one by one.
const FEW: usize = 12;

/// The columns of a table or a struct, found by name while rows of them are read.
///
/// Their order is that of the objects, whatever the order of these: by the last place that a column has in one.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) list: Vec<Column>,
    by_name: HashMap<String, usize>,
    /// Behind the column that was found last: objects are mostly alike.
    next: usize,
    /// The row of the first object.
    pub(crate) first_row: Option<u64>,
    pub(crate) is_frozen: bool,
}

/// A new column, after the sample.
pub(crate) struct Unexpected;

impl Columns {
    /// Where the column of this name is.
    #[inline]
    pub(crate) fn find(&mut self, name: &str) -> Option<usize> {
        let expected = self.list.get(self.next);
        let found = if expected.is_some_and(|column| column.name == name) {
            Some(self.next)
        } else {
            self.search(name)
        };
        self.next = found.map_or(0, |idx| idx + 1);
        found
    }

    /// The column behind the one that was found last, or the first, where `is_next` says that it is the next one.
    #[inline]
    pub(crate) fn take_expected(&mut self, is_next: impl FnOnce(&str) -> bool) -> Option<usize> {
        let idx = if self.next < self.list.len() {
            self.next
        } else {
            0
        };
        let column = self.list.get(idx)?;
        let is_next = column.is_plain && is_next(&column.name);
        is_next.then(|| {
            self.next = idx + 1;
            idx
        })
    }

    fn search(&self, name: &str) -> Option<usize> {
        if self.list.len() <= FEW {
            self.list.iter().position(|column| column.name == name)
        } else {
            self.by_name.get(name).copied()
        }
    }

    /// Where the column of this name is now: a new one has nulls in the rows before.
    pub(crate) fn add(&mut self, name: &str, len: usize) -> Result<usize, Unexpected> {
        if self.is_frozen {
            return Err(Unexpected);
        }
        let mut column = Column::new(name.to_owned());
        column.cells.push_nulls(len);
        column.len = len;
        if let Some(row) = self.first_row {
            column.seen.note_null(row);
        }
        let idx = self.list.len();
        self.list.push(column);
        self.by_name.insert(name.to_owned(), idx);
        self.next = idx + 1;
        Ok(idx)
    }

    /// The columns that the object of this row had not are null in it.
    pub(crate) fn pad(&mut self, len: usize, row: u64) -> Result<(), (usize, super::Refused)> {
        for (idx, column) in self.list.iter_mut().enumerate() {
            if column.len < len && !column.is_wanted {
                column.len += 1;
            } else if column.len < len {
                column.push_null(row).map_err(|refused| (idx, refused))?;
            }
        }
        Ok(())
    }

    /// So many rows in which there is no object.
    pub(crate) fn pad_hidden(&mut self, n: usize) {
        for column in &mut self.list {
            column.cells.push_nulls(n);
            column.len += n;
        }
    }

    /// From now on columns stay as they are.
    pub(crate) fn freeze(&mut self) {
        self.is_frozen = true;
        self.list.iter_mut().for_each(Column::freeze);
    }

    /// The columns in the order of the table.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &Column> {
        self.order().into_iter().map(|idx| &self.list[idx])
    }

    /// The positions of the columns in the order of the table.
    pub(crate) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by(|left, right| {
            let (left, right) = (&self.list[*left], &self.list[*right]);
            (left.places, &left.name).cmp(&(right.places, &right.name))
        });
        order
    }

    pub(crate) fn parts(&self) -> Vec<Part> {
        self.in_order().map(Column::part).collect()
    }
}

impl Column {
    /// The column is at this place in an object.
    #[inline]
    pub(crate) fn see_at(&mut self, place: usize) {
        let (last, first) = self.places;
        self.places = (last.max(place), first.min(place));
    }

    /// Whether an object had it.
    pub(crate) const fn is_found(&self) -> bool {
        self.places.1 != usize::MAX
    }

    /// As a part of a struct.
    pub(crate) fn part(&self) -> Part {
        Part {
            name: self.name.clone(),
            target: self.whole_target(),
            nullable: self.seen.is_nullable() || self.target == Target::Null,
        }
    }

    pub(crate) fn freeze(&mut self) {
        self.is_frozen = true;
        match &mut self.cells {
            Cells::List(cells) => cells.element.freeze(),
            Cells::Struct(cells) => cells.columns.freeze(),
            _ => {}
        }
    }
}
