//! Which name was meant.

use crate::record::message::{Message, is_same, text_of};
use crate::schema::Column;

/// The longest name that is compared.
const LONGEST: usize = 64;

/// The fields whose names are not those of their columns, by the position of the column.
type Renamed<'a> = &'a [(usize, &'a str)];

impl Message {
    /// Says which column was meant, where one is near, and all that there are.
    pub(super) const fn nearest(&mut self, columns: &[Column], renamed: Renamed<'_>, name: &str) {
        let (mut near, mut least, mut at) = ("", name.len() / 3 + 1, 0);
        while at < columns.len() {
            let distance = distance(name.as_bytes(), field(columns, renamed, at).as_bytes());
            if distance <= least && (near.is_empty() || distance < least) {
                (near, least) = (field(columns, renamed, at), distance);
            }
            at += 1;
        }
        if near.is_empty() {
            self.text("it has ");
        } else {
            self.texts(&["did you mean `", near, "`? It has "]);
        }
        at = 0;
        while at < columns.len() {
            let comma = if at == 0 { "`" } else { ", `" };
            self.texts(&[comma, field(columns, renamed, at), "`"]);
            at += 1;
        }
    }
}

/// Whether a column has a field of this name.
pub(super) const fn is_field(columns: &[Column], renamed: Renamed<'_>, name: &str) -> bool {
    let mut at = 0;
    while at < columns.len() {
        if is_same(field(columns, renamed, at), name) {
            return true;
        }
        at += 1;
    }
    false
}

/// The name of the field of a column.
const fn field<'a>(columns: &'a [Column], renamed: Renamed<'a>, column: usize) -> &'a str {
    let mut at = 0;
    while at < renamed.len() {
        if renamed[at].0 == column {
            return renamed[at].1;
        }
        at += 1;
    }
    text_of(&columns[column].name)
}

/// How many letters are to be put in, left out or changed; [`LONGEST`] where a name is longer than that.
const fn distance(left: &[u8], right: &[u8]) -> usize {
    if left.len() >= LONGEST || right.len() >= LONGEST {
        return LONGEST;
    }
    let (mut row, mut at) = ([0; LONGEST], 0);
    while at <= right.len() {
        row[at] = at;
        at += 1;
    }
    at = 0;
    while at < left.len() {
        let (mut diagonal, mut place) = (row[0], 0);
        row[0] = at + 1;
        while place < right.len() {
            let changed = diagonal + (left[at] != right[place]) as usize;
            diagonal = row[place + 1];
            row[place + 1] = least(changed, least(diagonal, row[place]) + 1);
            place += 1;
        }
        at += 1;
    }
    row[right.len()]
}

const fn least(left: usize, right: usize) -> usize {
    if left < right { left } else { right }
}
