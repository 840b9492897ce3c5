//! The entry points: what is wrong with a sheet, in words, nothing where all is right.

use std::borrow::Cow;

use super::keys::repeats_in_column;
use super::limits::keeps;
use super::seen::seen;
use super::{Cell, Kind, Sheet};
use crate::record::message::{Message, is_same, text_of};
use crate::record::{Col, ColumnOf, MemTable};
use crate::schema::{Column, Rule, Schema};

/// The names in the sheet that no column has, and the columns that it has to have and has not.
pub const fn misread_columns(schema: &Schema, sheet: &Sheet) -> Message {
    let mut message = Message::EMPTY;
    let mut at = 0;
    while at < sheet.columns.len() {
        if position(schema, sheet.columns[at]).is_none() {
            let name = text_of(&schema.name);
            message.line(&[
                sheet.source,
                ": `",
                name,
                "` has no column `",
                sheet.columns[at],
                "`; it has `",
            ]);
            message.column_names(columns(schema));
            message.text("` [MT0201]");
        }
        at += 1;
    }
    let columns = columns(schema);
    at = 0;
    while at < columns.len() {
        if needs_value(&columns[at]) && !is_listed(sheet.columns, text_of(&columns[at].name)) {
            message.line(&[sheet.source, ": "]);
            say_missing(&mut message, &columns[at]);
        }
        at += 1;
    }
    message
}

/// The columns that a row of `table!` has to have and has not; `found` is the positions of those that it has.
pub const fn missing_columns(schema: &Schema, found: &[usize]) -> Message {
    let mut message = Message::EMPTY;
    let (columns, mut at) = (columns(schema), 0);
    while at < columns.len() {
        if needs_value(&columns[at]) && !is_found(found, at) {
            message.line(&[]);
            say_missing(&mut message, &columns[at]);
        }
        at += 1;
    }
    message
}

/// The cells of the rows `from..to` that are wrong, a line for each.
pub const fn misread_rows(schema: &Schema, sheet: &Sheet, from: usize, to: usize) -> Message {
    let mut message = Message::EMPTY;
    let mut column = 0;
    while column < sheet.columns.len() {
        if let Some(position) = position(schema, sheet.columns[column]) {
            let wanted = &columns(schema)[position];
            let mut row = from;
            while row < to {
                let cell = sheet.cell(row, column);
                if let Some(fault) = fault(wanted, cell) {
                    message.line(&[sheet.source, ":"]);
                    message.int(sheet.line(row) as i128);
                    message.text(": ");
                    say(&mut message, wanted, cell, fault);
                }
                row += 1;
            }
        }
        column += 1;
    }
    message
}

/// What is wrong with one literal of `table!`, in this row and column of the sheet.
pub const fn misread_literal<R: MemTable, C: ColumnOf<R>>(
    _column: Col<R, C>,
    sheet: &Sheet,
    (row, column): (usize, usize),
) -> Message {
    let (wanted, cell) = (&columns(R::SCHEMA)[C::IDX], sheet.cell(row, column));
    let mut message = Message::EMPTY;
    if let Some(fault) = fault(wanted, cell) {
        message.line(&[]);
        say(&mut message, wanted, cell, fault);
    } else if let Some((first, code)) = repeats_in_column(R::SCHEMA, C::IDX, sheet, (row, column)) {
        message.line(&["column `", C::NAME, "`: "]);
        message.cell(cell);
        message.text(" is in row ");
        message.int(first as i128);
        message.texts(&[" of this table already, and is unique [", code, "]"]);
    }
    message
}

/// What is wrong with a cell.
#[derive(Clone, Copy)]
enum Fault<'a> {
    /// A value is missing.
    Missing,
    /// It is none of the type of the column.
    Type,
    /// It breaks this rule.
    Rule(&'a Rule),
}

const fn fault<'a>(column: &'a Column, cell: Cell<'_>) -> Option<Fault<'a>> {
    match cell.kind {
        Kind::Null => {
            return if column.nullable {
                None
            } else {
                Some(Fault::Missing)
            };
        }
        Kind::Absent => {
            return if needs_value(column) {
                Some(Fault::Missing)
            } else {
                None
            };
        }
        Kind::Expr => return None,
        _ => {}
    }
    let Some(seen) = seen(cell, &column.data_type) else {
        return Some(Fault::Type);
    };
    let Cow::Borrowed(rules) = &column.rules else {
        return None;
    };
    let mut at = 0;
    while at < rules.len() {
        if !keeps(seen, &rules[at]) {
            return Some(Fault::Rule(&rules[at]));
        }
        at += 1;
    }
    None
}

const fn say(message: &mut Message, column: &Column, cell: Cell<'_>, fault: Fault<'_>) {
    match fault {
        Fault::Missing => return say_missing(message, column),
        Fault::Type | Fault::Rule(_) => {}
    }
    message.texts(&["column `", text_of(&column.name), "`: "]);
    message.cell(cell);
    match fault {
        Fault::Rule(rule) => {
            message.broken(rule, cell);
            message.texts(&[" [", rule.code(), "]"]);
        }
        Fault::Type | Fault::Missing => {
            message.text(" is no ");
            message.data_type(&column.data_type);
            message.text(" [MT0122]");
        }
    }
}

const fn say_missing(message: &mut Message, column: &Column) {
    message.texts(&[
        "column `",
        text_of(&column.name),
        "`: a value is missing, and the column is not optional",
    ]);
    if column.default.is_none() {
        message.text(" and has no default");
    }
    message.text(" [MT0121]");
}

const fn needs_value(column: &Column) -> bool {
    !column.nullable && column.default.is_none()
}

/// The position of the column of this name.
pub(super) const fn position(schema: &Schema, name: &str) -> Option<usize> {
    let (columns, mut at) = (columns(schema), 0);
    while at < columns.len() {
        if is_same(text_of(&columns[at].name), name) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The columns of a constant schema: there they are always borrowed.
pub(super) const fn columns(schema: &Schema) -> &'static [Column] {
    match &schema.columns {
        Cow::Borrowed(columns) => columns,
        Cow::Owned(_) => &[],
    }
}

const fn is_listed(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_found(found: &[usize], position: usize) -> bool {
    let mut at = 0;
    while at < found.len() {
        if found[at] == position {
            return true;
        }
        at += 1;
    }
    false
}
