//! Which rows of two tables belong together.

use std::collections::BTreeMap;

use crate::schema::Value;

/// Rows by their positions.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// A row of the left, and its row of the right.
    pub(super) both: Vec<(usize, usize)>,
    pub(super) only_left: Vec<usize>,
    pub(super) only_right: Vec<usize>,
}

/// Pairs the rows with the same key; of several with one key the first with the first.
pub(super) fn by_key<'a>(
    left: impl Iterator<Item = Vec<&'a Value>>,
    right: impl Iterator<Item = Vec<&'a Value>>,
) -> Pairs {
    let mut waiting: BTreeMap<Vec<&Value>, Vec<usize>> = BTreeMap::new();
    for (row, key) in right.enumerate() {
        waiting.entry(key).or_default().push(row);
    }
    for rows in waiting.values_mut() {
        rows.reverse();
    }
    let mut pairs = Pairs::default();
    for (row, key) in left.enumerate() {
        match waiting.get_mut(&key).and_then(Vec::pop) {
            Some(other) => pairs.both.push((row, other)),
            None => pairs.only_left.push(row),
        }
    }
    pairs.only_right = waiting.into_values().flatten().collect();
    pairs.only_right.sort_unstable();
    pairs
}

/// Pairs the rows by their places.
pub(super) fn by_place(n_left: usize, n_right: usize) -> Pairs {
    let n_both = n_left.min(n_right);
    Pairs {
        both: (0..n_both).map(|row| (row, row)).collect(),
        only_left: (n_both..n_left).collect(),
        only_right: (n_both..n_right).collect(),
    }
}
