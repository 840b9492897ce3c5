use arrow_array::StringArray;
use arrow_buffer::OffsetBuffer;

use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::rows;
use crate::schema::{LengthUnit, Rule};

/// The least length, the greatest, and what is counted.
type Limits = (u64, Option<u64>, LengthUnit);

/// The rows whose length is out of the limits, both of which are included.
pub(super) fn broken(cells: &Cells, rule: &Rule, (min, max, unit): Limits) -> Vec<usize> {
    let min = usize::try_from(min).unwrap_or(usize::MAX);
    let max = max.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX));
    match (&cells.kind, unit) {
        (Kind::Text(array), LengthUnit::Chars) => in_chars(array, min, max),
        (Kind::Text(array), LengthUnit::Bytes) => of_offsets(cells, array.offsets(), (min, max)),
        (Kind::Bytes(array), LengthUnit::Bytes | LengthUnit::Items) => {
            of_offsets(cells, array.offsets(), (min, max))
        }
        (Kind::List { offsets, .. }, LengthUnit::Items) => of_offsets(cells, offsets, (min, max)),
        _ => rows::by_value(cells, rule),
    }
}

/// Characters are counted only where the bytes do not decide.
fn in_chars(array: &StringArray, min: usize, max: usize) -> Vec<usize> {
    rows::of_texts(array, |text| {
        let n_bytes = text.len();
        if n_bytes <= max && n_bytes / 4 >= min {
            return true;
        }
        (min..=max).contains(&text.chars().count())
    })
}

fn of_offsets(
    cells: &Cells,
    offsets: &OffsetBuffer<i32>,
    (min, max): (usize, usize),
) -> Vec<usize> {
    let limits = clamped(min)..=clamped(max);
    let lengths = || offsets.windows(2).map(|ends| ends[1] - ends[0]);
    if lengths().all(|length| limits.contains(&length)) {
        return Vec::new();
    }
    let rows = lengths().enumerate();
    rows.filter(|(row, length)| !limits.contains(length) && !cells.is_null(*row))
        .map(|(row, _)| row)
        .collect()
}

/// No array has more.
fn clamped(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}
