use triomphe::Arc;

use super::list::List;
use super::page::Page;
use super::row_id::{CAPACITY, PAGE, RowId};

/// Rows in order, in pages. A clone shares them; what is written after it is copied, row by row, and a page as a whole once it has
/// many copies.
///
/// Deleted rows stay in their page until [`compact`](Pages::compact).
pub(super) struct Pages<R> {
    pub(super) list: List<R>,
    /// What the table was loaded with, in whole pages, as long as one looks there; else empty. Each row is at the place that is its
    /// id.
    pub(super) loaded: Arc<Vec<R>>,
    /// The pages that look there.
    pub(super) n_loaded: usize,
    pub(super) n_live: usize,
    /// The rows in all pages, dead ones too.
    pub(super) n_slots: usize,
    /// Before this id, rows are found without a look at their pages: they are where they were loaded to.
    pub(super) straight_end: RowId,
    /// Of the pages before it, none has a hole: their rows are one slice of the loaded ones.
    pub(super) n_whole: usize,
}

const THERE: &str = "a row that was given an id has a page";

/// Reads rows one after the other, faster than each alone.
pub(super) struct Reader<'a, R> {
    straight: &'a [R],
    pages: &'a Pages<R>,
}

impl<R> Clone for Reader<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Reader<'_, R> {}

impl<'a, R> Reader<'a, R> {
    #[inline]
    pub(super) fn row(self, id: RowId) -> &'a R {
        match self.straight_row(id) {
            Some(row) => row,
            None => self.pages.row_in_page(id),
        }
    }

    /// As [`Pages::get`].
    #[inline]
    pub(super) fn get(self, id: RowId) -> Option<&'a R> {
        self.pages.get(id)
    }

    /// As [`Pages::in_page`].
    #[inline]
    pub(super) fn in_page(self, id: RowId) -> Option<&'a R> {
        self.pages.in_page(id)
    }

    #[inline]
    pub(super) fn straight_row(self, id: RowId) -> Option<&'a R> {
        self.straight.get(id.n_before())
    }
}

/// Where rows are in the order.
pub(crate) struct Positions<'a, R> {
    pages: &'a List<R>,
    /// The live rows before each page.
    before: Vec<usize>,
}

impl<R> Positions<'_, R> {
    /// The place of a row.
    pub(crate) fn of(&self, id: RowId) -> usize {
        let page = self.pages.get(id.page()).expect(THERE);
        self.before[id.page()] + page.live.before(id.slot())
    }
}

/// What nothing looks on any more, to be dropped when all is done: that runs the rows' own code.
pub(super) struct Gone<R> {
    _page: Page<R>,
    _loaded: Option<Arc<Vec<R>>>,
}

impl<R> Clone for Pages<R> {
    fn clone(&self) -> Self {
        Pages {
            list: self.list.clone(),
            loaded: Arc::clone(&self.loaded),
            ..*self
        }
    }
}

impl<R> Pages<R> {
    pub(super) fn new() -> Self {
        Pages {
            list: List::default(),
            loaded: Arc::new(Vec::new()),
            n_loaded: 0,
            n_live: 0,
            n_slots: 0,
            straight_end: RowId::default(),
            n_whole: 0,
        }
    }

    #[inline]
    pub(super) fn row(&self, id: RowId) -> &R {
        match self.straight_row(id) {
            Some(row) => row,
            None => self.row_in_page(id),
        }
    }

    /// The row, without a panic where there is none.
    #[inline]
    pub(super) fn get(&self, id: RowId) -> Option<&R> {
        if id < self.straight_end {
            return self.loaded.get(id.n_before());
        }
        self.in_page(id)
    }

    /// As [`get`](Self::get), by a look at its page.
    #[inline]
    pub(super) fn in_page(&self, id: RowId) -> Option<&R> {
        self.list.get(id.page())?.row(id, &self.loaded)
    }

    /// The row, where it is found without a look at its page.
    #[inline]
    pub(super) fn straight_row(&self, id: RowId) -> Option<&R> {
        if id >= self.straight_end {
            return None;
        }
        self.loaded.get(id.n_before())
    }

