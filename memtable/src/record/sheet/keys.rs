//! Keys that two rows of a sheet have.

use std::borrow::Cow;

use super::judge::{columns, position};
use super::seen::{Seen, int};
use super::{Cell, Kind, Sheet};
use crate::record::message::{Message, is_same, text_of};
use crate::schema::{Names, Rule, Schema};

/// How many columns a key has at most.
const WIDEST: usize = 4;

/// The rows whose key, the `key`th of the schema with the primary key before those that are unique, an earlier row has.
///
/// `SLOTS` is at least twice the count of rows. Values that read differently (`1` and `01` are one number) are told apart for
/// numbers only: what is left is found where the rows are written to a table.
pub const fn repeated_keys<const SLOTS: usize>(
    schema: &Schema,
    sheet: &Sheet,
    key: usize,
) -> Message {
    let mut message = Message::EMPTY;
    let Some((names, code)) = key_of(schema, key) else {
        return message;
    };
    let Some(key) = Key::find(schema, sheet, names) else {
        return message;
    };
    if key.len == 1 {
        key.say_facts(&mut message, sheet, code);
        return message;
    }
    // a row's position and one, so that 0 is no row
    let (mut slots, mut row) = ([0_usize; SLOTS], 0);
    while row < sheet.n_rows() {
        if let Some(hash) = key.hash(sheet, row) {
            let mut slot = hash % SLOTS;
            while slots[slot] != 0 && !key.is_same(sheet, slots[slot] - 1, row) {
                slot = (slot + 1) % SLOTS;
            }
            if slots[slot] == 0 {
                slots[slot] = row + 1;
            } else {
                key.say(&mut message, sheet, (slots[slot] - 1, row), code);
            }
        }
        row += 1;
    }
    message
}

/// The code of the rule, where the column is unique and has the same cell in both rows.
pub(super) const fn repeats_in_column(
    schema: &Schema,
    column: usize,
    sheet: &Sheet,
    (first, row, place): (usize, usize, usize),
) -> Option<&'static str> {
    let mut at = 0;
    while let Some((names, code)) = key_of(schema, at) {
        if names.len() == 1 && is_same(text_of(&names[0]), text_of(&columns(schema)[column].name)) {
            let key = Key {
                places: [place; WIDEST],
                is_int: [is_int(schema, column); WIDEST],
                len: 1,
            };
            if key.is_same(sheet, first, row) && key.hash(sheet, row).is_some() {
                return Some(code);
            }
        }
        at += 1;
    }
    None
}

const fn key_of(
    schema: &Schema,
    key: usize,
) -> Option<(&'static [Cow<'static, str>], &'static str)> {
    let primary = names_of(&schema.primary_key);
    let n_primary = !primary.is_empty() as usize;
    if key < n_primary {
        return Some((primary, Rule::PrimaryKey(Cow::Borrowed(&[])).code()));
    }
    match &schema.unique {
        Cow::Borrowed(unique) if key - n_primary < unique.len() => Some((
            names_of(&unique[key - n_primary]),
            Rule::Unique(Cow::Borrowed(&[])).code(),
        )),
        _ => None,
    }
}

const fn names_of(names: &Names) -> &'static [Cow<'static, str>] {
    match names {
        Cow::Borrowed(names) => names,
        Cow::Owned(_) => &[],
    }
}

const fn is_int(schema: &Schema, column: usize) -> bool {
    columns(schema)[column].data_type.is_integer()
}

/// The columns of the sheet that a key is made of.
struct Key {
    places: [usize; WIDEST],
    is_int: [bool; WIDEST],
    len: usize,
}

impl Key {
    /// `None` where a column of it is not in the sheet.
    const fn find(schema: &Schema, sheet: &Sheet, names: &[Cow<'static, str>]) -> Option<Self> {
        let mut key = Key {
            places: [0; WIDEST],
            is_int: [false; WIDEST],
            len: names.len(),
        };
        let mut at = 0;
        while at < names.len() {
            let name = text_of(&names[at]);
            let mut place = 0;
            while place < sheet.columns.len() && !is_same(sheet.columns[place], name) {
                place += 1;
            }
            match position(schema, name) {
                Some(column) if place < sheet.columns.len() => {
                    key.places[at] = place;
                    key.is_int[at] = is_int(schema, column);
                }
                _ => return None,
            }
            at += 1;
        }
        Some(key)
    }

    /// `None` where a cell is missing, or known to the running program alone.
    const fn hash(&self, sheet: &Sheet, row: usize) -> Option<usize> {
        let (mut hash, mut at) = (0, 0);
        while at < self.len {
            let cell = sheet.cell(row, self.places[at]);
            if matches!(
                cell.kind,
                Kind::Null | Kind::Empty | Kind::Absent | Kind::Expr
            ) {
                return None;
            }
            hash = match self.number(cell, at) {
                Some(number) => mixed(hash, &number.to_le_bytes()),
                None => mixed(hash, cell.text.as_bytes()),
            };
            at += 1;
        }
        Some(hash)
    }

    const fn is_same(&self, sheet: &Sheet, left: usize, right: usize) -> bool {
        let mut at = 0;
        while at < self.len {
            let (left, right) = (
                sheet.cell(left, self.places[at]),
                sheet.cell(right, self.places[at]),
            );
            let same = match (self.number(left, at), self.number(right, at)) {
                (Some(left), Some(right)) => left == right,
                _ => is_same(left.text, right.text),
            };
            if !same {
                return false;
            }
            at += 1;
        }
        true
    }

    const fn number(&self, cell: Cell<'_>, at: usize) -> Option<i128> {
        if !self.is_int[at] {
            return None;
        }
        match int(cell.text) {
            Some(Seen::Int(int)) => Some(int),
            _ => None,
        }
    }

    /// Says the rows of one value in the column that the key is.
    const fn say_facts(&self, message: &mut Message, sheet: &Sheet, code: &str) {
        let facts = &sheet.facts[self.places[0]];
        let pairs = if self.is_int[0] {
            facts.same_number
        } else {
            facts.same_text
        };
        let mut at = 0;
        while at < pairs.len() {
            self.say(message, sheet, pairs[at], code);
            at += 1;
        }
    }

    const fn say(
        &self,
        message: &mut Message,
        sheet: &Sheet,
        (first, row): (usize, usize),
        code: &str,
    ) {
        message.line(&[sheet.source, ":"]);
        message.int(sheet.line(row) as i128);
        message.text(if self.len == 1 {
            ": column `"
        } else {
            ": columns `"
        });
        let mut at = 0;
        while at < self.len {
            message.texts(&[
                if at == 0 { "" } else { "`, `" },
                sheet.columns[self.places[at]],
            ]);
            at += 1;
        }
        message.text("`: ");
        at = 0;
        while at < self.len {
            message.text(if at == 0 { "" } else { ", " });
            message.cell(sheet.cell(row, self.places[at]));
            at += 1;
        }
        message.text(" is in line ");
        message.int(sheet.line(first) as i128);
        message.texts(&[" already, and is unique [", code, "]"]);
    }
}

/// FNV-1a over the bytes, the last of which is told from the next value's first; its product goes up, so that the upper half is
/// taken into the lower.
const fn mixed(mut hash: usize, bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as usize).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash = (hash ^ 0xff).wrapping_mul(0x0100_0193);
    hash ^ hash >> (usize::BITS / 2)
}
