use std::fmt;
use std::rc::Rc;

use crate::error::Error;
use crate::validate::Report;

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
    places: Option<Rc<dyn Places>>,
}

/// Where the rows that were given until now are, in the text that they are of.
pub(super) trait Places {
    /// The broken rules by the places of the rows, where they are about these rows alone.
    fn told(&self, reports: Vec<Report>) -> Error;
}

impl<'a, R> Batches<'a, R> {
    /// These batches.
    pub fn new(batches: impl IntoIterator<Item = Result<Vec<R>, Error>, IntoIter: 'a>) -> Self {
        Batches {
            batches: Box::new(batches.into_iter()),
            places: None,
        }
    }

    /// The batches, a row for each of these places.
    pub(super) fn of_places(mut self, places: Rc<dyn Places>) -> Self {
        self.places = Some(places);
        self
    }

    /// The places of the rows, where they are of a text.
    pub(super) fn places(&self) -> Option<Rc<dyn Places>> {
        self.places.clone()
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
