use std::fmt;

use crate::record::{Col, ColumnOf, MemValue};
use crate::schema::Value;

/// Which row of one merge stands for its key, where several have the same one.
///
/// The choice is made over the whole write and before the rules are looked at, so that an outdated row is never
/// written because the current one is invalid.
pub struct OnDuplicate<R> {
    pub(crate) winner: Option<Winner<R>>,
}

pub(crate) enum Winner<R> {
    First,
    Last,
    /// The row with the greatest value; of equal ones the first.
    MaxBy(fn(&R) -> Value),
    /// The row with the least value; of equal ones the first.
    MinBy(fn(&R) -> Value),
}

impl<R> OnDuplicate<R> {
    /// None: the write is refused, and the report names the key and its rows. The default.
    pub const REFUSE: Self = OnDuplicate { winner: None };

    /// The first row; the others are counted as deduplicated.
    pub const KEEP_FIRST: Self = OnDuplicate {
        winner: Some(Winner::First),
    };

    /// The last row; the others are counted as deduplicated.
    pub const KEEP_LAST: Self = OnDuplicate {
        winner: Some(Winner::Last),
    };

    /// The row with the greatest value in a column, of equal ones the first. A null is less than any value, and `NaN`
    /// greater than any number.
    pub fn keep_max_by<C: ColumnOf<R>>(_column: Col<R, C>) -> Self {
        OnDuplicate {
            winner: Some(Winner::MaxBy(|row| C::get(row).to_value())),
        }
    }

    /// The row with the least value in a column, of equal ones the first. A null is less than any value, and `NaN`
    /// greater than any number.
    pub fn keep_min_by<C: ColumnOf<R>>(_column: Col<R, C>) -> Self {
        OnDuplicate {
            winner: Some(Winner::MinBy(|row| C::get(row).to_value())),
        }
    }
}

impl<R> Winner<R> {
    /// Whether the later of two rows with one key takes the place of the earlier.
    pub(crate) fn takes_over(&self, later: &R, earlier: &R) -> bool {
        match self {
            Winner::First => false,
            Winner::Last => true,
            Winner::MaxBy(value) => value(later) > value(earlier),
            Winner::MinBy(value) => value(later) < value(earlier),
        }
    }
}

impl<R> Clone for OnDuplicate<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for OnDuplicate<R> {}

impl<R> Clone for Winner<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Winner<R> {}

impl<R> fmt::Debug for OnDuplicate<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.winner {
            None => "Refuse",
            Some(Winner::First) => "KeepFirst",
            Some(Winner::Last) => "KeepLast",
            Some(Winner::MaxBy(_) | Winner::MinBy(_)) => "KeepByColumn",
        })
    }
}
