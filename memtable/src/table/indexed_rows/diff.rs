use super::IndexedRows;
use super::page::Page;
use super::pages::Pages;
use super::row_id::RowId;
use super::slots::Slots;

/// The rows in which two versions differ, each in row order.
///
/// A row that did not change can be in both lists; one that is in neither did not change.
#[derive(Debug)]
pub(crate) struct RowDiff<'a, R> {
    /// As they were.
    pub(crate) old: Vec<(RowId, &'a R)>,
    /// As they are.
    pub(crate) new: Vec<(RowId, &'a R)>,
}

impl<R> IndexedRows<R> {
    /// What differs from another version of the same rows; costs a step per group of pages, and what the pages of those cost that
    /// differ.
    pub(crate) fn diff<'a>(&'a self, older: &'a Self) -> RowDiff<'a, R> {
        let (old, new) = (&older.pages, &self.pages);
        let mut diff = RowDiff {
            old: Vec::new(),
            new: Vec::new(),
        };
        let mut number = 0;
        while number < old.list.len().max(new.list.len()) {
            let n_shared = new.list.n_shared(&old.list, number);
            if n_shared > 0 {
                number += n_shared;
                continue;
            }
            let (was, is) = (old.list.get(number), new.list.get(number));
            let live = |page: Option<&Page<R>>| page.map(|page| page.live).unwrap_or_default();
            let (mut gone, mut come) = (live(was), live(is));
            if let (Some(was), Some(is)) = (was, is) {
                let kept = old.same_slots(was, new, is).and(gone).and(come);
                (gone, come) = (gone.without(kept), come.without(kept));
            }
            diff.old.extend(old.rows_of(number, gone));
            diff.new.extend(new.rows_of(number, come));
            number += 1;
        }
        diff
    }
}

impl<R> Pages<R> {
    /// The slots of a page that look on the same rows as those of another version of it.
    fn same_slots(&self, page: &Page<R>, other: &Self, of_other: &Page<R>) -> Slots {
        let same = page.same_slots(of_other);
        if page.is_loaded() && !triomphe::Arc::ptr_eq(&self.loaded, &other.loaded) {
            return same.and(page.patched());
        }
        same
    }

    /// The rows in some slots of a page.
    fn rows_of(&self, number: usize, which: Slots) -> impl Iterator<Item = (RowId, &R)> {
        let ids = which.iter().map(move |slot| RowId::new(number, slot));
        ids.map(|id| (id, self.row(id)))
    }
}