    /// The rows that are found without a look at their pages.
    #[inline]
    pub(super) fn straight(&self) -> &[R] {
        let rows = self.loaded.get(..self.straight_end.n_before());
        rows.unwrap_or_default()
    }

    /// Reads rows.
    #[inline]
    pub(super) fn reader(&self) -> Reader<'_, R> {
        Reader {
            straight: self.straight(),
            pages: self,
        }
    }

    #[inline(never)]
    fn row_in_page(&self, id: RowId) -> &R {
        self.in_page(id).expect(THERE)
    }

    pub(super) fn is_live(&self, id: RowId) -> bool {
        let page = self.list.get(id.page());
        page.is_some_and(|page| page.live.has(id.slot()))
    }

    pub(super) fn positions(&self) -> Positions<'_, R> {
        let mut n_before = 0;
        let count = |page: &Page<R>| {
            let before = n_before;
            n_before += page.live.count();
            before
        };
        Positions {
            before: self.list.iter().map(count).collect(),
            pages: &self.list,
        }
    }

    /// Whether there are addresses for more rows, of which there are so many.
    #[inline]
    pub(super) fn has_room_for(&self, n_rows: usize) -> bool {
        let n_left = CAPACITY.checked_sub(self.list.len() * PAGE);
        n_left.is_some_and(|n_left| n_rows <= n_left)
    }

    /// Where rows would be if they were adopted now.
    pub(super) fn end(&self) -> RowId {
        match self.last_used() {
            None => RowId::default(),
            Some(last) if self.is_open(last) => RowId::new(last, self.next_slot(last)),
            Some(last) => RowId::new(last + 1, 0),
        }
    }

    /// The last page with rows.
    fn last_used(&self) -> Option<usize> {
        (0..self.list.len())
            .rev()
            .find(|number| self.next_slot(*number) > 0)
    }

    fn next_slot(&self, page: usize) -> usize {
        self.list.get(page).map_or(0, Page::next_slot)
    }

    /// Whether the next row goes behind the rows of the page, which nobody else has.
    fn is_open(&self, page: usize) -> bool {
        self.list.is_unique(page) && self.list.get(page).and_then(Page::open_slot).is_some()
    }

    /// Puts many rows after the last: without moving them where they are the first, but for those that make up no page.
    pub(super) fn adopt(&mut self, rows: Vec<R>) {
        let last = self.last_used();
        while last.map_or(0, |last| last + 1) < self.list.len() {
            self.list.pop();
        }
        match last {
            None => self.load(rows),
            Some(last) => {
                if !self.is_open(last) {
                    self.add_page();
                }
                self.extend(rows.len(), rows.into_iter());
            }
        }
    }

    /// Keeps the rows that a table is loaded with, where there are none.
    fn load(&mut self, mut rows: Vec<R>) {
        debug_assert_eq!(self.n_slots, 0, "there are none");
        let rest = rows.split_off(rows.len() / PAGE * PAGE);
        self.n_live = rows.len() + rest.len();
        self.n_slots = self.n_live;
        self.n_loaded = rows.len() / PAGE;
        self.n_whole = self.n_loaded;
        self.straight_end = RowId::new(self.n_loaded, 0);
        self.loaded = Arc::new(rows);
        for _ in 0..self.n_loaded {
            self.list.push(Page::loaded());
        }
        if !rest.is_empty() {
            self.list.push(Page::of(rest));
        }
    }

    /// Puts a row after the last. The tail is open: [`open_tail`](Pages::open_tail) is the step before.
    #[inline]
    pub(super) fn push(&mut self, row: R) {
        let tail = self.list.last_mut().expect("the tail is open");
        tail.push(row);
        self.n_live += 1;
        self.n_slots += 1;
    }

    /// Puts as many rows after the last.
    pub(super) fn extend(&mut self, n_rows: usize, mut rows: impl Iterator<Item = R>) {
        let mut n_left = n_rows;
        while n_left > 0 {
            if self.list.last().is_none_or(|tail| tail.next_slot() == PAGE) {
                self.add_page();
            }
            let tail = self.list.last_mut().expect("there is a tail now");
            let n_more = n_left.min(PAGE - tail.next_slot());
            let n_come = tail.extend(rows.by_ref().take(n_more));
            debug_assert_eq!(n_come, n_more, "there are so many");
            self.n_live += n_come;
            self.n_slots += n_come;
            n_left -= n_more;
        }
    }

    /// Puts each row in the place of the stored one, which is [owned](Pages::own), and that one in its.
    pub(super) fn swap<'a>(&mut self, updates: impl Iterator<Item = (RowId, &'a mut R)>)
    where
        R: 'a,
    {
        for (id, row) in updates {
            let page = self.list.get_mut(id.page()).expect(THERE);
            let stored = if page.is_loaded_at(id.slot()) {
                Arc::get_mut(&mut self.loaded).and_then(|rows| rows.get_mut(id.n_before()))
            } else {
                page.row_mut(id.slot())
            };
            std::mem::swap(stored.expect("what is written is owned"), row);
        }
    }

    /// Deletes a row. Gives a page back that is empty now.
    pub(super) fn kill(&mut self, id: RowId) -> Option<Gone<R>> {
        let page = self.list.get_mut(id.page()).expect(THERE);
        page.live.remove(id.slot());
        self.n_live -= 1;
        self.n_whole = self.n_whole.min(id.page());
        let is_empty = page.live.is_empty();
        is_empty.then(|| self.replace(id.page(), Page::default()))
    }

    /// Puts a page in the place of another.
    pub(super) fn replace(&mut self, number: usize, page: Page<R>) -> Gone<R> {
        self.n_slots += page.n_slots();
        let old = self.list.get_mut(number).expect(THERE);
        let old = std::mem::replace(old, page);
        self.n_slots -= old.n_slots();
        let mut loaded = None;
        if old.is_loaded() {
            self.n_loaded -= 1;
            if self.n_loaded == 0 {
                self.n_slots -= self.loaded.len();
                self.bend(0);
                loaded = Some(std::mem::take(&mut self.loaded));
            }
        }
        Gone {
            _page: old,
            _loaded: loaded,
        }
    }

    /// Whether so little is alive that all should be moved together, once `n_live` rows are left.
    pub(super) fn is_sparse_with(&self, n_live: usize) -> bool {
        let (slots, places) = (2 * n_live + 4 * PAGE, 8 * n_live + 32 * PAGE);
        self.n_slots > slots || self.list.len() * PAGE > places
    }

    /// Whether a snapshot has some of the rows too.
    pub(super) fn is_shared(&self) -> bool {
        (0..self.list.len()).any(|number| self.is_page_shared(number))
    }

    /// Whether a snapshot has some of the rows of a page too.
    pub(super) fn is_page_shared(&self, number: usize) -> bool {
        let is_shared = |page: &Page<R>| {
            !self.list.is_unique(number)
                || page.is_shared()
                || page.is_loaded() && !Arc::is_unique(&self.loaded)
        };
        self.list.get(number).is_some_and(is_shared)
    }

    /// Adds a page after the last.
    pub(super) fn add_page(&mut self) {
        // The first one grows with its rows: many tables have few.
        let n_rows = if self.list.len() == 0 { 0 } else { PAGE };
        self.bend(self.list.len());
        self.list.push(Page::of(Vec::with_capacity(n_rows)));
    }

    /// From this page on, rows are not where they were loaded to.
    #[inline]
    pub(super) fn bend(&mut self, page: usize) {
        if page * PAGE < self.straight_end.n_before() {
            self.straight_end = RowId::new(page, 0);
        }
        self.n_whole = self.n_whole.min(page);
    }
}

/// The numbers here are below 2^32, as [`CAPACITY`] is.
pub(super) fn cast<N: TryFrom<usize>>(n: usize) -> N {
    N::try_from(n).ok().expect("a table has at most 2^32 slots")
}
