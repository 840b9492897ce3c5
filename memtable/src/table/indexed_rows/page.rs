use triomphe::Arc;

use super::apart::Apart;
use super::row_id::{PAGE, RowId};
use super::slots::Slots;

/// The rows of neighbouring addresses. A clone shares them; a row that is written after it, and one that comes, is a patch.
pub(crate) struct Page<R> {
    pub(super) live: Slots,
    /// The slots whose rows are patches.
    patched: Slots,
    /// In the order of their slots; none where there are none.
    patches: Option<Arc<Vec<Arc<R>>>>,
    /// The rows from the first slot on. Behind a patch is what was there before it, and where a row was deleted it still is, until
    /// the page is [joined](Page::joined).
    rows: Rows<R>,
}

enum Rows<R> {
    None,
    /// At the place that is their id, among those that the table was loaded with.
    Loaded,
    Own(Arc<Apart<Vec<R>>>),
}

impl<R> Clone for Rows<R> {
    fn clone(&self) -> Self {
        match self {
            Rows::None => Rows::None,
            Rows::Loaded => Rows::Loaded,
            Rows::Own(rows) => Rows::Own(Arc::clone(rows)),
        }
    }
}

impl<R> Rows<R> {
    #[inline]
    fn own(&self) -> Option<&Arc<Apart<Vec<R>>>> {
        match self {
            Rows::Own(rows) => Some(rows),
            Rows::None | Rows::Loaded => None,
        }
    }

    #[inline]
    fn own_mut(&mut self) -> Option<&mut Arc<Apart<Vec<R>>>> {
        match self {
            Rows::Own(rows) => Some(rows),
            Rows::None | Rows::Loaded => None,
        }
    }
}

impl<R> Clone for Page<R> {
    fn clone(&self) -> Self {
        Page {
            live: self.live,
            patched: self.patched,
            patches: self.patches.clone(),
            rows: self.rows.clone(),
        }
    }
}

/// Nothing: all of its rows are gone, or none has come.
impl<R> Default for Page<R> {
    fn default() -> Self {
        Page {
            live: Slots::default(),
            patched: Slots::default(),
            patches: None,
            rows: Rows::None,
        }
    }
}

impl<R> Page<R> {
    /// A page of these rows, all alive.
    pub(super) fn of(rows: Vec<R>) -> Self {
        Page {
            live: Slots::range(0, rows.len()),
            rows: Rows::Own(Arc::new(Apart(rows))),
            ..Page::default()
        }
    }

    /// A page of loaded rows.
    pub(super) fn loaded() -> Self {
        Page {
            live: Slots::ALL,
            rows: Rows::Loaded,
            ..Page::default()
        }
    }

    /// Whether some of its rows are where the table was loaded to.
    #[inline]
    pub(super) fn is_loaded(&self) -> bool {
        matches!(self.rows, Rows::Loaded)
    }

    /// Whether all of its rows are alive, and one slice.
    #[inline]
    pub(super) fn is_whole(&self) -> bool {
        self.live == Slots::ALL && self.patched.is_empty()
    }

    pub(super) fn patched(&self) -> Slots {
        self.patched
    }

    /// The row at `id`, which is in this page.
    #[inline]
    pub(super) fn row<'a>(&'a self, id: RowId, loaded: &'a [R]) -> Option<&'a R> {
        let slot = id.slot();
        if self.patched.has(slot) {
            return self.patch_at(slot);
        }
        match &self.rows {
            Rows::Own(rows) => rows.get(slot),
            Rows::Loaded => loaded.get(id.n_before()),
            Rows::None => None,
        }
    }

    #[inline]
    pub(super) fn patch_at(&self, slot: usize) -> Option<&R> {
        Some(self.patches().get(self.patched.before(slot))?)
    }

    #[inline]
    fn patches(&self) -> &[Arc<R>] {
        self.patches.as_ref().map_or(&[], |patches| &patches[..])
    }

    /// The rows behind the patches, of the page with this number.
    #[inline]
    pub(super) fn rows<'a>(&'a self, number: usize, loaded: &'a [R]) -> &'a [R] {
        match &self.rows {
            Rows::Own(rows) => rows,
            Rows::Loaded => &loaded[number * PAGE..(number + 1) * PAGE],
            Rows::None => &[],
        }
    }

    fn n_own(&self) -> usize {
        self.rows.own().map_or(0, |rows| rows.len())
    }

    /// The slot that comes after those that have a row, or had one: past the page where it is full.
    #[inline]
    pub(super) fn next_slot(&self) -> usize {
        if self.is_loaded() {
            return PAGE;
        }
        self.n_own().max(self.patched.span())
    }

