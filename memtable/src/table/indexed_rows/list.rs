use super::page::Page;
use super::spine::Spine;

/// The pages in a drawer; few in tests, so that short tables have many drawers.
pub(super) const DRAWER: usize = if cfg!(test) { 4 } else { 16 };

/// The pages of a table in order. A clone shares them, in drawers: those that are written are copied.
pub(super) struct List<R> {
    drawers: Spine<Drawer<R>>,
    len: usize,
}

/// In the drawer itself, so that a look at a page goes no way further, and goes on to the next one.
type Drawer<R> = [Page<R>; DRAWER];

impl<R> Clone for List<R> {
    fn clone(&self) -> Self {
        List {
            drawers: self.drawers.clone(),
            len: self.len,
        }
    }
}

impl<R> Default for List<R> {
    fn default() -> Self {
        List {
            drawers: Spine::default(),
            len: 0,
        }
    }
}

impl<R> List<R> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The page with a number. Past the last one there may be a page without rows.
    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<&Page<R>> {
        Some(&self.drawers.get(number / DRAWER)?[number % DRAWER])
    }

    /// The page with a number, to be written: its drawer is copied where a clone has it too.
    #[inline]
    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut Page<R>> {
        let drawer = self.drawers.get_mut(number / DRAWER)?;
        Some(&mut drawer[number % DRAWER])
    }

    #[inline]
    pub(super) fn last(&self) -> Option<&Page<R>> {
        self.get(self.len.checked_sub(1)?)
    }

    /// As [`get_mut`](Self::get_mut).
    #[inline]
    pub(super) fn last_mut(&mut self) -> Option<&mut Page<R>> {
        self.get_mut(self.len.checked_sub(1)?)
    }

    pub(super) fn push(&mut self, page: Page<R>) {
        if self.len == self.drawers.len() * DRAWER {
            self.drawers.push(std::array::from_fn(|_| Page::default()));
        }
        self.len += 1;
        if let Some(last) = self.last_mut() {
            *last = page;
        }
    }

    pub(super) fn pop(&mut self) -> Option<Page<R>> {
        let last = std::mem::take(self.last_mut()?);
        self.len -= 1;
        if self.len.is_multiple_of(DRAWER) {
            self.drawers.pop();
        }
        Some(last)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Page<R>> {
        self.drawers.iter().flatten().take(self.len)
    }

    /// The pages, those that a clone has too copied.
    pub(super) fn into_iter(self) -> impl Iterator<Item = Page<R>> {
        self.drawers.into_iter().flatten().take(self.len)
    }

    /// Whether nobody else has the page.
    #[inline]
    pub(super) fn is_unique(&self, number: usize) -> bool {
        self.drawers.is_unique(number / DRAWER)
    }

    /// How many pages from one on two lists share, as far as one look tells.
    pub(super) fn n_shared(&self, other: &Self, number: usize) -> usize {
        let (drawer, n_before) = (number / DRAWER, number % DRAWER);
        let n_drawers = self.drawers.n_shared(&other.drawers, drawer);
        (n_drawers * DRAWER).saturating_sub(n_before)
    }

    /// The bytes that the list takes.
    pub(super) fn bytes(&self) -> usize {
        self.drawers.bytes()
    }
}
