//! The entry points: what is wrong with a sheet, in words, nothing where all is right.

use std::borrow::Cow;

use super::keys::repeats_in_column;
use super::limits::keeps;
use super::made::NOWHERE;
use super::near::is_field;
use super::seen::{Seen, seen, seen_value};
use super::{Cell, Kind, Sheet};
use crate::record::glue::element;
use crate::record::message::{Message, is_same, text_of};
use crate::record::{ColumnOf, MemTable, MemValue};
use crate::schema::{Column, DataType, Default, Rule, Schema, Value};

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
                "`; ",
            ]);
            message.nearest(columns(schema), &[], sheet.columns[at]);
            message.text(" [MT0201]");
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
    // a name that is no column may have been meant to be one of these
    if is_found(found, NOWHERE) {
        return message;
    }
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

/// The cells of the rows `from..to` that are wrong, a line for each; of the columns that are doubtful.
pub const fn misread_rows(
    schema: &Schema,
    sheet: &Sheet,
    doubtful: &[bool],
    (from, to): (usize, usize),
) -> Message {
    let mut message = Message::EMPTY;
    if !is_any(doubtful) {
        return message;
    }
    let mut row = from;
    while row < to {
        let mut place = 0;
        while place < doubtful.len() {
            if doubtful[place] {
                say_cell(&mut message, (schema, sheet), (row, place));
            }
            place += 1;
        }
        row += 1;
    }
    message
}

const fn is_any(doubtful: &[bool]) -> bool {
    let mut at = 0;
    while at < doubtful.len() {
        if doubtful[at] {
            return true;
        }
        at += 1;
    }
    false
}

const fn say_cell(
    message: &mut Message,
    (schema, sheet): (&Schema, &Sheet),
    (row, place): (usize, usize),
) {
    let Some(position) = position(schema, sheet.columns[place]) else {
        return;
    };
    let (wanted, cell) = (&columns(schema)[position], sheet.cell(row, place));
    if let Some(fault) = fault(wanted, cell) {
        message.line(&[sheet.source, ":"]);
        message.int(sheet.line(row) as i128);
        message.text(": ");
        say(message, wanted, cell, fault);
    }
}

/// What is wrong with a name in `table!`: no column, at this place, has it.
pub const fn unknown_column<R: MemTable>(place: usize, name: &str) -> Message {
    let mut message = Message::EMPTY;
    if place != NOWHERE {
        return message;
    }
    let columns = columns(R::SCHEMA);
    if is_field(columns, R::RENAMED, name) {
        message.texts(&[
            "column `",
            name,
            "` is private: make its field visible here [MT0201]",
        ]);
    } else {
        message.texts(&[
            "`",
            text_of(&R::SCHEMA.name),
            "` has no column `",
            name,
            "`; ",
        ]);
        message.nearest(columns, R::RENAMED, name);
        message.text(" [MT0201]");
    }
    message
}

/// What is wrong with one literal of `table!`, in this row and column of the sheet; `earlier` is the first row whose cell there
/// reads the same, where there is one.
pub const fn misread_literal(
    schema: &Schema,
    place: usize,
    sheet: &Sheet,
    (row, column, earlier): (usize, usize, Option<usize>),
) -> Message {
    let mut message = Message::EMPTY;
    if place == NOWHERE {
        return message;
    }
    let (wanted, cell) = (&columns(schema)[place], sheet.cell(row, column));
    if let Some(fault) = fault(wanted, cell) {
        message.line(&[]);
        say(&mut message, wanted, cell, fault);
    } else if let Some(first) = earlier
        && let Some(code) = repeats_in_column(schema, place, sheet, (first, row, column))
    {
        message.line(&["column `", text_of(&wanted.name), "`: "]);
        message.cell(cell);
        message.text(" is in row ");
        message.int(first as i128);
        message.texts(&[" of this table already, and is unique [", code, "]"]);
    }
    message
}

/// What is wrong with a cell.
#[derive(Clone, Copy)]
pub(super) enum Fault<'a> {
    /// A value is missing.
    Missing,
    /// It is none of the type of the column.
    Type,
    /// It breaks this rule.
    Rule(&'a Rule, Seen<'a>),
}

