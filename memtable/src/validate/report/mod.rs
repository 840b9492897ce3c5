mod page;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use crate::validate::Violation;

/// Every violation that a write, or [`MemTable::validate`](crate::MemTable::validate), found.
///
/// `Display` is a page for people: the first violations one by one, then the counts of them all. Serde writes the table's
/// name, the count of rows and [every violation](Violation).
///
/// ```
/// use memtable::MemTable;
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "users")]
/// struct User {
///     #[memtable(email)]
///     email: String,
///     #[memtable(non_blank)]
///     name: String,
/// }
///
/// let user = User { email: "ann@@example.org".into(), name: " ".into() };
/// let report = user.validate().unwrap_err();
/// assert_eq!(report.by_rule(), [("email", 1), ("non_blank", 1)]);
/// assert_eq!(report.to_string(), r#"
/// users: the row breaks a rule (2 violations)
///
///   row 0  email  "ann@@example.org"  must be an e-mail address  MT0105 email
///   row 0  name   " "                 must not be blank          MT0110 non_blank
/// "#.trim());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Report {
    /// The table's name.
    pub table: Cow<'static, str>,
    /// How many rows were looked at.
    pub n_rows: usize,
    /// The violations, by row, then in the order of the schema.
    pub violations: Vec<Violation>,
}

impl Report {
    /// The violations, by row, then in the order of the schema.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many violations there are.
    pub fn len(&self) -> usize {
        self.violations.len()
    }

    /// Whether every rule is kept.
    pub fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }

    /// The rows that break a rule, in order, each once; rules over the whole table are broken by none.
    ///
    /// Cost: all violations, with an allocation for each row.
    pub fn rows(&self) -> Vec<usize> {
        rows(&self.violations).into_iter().collect()
    }

    /// The violations of one row; rules over the whole table apart.
    ///
    /// Cost: all violations.
    pub fn for_row(&self, row: usize) -> impl Iterator<Item = &Violation> {
        self.violations
            .iter()
            .filter(move |violation| violation.row == row && violation.is_about_a_row())
    }

    /// How many violations each rule has, by its name, the greatest count first.
    pub fn by_rule(&self) -> Vec<(&'static str, usize)> {
        counts(self.violations.iter().map(|v| v.rule.name()))
    }

    /// How many violations each column has, with the way down to the value, the greatest count first; rules over the
    /// whole table are about no column.
    pub fn by_column(&self) -> Vec<(String, usize)> {
        let about_rows = self.violations.iter().filter(|v| v.is_about_a_row());
        counts(about_rows.map(Violation::place))
    }
}

impl Error for Report {}

fn rows(violations: &[Violation]) -> BTreeSet<usize> {
    let about_rows = violations.iter().filter(|v| v.is_about_a_row());
    about_rows.map(|violation| violation.row).collect()
}

/// The greatest count first, equal ones by name.
fn counts<T: Ord>(names: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}
