use crate::dynamic::cell::Cells;
use crate::dynamic::rule::step::broken_texts;
use crate::validate::rules;

/// The rows whose text is none that [`non_blank`](rules::non_blank) accepts.
pub(super) fn broken(cells: &Cells) -> Vec<usize> {
    broken_texts(cells, |text| rules::non_blank(text))
}