pub(super) const fn fault<'a>(column: &'a Column, cell: Cell<'a>) -> Option<Fault<'a>> {
    match cell.kind {
        Kind::Null => {
            return if column.nullable {
                None
            } else {
                Some(Fault::Missing)
            };
        }
        Kind::Empty if column.nullable => return None,
        Kind::Empty if !matches!(column.data_type, DataType::Text) => return Some(Fault::Missing),
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
    match broken(column, seen, None) {
        Some(rule) => Some(Fault::Rule(rule, seen)),
        None => None,
    }
}

/// The first rule that the value breaks, this one apart.
const fn broken<'a>(column: &'a Column, seen: Seen<'_>, apart: Option<usize>) -> Option<&'a Rule> {
    let Cow::Borrowed(rules) = &column.rules else {
        return None;
    };
    let mut at = 0;
    while at < rules.len() {
        let is_apart = matches!(apart, Some(apart) if apart == at);
        if !is_apart && !keeps(seen, &rules[at]) {
            return Some(&rules[at]);
        }
        at += 1;
    }
    None
}

/// What is wrong with the default of a column: the column's own rules refuse it.
pub const fn misfit_default(schema: &Schema, column: usize) -> Message {
    let mut message = Message::EMPTY;
    let column = &columns(schema)[column];
    if let Some(Default::Value(value)) = &column.default {
        let seen = seen_value(value);
        if let Some(rule) = broken(column, seen, None) {
            message.texts(&["the default of column `", text_of(&column.name), "`: "]);
            message.value(value);
            message.broken(rule, seen);
            message.text(" [MT0038]");
        }
    }
    message
}

/// What is wrong with a value of `one_of`, the rule and the value at these positions: another rule of the column refuses it.
pub const fn misfit_choice(
    schema: &Schema,
    column: usize,
    (rule, choice): (usize, usize),
) -> Message {
    let mut message = Message::EMPTY;
    let column = &columns(schema)[column];
    if let Cow::Borrowed(rules) = &column.rules
        && let Rule::OneOf(Cow::Borrowed(values)) = &rules[rule]
    {
        let seen = seen_value(&values[choice]);
        if let Some(broken) = broken(column, seen, Some(rule)) {
            message.texts(&["`one_of` of column `", text_of(&column.name), "` allows "]);
            message.value(&values[choice]);
            message.text(", which");
            message.broken(broken, seen);
            message.text(" [MT0039]");
        }
    }
    message
}

/// What is wrong with an integer that stands for a value of the column `C` of `R`: its type does not hold it.
pub const fn misfit_limit<R, C: ColumnOf<R>>(limit: i128) -> Message {
    misfit(limit, const { &C::Value::DATA_TYPE }, C::NAME)
}

/// What is wrong with an integer that stands for an element of the list in the column `C` of `R`.
pub const fn misfit_element_limit<R, C: ColumnOf<R>>(limit: i128) -> Message {
    misfit(limit, element(const { &C::Value::DATA_TYPE }), C::NAME)
}

/// Nothing is said of types that hold no integers, and of minus before what has no sign: there the compiler speaks itself.
const fn misfit(limit: i128, data_type: &DataType, column: &str) -> Message {
    let mut message = Message::EMPTY;
    let Some((least, most)) = data_type.int_range() else {
        return message;
    };
    let fits = limit >= least && (limit < 0 || limit.unsigned_abs() <= most);
    if !fits && (limit >= 0 || least < 0) {
        message.value(&Value::Int(limit));
        message.texts(&[" does not fit into column `", column, "`, which holds "]);
        message.value(&Value::Int(least));
        message.text("..=");
        message.value(&Value::UInt(most));
        message.texts(&[" (", data_type.word(), ") [MT0040]"]);
    }
    message
}

const fn say(message: &mut Message, column: &Column, cell: Cell<'_>, fault: Fault<'_>) {
    match fault {
        Fault::Missing => return say_missing(message, column),
        Fault::Type | Fault::Rule(..) => {}
    }
    message.texts(&["column `", text_of(&column.name), "`: "]);
    message.cell(cell);
    match fault {
        Fault::Rule(rule, seen) => {
            message.broken(rule, seen);
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
