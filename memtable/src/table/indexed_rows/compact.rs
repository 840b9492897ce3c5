use std::vec::IntoIter;

use triomphe::Arc;

use super::page::Page;
use super::pages::Pages;
use super::row_id::{PAGE, RowId};
use super::slots::Slots;

/// Where the rows are after all of them were moved together.
pub(super) struct Moved {
    /// Of each page, the live rows before it, and those in it.
    pages: Vec<(usize, Slots)>,
}

impl Moved {
    /// Where the row is now that was there.
    pub(super) fn id(&self, old: RowId) -> RowId {
        let (n_before, live) = self.pages[old.page()];
        RowId::new(0, n_before + live.before(old.slot()))
    }
}

impl<R> Pages<R> {
    /// Moves all rows together, each of which is [owned](Pages::own): this runs no code of theirs. What is dead comes back, to be
    /// dropped when all is done.
    pub(super) fn compact(&mut self) -> (Moved, Vec<R>) {
        let old = std::mem::replace(self, Pages::new());
        let loaded = Arc::try_unwrap(old.loaded).unwrap_or_default();
        let mut sorted = Sorted {
            live: Vec::with_capacity(old.n_live),
            dead: Vec::new(),
        };
        let (mut loaded, mut n_passed) = (loaded.into_iter(), 0);
        let mut pages = Vec::with_capacity(old.list.len());
        for (number, page) in old.list.into_iter().enumerate() {
            pages.push((sorted.live.len(), page.live));
            if page.is_loaded() {
                let n_others = number * PAGE - n_passed;
                sorted.dead.extend(loaded.by_ref().take(n_others));
                n_passed = (number + 1) * PAGE;
            }
            sorted.take(page, &mut loaded);
        }
        sorted.dead.extend(loaded);
        self.adopt(sorted.live);
        (Moved { pages }, sorted.dead)
    }
}

/// Rows that are moved.
struct Sorted<R> {
    live: Vec<R>,
    dead: Vec<R>,
}

impl<R> Sorted<R> {
    /// Takes the rows of a page, those that it does not hold itself from the loaded ones.
    fn take(&mut self, page: Page<R>, loaded: &mut IntoIter<R>) {
        let (live, are_patches) = (page.live, page.patched());
        let parts = page.into_parts();
        let is_loaded = parts.rows.is_none();
        let mut own = parts.rows.unwrap_or_default().into_iter();
        let mut patches = parts.patches.into_iter();
        for slot in 0..PAGE {
            let behind = if is_loaded { loaded.next() } else { own.next() };
            let row = if are_patches.has(slot) {
                self.dead.extend(behind);
                patches.next()
            } else {
                behind
            };
            if live.has(slot) {
                self.live.extend(row);
            } else {
                self.dead.extend(row);
            }
        }
    }
}
