use std::fmt;

use crate::error::Error;
use crate::io::Lines;

/// Rows as they are read: in order, some at a time. An error ends them.
///
/// ```
/// use memtable::connect::Batches;
///
/// let batches = Batches::new([Ok(vec![1, 2]), Ok(vec![3])]);
/// let rows: Vec<i32> = batches.flat_map(Result::unwrap).collect();
/// assert_eq!(rows, [1, 2, 3]);
/// ```
pub struct Batches<'a, R> {
    batches: Box<dyn Iterator<Item = Result<Vec<R>, Error>> + 'a>,
    lines: Option<Lines>,
}

impl<'a, R> Batches<'a, R> {
    /// These batches.
    pub fn new(batches: impl IntoIterator<Item = Result<Vec<R>, Error>, IntoIter: 'a>) -> Self {
        Batches {
            batches: Box::new(batches.into_iter()),
            lines: None,
        }
    }

    /// The batches, whose rows are of a text: `lines` has the line of each that was given until now.
    pub(super) fn of_lines(mut self, lines: Lines) -> Self {
        self.lines = Some(lines);
        self
    }

    /// The lines of the rows, where they are of a text.
    pub(super) fn lines(&self) -> Option<Lines> {
        self.lines.clone()
    }
}

impl<R> Iterator for Batches<'_, R> {
    type Item = Result<Vec<R>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.batches.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.batches.size_hint()
    }
}

impl<R> fmt::Debug for Batches<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches").finish_non_exhaustive()
    }
}
