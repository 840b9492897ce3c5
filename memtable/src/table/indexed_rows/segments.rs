use std::ops::{Index, IndexMut};

use triomphe::Arc;

use super::spine::Spine;

/// The segments in a drawer; few in tests, so that short tables have many drawers.
pub(super) const DRAWER: usize = if cfg!(test) { 4 } else { 16 };

/// The `Vec`s that the rows of a table lie in, by number. A clone shares them, in drawers: those that are written copy theirs.
pub(super) struct Segments<R> {
    /// Number 0: what the table was loaded with, as long as a window looks on it; else empty. Here to be found fast.
    pub(super) loaded: Segment<R>,
    /// The others, in full drawers but for the last one.
    drawers: Spine<Drawer<R>>,
    n_others: usize,
    /// The numbers of others that no window looks on.
    vacant: Vec<u32>,
    /// The rows in all of them, dead ones and those that no window looks on too.
    pub(super) n_slots: usize,
}

/// From the first on. In the drawer itself, so that a look at one goes no way further.
type Drawer<R> = [Option<Segment<R>>; DRAWER];

const NUMBERED: &str = "a segment has the number that it was given";

/// The number of [`Segments::loaded`].
pub(super) const LOADED: u32 = 0;

pub(super) struct Segment<R> {
    pub(super) rows: Arc<Vec<R>>,
    pub(super) n_windows: u32,
}

impl<R> Clone for Segment<R> {
    fn clone(&self) -> Self {
        Segment {
            rows: Arc::clone(&self.rows),
            n_windows: self.n_windows,
        }
    }
}

impl<R> Clone for Segments<R> {
    fn clone(&self) -> Self {
        Segments {
            loaded: self.loaded.clone(),
            drawers: self.drawers.clone(),
            n_others: self.n_others,
            vacant: self.vacant.clone(),
            n_slots: self.n_slots,
        }
    }
}

impl<R> Index<u32> for Segments<R> {
    type Output = Segment<R>;

    #[inline]
    fn index(&self, number: u32) -> &Segment<R> {
        self.get(number).expect(NUMBERED)
    }
}

impl<R> IndexMut<u32> for Segments<R> {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut Segment<R> {
        match number as usize {
            0 => &mut self.loaded,
            number => {
                let drawer = self.drawers.get_mut((number - 1) / DRAWER);
                let segment = drawer.and_then(|drawer| drawer[(number - 1) % DRAWER].as_mut());
                segment.expect(NUMBERED)
            }
        }
    }
}

impl<R> Segment<R> {
    fn of(rows: Vec<R>) -> Self {
        Segment {
            rows: Arc::new(rows),
            n_windows: 0,
        }
    }

    /// The rows, to be written by a plan that has made sure that nobody shares them: only its own code can fail this.
    #[inline]
    pub(super) fn owned(&mut self) -> &mut Vec<R> {
        Arc::get_mut(&mut self.rows).expect("what is written is owned")
    }
}

impl<R> Segments<R> {
    pub(super) fn new() -> Self {
        Segments {
            loaded: Segment::of(Vec::new()),
            drawers: Spine::default(),
            n_others: 0,
            vacant: Vec::new(),
            n_slots: 0,
        }
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&Segment<R>> {
        match (number as usize).checked_sub(1) {
            None => Some(&self.loaded),
            Some(place) => self.drawers.get(place / DRAWER)?[place % DRAWER].as_ref(),
        }
    }

    /// Whether a snapshot has the rows of this segment too.
    #[inline]
    pub(super) fn is_shared(&self, number: u32) -> bool {
        let is_in_shared_drawer = |number: usize| !self.drawers.is_unique(number / DRAWER);
        let drawer = (number as usize).checked_sub(1);
        drawer.is_some_and(is_in_shared_drawer) || !Arc::is_unique(&self[number].rows)
    }

    /// In the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Segment<R>> {
        let others = self.drawers.iter().flatten().flatten();
        std::iter::once(&self.loaded).chain(others)
    }

    /// In the order of their numbers, where a snapshot has none of them.
    pub(super) fn into_iter(self) -> impl Iterator<Item = Segment<R>> {
        let others = self.drawers.into_iter().flatten().flatten();
        std::iter::once(self.loaded).chain(others)
    }

    /// Keeps the rows that a table is loaded with, where none are kept.
    pub(super) fn load(&mut self, rows: Vec<R>) {
        debug_assert_eq!(self.loaded.n_windows, 0, "none are kept");
        self.n_slots += rows.len();
        self.loaded = Segment::of(rows);
    }

    /// Keeps other rows, and gives their number.
    pub(super) fn store(&mut self, rows: Vec<R>) -> u32 {
        self.n_slots += rows.len();
        let segment = Segment::of(rows);
        if let Some(number) = self.vacant.pop() {
            self[number] = segment;
            return number;
        }
        if self.n_others == self.drawers.len() * DRAWER {
            self.drawers.push(std::array::from_fn(|_| None));
        }
        let place = self.n_others;
        let drawer = self.drawers.get_mut(place / DRAWER);
        drawer.expect(NUMBERED)[place % DRAWER] = Some(segment);
        self.n_others += 1;
        super::windows::cast(self.n_others)
    }

    /// Counts a window less. Gives rows back that nothing looks on any more.
    pub(super) fn forget_window(&mut self, number: u32) -> Option<Arc<Vec<R>>> {
        let segment = &mut self[number];
        segment.n_windows -= 1;
        if segment.n_windows > 0 {
            return None;
        }
        let rows = std::mem::take(&mut segment.rows);
        self.n_slots -= rows.len();
        if number != LOADED {
            self.vacant.push(number);
        }
        Some(rows)
    }

    pub(super) fn is_vacant(&self, number: u32) -> bool {
        self.vacant.contains(&number)
    }

    /// How many there are, the first included.
    #[cfg(test)]
    pub(super) fn n_used(&self) -> usize {
        1 + self.n_others - self.vacant.len()
    }

    /// The bytes that the list of them takes.
    pub(super) fn bytes(&self) -> usize {
        self.drawers.bytes() + self.drawers.len() * size_of::<Drawer<R>>()
    }
}
