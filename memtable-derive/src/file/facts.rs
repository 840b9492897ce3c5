//! What the cells of a column have in common, and those of them that speak for all: the compiler is slow at reading text, so that
//! it looks at these alone, and at each cell only where one of these is wrong.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::sheet::Sheet;

/// How many different cells are listed as they are.
const MOST_DIFFERENT: usize = 16;

/// How many repeated cells are told.
const MOST_REPEATED: usize = 20;

/// What every cell with a value is, as the library's `Facts` has it.
const INT: u8 = 1;
const FLOAT64: u8 = 2;
const FLOAT32: u8 = 4;
const TEXT: u8 = 8;
const DATE: u8 = 16;

/// One cell, as the sheet has it.
#[derive(Clone, Copy)]
struct Cell<'a> {
    row: usize,
    kind: u8,
    text: &'a str,
}

/// The facts of each column.
pub(super) fn tokens(sheet: &Sheet, p: &TokenStream) -> TokenStream {
    let facts = (0..sheet.columns.len()).map(|column| {
        let cells = sheet.column(column);
        let cells: Vec<Cell<'_>> = cells
            .enumerate()
            .map(|(row, (kind, text))| Cell { row, kind, text })
            .collect();
        facts(&cells, p)
    });
    quote!(&[#(#facts),*])
}

fn facts(cells: &[Cell<'_>], p: &TokenStream) -> TokenStream {
    let different = different(cells);
    let is_complete = different.len() <= MOST_DIFFERENT;
    let rows = if is_complete {
        different
    } else {
        speakers(cells)
    };
    let values = || cells.iter().filter(|cell| has_value(cell));
    let class = values().fold(INT | FLOAT64 | FLOAT32 | TEXT | DATE, |class, cell| {
        class & class_of(cell)
    });
    let same_text = pairs(repeated(values().map(|cell| (cell.row, cell.text))));
    let same_number =
        pairs(repeated(values().filter_map(|cell| {
            Some((cell.row, cell.text.parse::<i128>().ok()?))
        })));
    quote! {
        #p::Facts { class: #class, is_complete: #is_complete, rows: &[#(#rows),*], same_text: #same_text, same_number: #same_number }
    }
}

fn pairs(pairs: Vec<(usize, usize)>) -> TokenStream {
    let pairs = pairs.into_iter().map(|(first, row)| quote!((#first, #row)));
    quote!(&[#(#pairs),*])
}

fn has_value(cell: &Cell<'_>) -> bool {
    !matches!(cell.kind, b'n' | b'a' | b'e')
}

/// The first row of each cell that is unlike those before it; more than are listed where there are more.
fn different(cells: &[Cell<'_>]) -> Vec<usize> {
    let mut seen: Vec<Cell<'_>> = Vec::new();
    for cell in cells {
        let is_new = seen
            .iter()
            .all(|other| (other.kind, other.text) != (cell.kind, cell.text));
        if is_new {
            seen.push(*cell);
        }
        if seen.len() > MOST_DIFFERENT {
            break;
        }
    }
    seen.iter().map(|cell| cell.row).collect()
}

/// The rows of the cells at the edges: the least and the greatest, the shortest and the longest, those without a value, or blank.
fn speakers(cells: &[Cell<'_>]) -> Vec<usize> {
    let values = || cells.iter().filter(|cell| has_value(cell));
    let ints = || values().filter_map(|cell| Some((cell.text.parse::<i128>().ok()?, cell.row)));
    let floats = || values().filter_map(|cell| Some((cell.text.parse::<f64>().ok()?, cell.row)));
    let lengths = || values().map(|cell| (cell.text.chars().count(), cell.row));
    let bytes = || values().map(|cell| (cell.text.len(), cell.row));
    let texts = || values().map(|cell| (cell.text, cell.row));
    let first = |kind: u8| {
        cells
            .iter()
            .find(|cell| cell.kind == kind)
            .map(|cell| cell.row)
    };
    let rows = [
        ints().min().map(|(_, row)| row),
        ints().max().map(|(_, row)| row),
        floats()
            .min_by(|left, right| left.0.total_cmp(&right.0))
            .map(|(_, row)| row),
        floats()
            .max_by(|left, right| left.0.total_cmp(&right.0))
            .map(|(_, row)| row),
        floats()
            .find(|(float, _)| float.is_nan())
            .map(|(_, row)| row),
        lengths().min().map(|(_, row)| row),
        lengths().max().map(|(_, row)| row),
        bytes().min().map(|(_, row)| row),
        bytes().max().map(|(_, row)| row),
        texts().min().map(|(_, row)| row),
        texts().max().map(|(_, row)| row),
        values()
            .find(|cell| cell.text.trim().is_empty())
            .map(|cell| cell.row),
        first(b'n'),
        first(b'a'),
        first(b'e'),
    ];
    let mut rows: Vec<usize> = rows.into_iter().flatten().collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The rows whose cell an earlier row has, each with that row before it.
fn repeated<T: std::hash::Hash + Eq>(
    cells: impl Iterator<Item = (usize, T)>,
) -> Vec<(usize, usize)> {
    let (mut firsts, mut repeated) = (HashMap::new(), Vec::new());
    for (row, cell) in cells {
        let first = *firsts.entry(cell).or_insert(row);
        if first != row {
            repeated.push((first, row));
        }
        if repeated.len() == MOST_REPEATED {
            break;
        }
    }
    repeated
}

fn class_of(cell: &Cell<'_>) -> u8 {
    let (is_open, is_float) = (
        matches!(cell.kind, b'o' | b'O'),
        matches!(cell.kind, b'f' | b'O'),
    );
    let is_text = is_open || cell.kind == b't';
    let int = cell
        .text
        .parse::<i128>()
        .ok()
        .filter(|_| matches!(cell.kind, b'o' | b'i'));
    let is_exact =
        |n_digits: u32| int.is_some_and(|int| significant_bits(int.unsigned_abs()) <= n_digits);
    let facts = [
        (INT, int.is_some()),
        (FLOAT64, is_float || is_exact(f64::MANTISSA_DIGITS)),
        (FLOAT32, is_float || is_exact(f32::MANTISSA_DIGITS)),
        (TEXT, is_text),
        (DATE, is_text && is_date(cell.text)),
    ];
    facts
        .iter()
        .filter(|(_, is_so)| *is_so)
        .fold(0, |class, (bit, _)| class | bit)
}

fn significant_bits(int: u128) -> u32 {
    let shifted = int.checked_shr(int.trailing_zeros()).unwrap_or(0);
    u128::BITS - shifted.leading_zeros()
}

/// `2026-01-31`, of the calendar.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or_default();
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let n_days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=n_days).contains(&day)
}
