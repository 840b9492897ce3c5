use std::fmt;
use std::rc::Rc;
use std::vec;

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
    batches: Kind<'a, R>,
    places: Option<Rc<dyn Places>>,
}

enum Kind<'a, R> {
    Each(Box<dyn Iterator<Item = Result<Vec<R>, Error>> + 'a>),
    /// All rows, so many at a time.
    Rows(vec::IntoIter<R>, usize),
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
            batches: Kind::Each(Box::new(batches.into_iter())),
            places: None,
        }
    }

    /// Rows that are all there, so many at a time.
    pub(super) fn of_rows(rows: Vec<R>, batch_size: usize) -> Self {
        Batches {
            batches: Kind::Rows(rows.into_iter(), batch_size.max(1)),
            places: None,
        }
    }

    /// All rows. Those that are all there, and those of a lone batch, are not moved; the others once.
    pub(super) fn into_rows(self) -> Result<Vec<R>, Error> {
        let mut batches = match self.batches {
            Kind::Rows(rows, _) => return Ok(rows.collect()),
            Kind::Each(batches) => batches,
        };
        let mut rows = batches.next().transpose()?.unwrap_or_default();
        let (n_more, _) = batches.size_hint();
        rows.reserve_exact(n_more.saturating_mul(rows.len()).min(MOST_RESERVED));
        for batch in batches {
            rows.append(&mut batch?);
        }
        Ok(rows)
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

/// No more rows than this are reserved before they come.
const MOST_RESERVED: usize = 1 << 24;

impl<R> Iterator for Batches<'_, R> {
    type Item = Result<Vec<R>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.batches {
            Kind::Each(batches) => batches.next(),
            Kind::Rows(rows, size) => {
                let batch: Vec<R> = rows.by_ref().take(*size).collect();
                (!batch.is_empty()).then_some(Ok(batch))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.batches {
            Kind::Each(batches) => batches.size_hint(),
            Kind::Rows(rows, size) => {
                let n_batches = rows.len().div_ceil(*size);
                (n_batches, Some(n_batches))
            }
        }
    }
}

impl<R> fmt::Debug for Batches<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches").finish_non_exhaustive()
    }
}