    /// The rows that it holds itself, dead ones too.
    #[inline]
    pub(super) fn n_slots(&self) -> usize {
        self.n_own() + self.patches().len()
    }

    /// The rows that it holds itself, dead ones too, in no order.
    pub(super) fn all_rows(&self) -> impl Iterator<Item = &R> {
        let rows = self.rows.own().into_iter().flat_map(|rows| rows.iter());
        rows.chain(self.patches().iter().map(|row| &**row))
    }

    /// The rows that there is room for, and the bytes that lead to them.
    pub(super) fn room(&self) -> (usize, usize) {
        let of_rows = self.rows.own().map_or(0, |rows| rows.capacity());
        let of_patches = self.patches.as_ref().map_or(0, |list| list.capacity());
        (
            of_rows + self.patches().len(),
            of_patches * size_of::<Arc<R>>(),
        )
    }

    /// Whether the rows that came last are patches.
    pub(super) fn ends_in_patches(&self) -> bool {
        !self.is_loaded() && self.patched.has(PAGE - 1)
    }

    /// Whether a row may yet be patched, until so many are that all should be joined.
    pub(super) fn has_room_for_patch(&self) -> bool {
        self.patches().len() < MOST_PATCHES
    }

    /// Whether as many rows may yet come as patches. There may be more of them than of others: once the page is full, all are
    /// joined.
    pub(super) fn has_room_at_end(&self, n_rows: usize) -> bool {
        self.patches().len() + n_rows <= MOST_AT_END
    }

    /// The slots that look on the same rows as those of another version of this page.
    pub(super) fn same_slots(&self, other: &Self) -> Slots {
        let are_same = match (&self.rows, &other.rows) {
            (Rows::Own(rows), Rows::Own(others)) => Arc::ptr_eq(rows, others),
            (Rows::Loaded, Rows::Loaded) => true,
            _ => false,
        };
        let are_patched_so = match (&self.patches, &other.patches) {
            (Some(list), Some(others)) => Arc::ptr_eq(list, others),
            (list, others) => list.is_none() && others.is_none(),
        };
        if are_same && are_patched_so {
            return Slots::ALL;
        }
        let either = self.patched.with(other.patched);
        let mut same = Slots::default();
        if are_same {
            same = Slots::ALL.without(either);
        }
        for slot in self.patched.and(other.patched).iter() {
            if let (Some(one), Some(other)) = (self.patch_at(slot), other.patch_at(slot))
                && std::ptr::eq(one, other)
            {
                same.insert(slot);
            }
        }
        same
    }
}

/// The patches of a page at most, so that its rows lie together, nearly.
pub(super) const MOST_PATCHES: usize = if cfg!(test) { 2 } else { PAGE / 16 };

const MOST_AT_END: usize = 2 * MOST_PATCHES;

/// Writes, to a page that nobody shares, though others may share its rows.
impl<R> Page<R> {
    /// Whether a snapshot has some of the rows that it holds itself.
    pub(super) fn is_shared(&self) -> bool {
        self.rows.own().is_some_and(|rows| !Arc::is_unique(rows))
            || self
                .patches
                .as_ref()
                .is_some_and(|list| !Arc::is_unique(list))
            || !self.patches().iter().all(Arc::is_unique)
    }

    /// Whether nobody else has the row, which it holds itself.
    #[inline]
    pub(super) fn owns(&self, slot: usize) -> bool {
        if self.patched.has(slot) {
            let patch = self.patches().get(self.patched.before(slot));
            return self.patches.as_ref().is_some_and(Arc::is_unique)
                && patch.is_some_and(Arc::is_unique);
        }
        self.rows.own().is_some_and(Arc::is_unique)
    }

    /// The row, where it holds it itself and nobody else has it.
    #[inline]
    pub(super) fn row_mut(&mut self, slot: usize) -> Option<&mut R> {
        if self.patched.has(slot) {
            let patches = Arc::get_mut(self.patches.as_mut()?)?;
            return Arc::get_mut(patches.get_mut(self.patched.before(slot))?);
        }
        Arc::get_mut(self.rows.own_mut()?)?.get_mut(slot)
    }

    /// Whether the row is where the table was loaded to.
    #[inline]
    pub(super) fn is_loaded_at(&self, slot: usize) -> bool {
        self.is_loaded() && !self.patched.has(slot)
    }

