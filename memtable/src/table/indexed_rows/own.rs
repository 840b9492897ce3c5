use triomphe::Arc;

use super::page::Page;
use super::pages::Pages;
use super::row_id::{PAGE, RowId};

/// What changes where rows lie, and not which: it runs the rows' own `clone`.
impl<R: Clone> Pages<R> {
    /// Makes the last page ready for some rows more, or as many as it has slots for, and says where the first will be; the others
    /// follow slot by slot.
    #[inline]
    pub(super) fn open_tail(&mut self, n_rows: usize) -> RowId {
        let last = self.list.len().wrapping_sub(1);
        let slot = self.list.last_mut().and_then(|tail| tail.open_slot());
        match slot {
            None | Some(0) => self.open_page(n_rows),
            Some(slot) => RowId::new(last, slot),
        }
    }

    #[cold]
    fn open_page(&mut self, n_rows: usize) -> RowId {
        match self.list.last().map(Page::next_slot) {
            None => self.add_page(),
            Some(PAGE) => {
                // Rows that came between snapshots: once no more of them come, they lie together.
                if self.list.last().is_some_and(Page::ends_in_patches) {
                    self.join(self.list.len() - 1);
                }
                self.add_page();
            }
            Some(0) => {
                // It may have been one of loaded rows, all of them deleted.
                self.bend(self.list.len() - 1);
                drop(self.replace(self.list.len() - 1, Page::of(Vec::new())));
            }
            Some(slot) => {
                let has_room = |tail: &Page<R>| {
                    tail.open_slot().is_some() || tail.has_room_at_end(n_rows.min(PAGE - slot))
                };
                if !self.list.last().is_some_and(has_room) {
                    self.join(self.list.len() - 1);
                }
            }
        }
        let slot = self.list.last().map_or(0, Page::next_slot);
        RowId::new(self.list.len() - 1, slot)
    }

    /// Makes a row one that nobody else has: copied where a snapshot has it too.
    #[inline]
    pub(super) fn own(&mut self, id: RowId) {
        let Some(page) = self.list.get_mut(id.page()) else {
            return;
        };
        let is_owned = if page.is_loaded_at(id.slot()) {
            Arc::is_unique(&self.loaded)
        } else {
            page.owns(id.slot())
        };
        if !is_owned {
            self.own_copy(id);
        }
    }

    #[cold]
    fn own_copy(&mut self, id: RowId) {
        let Some(page) = self.list.get_mut(id.page()) else {
            return;
        };
        let is_patched = page.patched().has(id.slot());
        if !is_patched && !page.has_room_for_patch() {
            self.join(id.page());
            return;
        }
        let copy = page.row(id, &self.loaded).cloned();
        let replaced = copy.and_then(|row| page.patch(id.slot(), row));
        if !is_patched {
            self.n_slots += 1;
            self.bend(id.page());
        }
        // Last, as dropping a row runs its own code.
        drop(replaced);
    }

    /// Moves a page to a copy of its rows.
    fn join(&mut self, number: usize) {
        let Some(page) = self.list.get(number) else {
            return;
        };
        let joined = page.joined(number, &self.loaded);
        self.bend(number);
        // Last, as dropping rows runs their own code.
        drop(self.replace(number, joined));
    }

    /// Owns every row.
    pub(super) fn own_all(&mut self) {
        for number in 0..self.list.len() {
            if self.is_page_shared(number) {
                self.join(number);
            }
        }
    }
}
