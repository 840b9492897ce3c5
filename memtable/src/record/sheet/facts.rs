//! What is known of a column of a file as a whole.

use std::borrow::Cow;

use super::Sheet;
use super::judge::{columns, fault, position};
use crate::schema::{Column, DataType, Rule, Schema};

/// What the macro found of a column: by it most columns are judged without a look at each cell.
#[derive(Debug)]
pub struct Facts {
    /// What every cell with a value is: an integer, a number that is exact in a wide or a narrow float, text, a date; a bit each.
    pub class: u8,
    /// Whether `rows` has every different cell.
    pub is_complete: bool,
    /// The rows of the cells that speak for all: each that is different, or those at the edges.
    pub rows: &'static [usize],
    /// Rows of one text, the first of them before the other.
    pub same_text: &'static [(usize, usize)],
    /// Rows of one integer.
    pub same_number: &'static [(usize, usize)],
}

const INT: u8 = 1;
const FLOAT64: u8 = 2;
const FLOAT32: u8 = 4;
const TEXT: u8 = 8;
const DATE: u8 = 16;

/// Which columns of the sheet may hold a wrong cell: their cells are looked at one by one.
pub const fn doubtful<const N: usize>(schema: &Schema, sheet: &Sheet) -> [bool; N] {
    let (mut doubtful, mut place) = ([false; N], 0);
    while place < N {
        if let Some(position) = position(schema, sheet.columns[place]) {
            doubtful[place] = !is_fine(&columns(schema)[position], sheet, place);
        }
        place += 1;
    }
    doubtful
}

const fn is_fine(column: &Column, sheet: &Sheet, place: usize) -> bool {
    let facts = &sheet.facts[place];
    let edges_tell = is_told(&column.data_type, facts.class) && are_told(column);
    if !(facts.is_complete || edges_tell) {
        return false;
    }
    let mut at = 0;
    while at < facts.rows.len() {
        if fault(column, sheet.cell(facts.rows[at], place)).is_some() {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether cells of this class are of the type where those at the edges are.
const fn is_told(data_type: &DataType, class: u8) -> bool {
    let needed = match data_type {
        DataType::Float32 => FLOAT32,
        DataType::Float64 => FLOAT64,
        DataType::Text => TEXT,
        DataType::Date => DATE,
        integer if integer.is_integer() => INT,
        _ => return false,
    };
    class & needed != 0
}

/// Whether the rules hold of every cell where they hold of those at the edges.
const fn are_told(column: &Column) -> bool {
    let Cow::Borrowed(rules) = &column.rules else {
        return false;
    };
    let mut at = 0;
    while at < rules.len() {
        if matches!(rules[at], Rule::OneOf(_) | Rule::MultipleOf(_)) {
            return false;
        }
        at += 1;
    }
    true
}