    /// Puts a patch on a slot. Gives the one back that was there.
    pub(super) fn patch(&mut self, slot: usize, row: R) -> Option<Arc<R>> {
        let (place, row) = (self.patched.before(slot), Arc::new(row));
        let is_patched = self.patched.has(slot);
        let patches = self.patches_mut();
        if is_patched {
            return Some(std::mem::replace(&mut patches[place], row));
        }
        patches.insert(place, row);
        self.patched.insert(slot);
        None
    }

    /// The patches, in a list that nobody else has, with room for one more.
    fn patches_mut(&mut self) -> &mut Vec<Arc<R>> {
        let list = self.patches.get_or_insert_default();
        if !Arc::is_unique(list) {
            let mut copy = Vec::with_capacity(list.len() + 1);
            copy.extend_from_slice(list);
            *list = Arc::new(copy);
        }
        Arc::get_mut(list).expect("nobody shares what was made here")
    }

    /// The next slot, where its row goes to a `Vec`, behind its neighbours.
    #[inline]
    pub(super) fn open_slot(&self) -> Option<usize> {
        let rows = self.rows.own()?;
        let slot = rows.len();
        (slot < PAGE && self.has_no_patch_from(slot) && Arc::is_unique(rows)).then_some(slot)
    }

    /// The `Vec` that the next row goes to, where it goes to one.
    #[inline]
    fn open_rows(&mut self) -> Option<&mut Vec<R>> {
        let slot = self.rows.own()?.len();
        if !self.has_no_patch_from(slot) {
            return None;
        }
        Some(&mut Arc::get_mut(self.rows.own_mut()?)?.0)
    }

    #[inline]
    fn has_no_patch_from(&self, slot: usize) -> bool {
        self.patched.is_empty() || self.patched.span() <= slot
    }

    /// Puts a row into the next slot.
    #[inline]
    pub(super) fn push(&mut self, row: R) {
        let slot = match self.open_rows() {
            Some(rows) => {
                rows.push(row);
                rows.len() - 1
            }
            None => self.push_patch(row),
        };
        self.live.insert(slot);
    }

    #[cold]
    fn push_patch(&mut self, row: R) -> usize {
        let slot = self.next_slot();
        self.patches_mut().push(Arc::new(row));
        self.patched.insert(slot);
        slot
    }

    /// Puts rows into the next slots, of which there are enough. Says how many came.
    pub(super) fn extend(&mut self, more: impl Iterator<Item = R>) -> usize {
        let start = self.next_slot();
        if let Some(rows) = self.open_rows() {
            rows.extend(more);
            self.live = self.live.with(Slots::range(start, self.next_slot()));
        } else {
            more.for_each(|row| self.push(row));
        }
        self.next_slot() - start
    }
}

impl<R: Clone> Page<R> {
    /// The page with all of its rows copied to lie together, and room for more where it is not full.
    pub(super) fn joined(&self, number: usize, loaded: &[R]) -> Self {
        if self.live.is_empty() {
            return Page::default();
        }
        let n_slots = self.live.span();
        let is_full = self.next_slot() == PAGE;
        let mut rows = Vec::with_capacity(if is_full { n_slots } else { PAGE });
        let below = self.rows(number, loaded);
        let (mut patches, mut start) = (self.patches().iter(), 0);
        for slot in self.patched.iter().filter(|slot| *slot < n_slots) {
            rows.extend_from_slice(&below[start.min(below.len())..slot.min(below.len())]);
            rows.extend(patches.next().map(|row| R::clone(row)));
            start = slot + 1;
        }
        rows.extend_from_slice(&below[start.min(below.len())..n_slots.min(below.len())]);
        debug_assert_eq!(rows.len(), n_slots, "each slot has a row");
        Page {
            live: self.live,
            ..Page::of(rows)
        }
    }
}

/// A page that is being taken apart.
pub(super) struct Parts<R> {
    /// None where they are among the loaded ones.
    pub(super) rows: Option<Vec<R>>,
    pub(super) patches: Vec<R>,
}

impl<R> Page<R> {
    /// The rows themselves, which nobody else has.
    pub(super) fn into_parts(self) -> Parts<R> {
        debug_assert!(!self.is_shared(), "rows that are moved are owned");
        let patches = self.patches.map(Arc::try_unwrap);
        let patches = patches.and_then(Result::ok).unwrap_or_default();
        Parts {
            rows: match self.rows {
                Rows::Loaded => None,
                Rows::Own(rows) => Some(Arc::try_unwrap(rows).unwrap_or_default().0),
                Rows::None => Some(Vec::new()),
            },
            patches: patches.into_iter().flat_map(Arc::try_unwrap).collect(),
        }
    }
}
