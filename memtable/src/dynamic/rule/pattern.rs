use crate::dynamic::cell::Cells;
use crate::dynamic::rule::step::broken_texts;
use crate::validate::rules::Matcher;

/// The rows whose text has no match.
pub(super) fn broken(cells: &Cells, matcher: &Matcher) -> Vec<usize> {
    broken_texts(cells, |text| matcher.is_match(text))
}
