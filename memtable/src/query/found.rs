use std::fmt;
use std::iter::FusedIterator;

use crate::query::order::Sort;
use crate::query::scan::Scan;
use crate::query::{Predicate, plan};
use crate::table::{RowId, Snapshot};

/// The rows that satisfy a condition, in the order of the table or the one asked for. Made by iterating over a
/// [`Query`](super::Query).
pub struct Found<'t, R, P> {
    way: Way<'t, R, P>,
}

/// How the rows are found.
enum Way<'t, R, P> {
    Scan(Scan<'t, R>, P),
    Index(&'t Snapshot<R>, std::vec::IntoIter<RowId>, P),
    Listed(std::vec::IntoIter<&'t R>),
}

impl<'t, R: Clone, P: Predicate<R>> Found<'t, R, P> {
    /// By an index where one answers a part of the condition.
    pub(super) fn new(table: &'t Snapshot<R>, predicate: P) -> Self {
        let way = match plan::candidates(table.rows(), &predicate) {
            Some(found) => Way::Index(table, found.ids.into_iter(), predicate),
            None => Way::Scan(Scan::new(table.rows()), predicate),
        };
        Found { way }
    }
}

impl<R, P: Predicate<R>> Found<'_, R, P> {
    /// At least the first `n` of the rows, in this order.
    pub(super) fn in_order(mut self, order: Option<&dyn Sort<R>>, n: usize) -> Self {
        match order {
            None => self,
            Some(order) => {
                let rows = order.first(&mut self, n);
                let way = Way::Listed(rows.into_iter());
                Found { way }
            }
        }
    }
}

impl<'t, R, P: Predicate<R>> Iterator for Found<'t, R, P> {
    type Item = &'t R;

    #[inline]
    fn next(&mut self) -> Option<&'t R> {
        match &mut self.way {
            Way::Scan(scan, predicate) => scan.next(&*predicate),
            Way::Index(table, ids, predicate) => {
                let mut rows = ids.map(|id| table.rows().row(id));
                rows.find(|row| predicate.holds(row))
            }
            Way::Listed(rows) => rows.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.way {
            Way::Scan(..) => (0, None),
            Way::Index(_, ids, _) => (0, Some(ids.len())),
            Way::Listed(rows) => rows.size_hint(),
        }
    }

    /// Runs as a loop over slices does.
    #[inline]
    fn fold<B, F: FnMut(B, &'t R) -> B>(self, init: B, step: F) -> B {
        match self.way {
            Way::Scan(scan, predicate) => scan.fold(&predicate, init, step),
            Way::Index(table, ids, predicate) => {
                let rows = ids.map(|id| table.rows().row(id));
                rows.filter(|row| predicate.holds(row)).fold(init, step)
            }
            Way::Listed(rows) => rows.fold(init, step),
        }
    }
}

impl<R, P: Predicate<R>> FusedIterator for Found<'_, R, P> {}

impl<R, P> fmt::Debug for Found<'_, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Found(..)")
    }
}

/// Some of what an iterator gives: without the first, and not more than so many.
#[derive(Clone, Debug)]
pub struct Window<I> {
    items: I,
    skip: usize,
    take: usize,
}

/// Which of the results are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) offset: usize,
    pub(super) limit: usize,
}

impl Page {
    pub(super) const ALL: Page = Page {
        offset: 0,
        limit: usize::MAX,
    };

    pub(super) fn of<I>(self, items: I) -> Window<I> {
        Window {
            items,
            skip: self.offset,
            take: self.limit,
        }
    }

    /// How many results are to be made to fill it.
    pub(super) fn end(self) -> usize {
        self.offset.saturating_add(self.limit)
    }

    pub(super) fn limited(self, limit: usize) -> Page {
        Page {
            limit: self.limit.min(limit),
            ..self
        }
    }
}

impl<I: Iterator> Window<I> {
    /// The first item that is not skipped.
    #[cold]
    fn nth_item(&mut self) -> Option<I::Item> {
        self.items.nth(std::mem::take(&mut self.skip))
    }
}

impl<I: Iterator> Iterator for Window<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        match self.take {
            0 => return None,
            usize::MAX => {}
            _ => self.take -= 1,
        }
        if self.skip > 0 {
            return self.nth_item();
        }
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (low, high) = self.items.size_hint();
        let inside = |n: usize| n.saturating_sub(self.skip).min(self.take);
        (inside(low), Some(high.map_or(self.take, inside)))
    }

    #[inline]
    fn fold<B, F: FnMut(B, I::Item) -> B>(self, init: B, mut step: F) -> B {
        if self.take == usize::MAX && self.skip == 0 {
            return self.items.fold(init, step);
        }
        let mut folded = init;
        for item in self {
            folded = step(folded, item);
        }
        folded
    }
}

impl<I: FusedIterator> FusedIterator for Window<I> {}
