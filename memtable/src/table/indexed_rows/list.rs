use std::ops::Range;

use super::spine::Spine;
use super::windows::Window;

/// The windows in a leaf; few in tests, so that short tables have many leaves.
pub(super) const LEAF: usize = if cfg!(test) { 8 } else { 128 };

/// The windows of a table in order. A clone shares all but those after the last full leaf; a write copies a leaf.
#[derive(Clone, Default)]
pub(super) struct List {
    leaves: Spine<[Window; LEAF]>,
    /// Those after the leaves, at least one where there is a leaf.
    rest: Vec<Window>,
}

impl List {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.leaves.len() * LEAF + self.rest.len()
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<Window> {
        match self.leaves.get(place / LEAF) {
            Some(leaf) => Some(leaf[place % LEAF]),
            None => self.rest.get(place - self.leaves.len() * LEAF).copied(),
        }
    }

    /// The window at a place that has one.
    #[inline]
    pub(super) fn at(&self, place: usize) -> Window {
        match self.leaves.get(place / LEAF) {
            Some(leaf) => leaf[place % LEAF],
            None => self.rest[place - self.leaves.len() * LEAF],
        }
    }

    #[inline]
    pub(super) fn at_mut(&mut self, place: usize) -> &mut Window {
        let n_in_leaves = self.leaves.len() * LEAF;
        match self.leaves.get_mut(place / LEAF) {
            Some(leaf) => &mut leaf[place % LEAF],
            None => &mut self.rest[place - n_in_leaves],
        }
    }

    #[inline]
    pub(super) fn last(&self) -> Option<Window> {
        self.rest.last().copied()
    }

    #[inline]
    pub(super) fn last_mut(&mut self) -> Option<&mut Window> {
        self.rest.last_mut()
    }

    pub(super) fn push(&mut self, window: Window) {
        if let Ok(leaf) = <[Window; LEAF]>::try_from(self.rest.as_slice()) {
            self.leaves.push(leaf);
            self.rest.clear();
        }
        self.rest.push(window);
    }

    pub(super) fn pop(&mut self) -> Option<Window> {
        let last = self.rest.pop()?;
        if self.rest.is_empty()
            && let Some(leaf) = self.leaves.pop()
        {
            self.rest.extend_from_slice(&leaf.0);
        }
        Some(last)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Window> {
        let leaves = self.leaves.iter().flat_map(|leaf| leaf.iter());
        leaves.chain(&self.rest).copied()
    }

    /// The windows of a range, as many from its start on as are in one leaf.
    #[inline]
    pub(super) fn start_of(&self, range: Range<usize>) -> &[Window] {
        let (windows, first) = self.leaf(range.start / LEAF);
        let end = range.end.min(first + windows.len());
        &windows[range.start - first..end - first]
    }

    /// The windows of a range, as many up to its end as are in one leaf.
    pub(super) fn end_of(&self, range: Range<usize>) -> &[Window] {
        let last = range.end.saturating_sub(1).max(range.start);
        let (windows, first) = self.leaf(last / LEAF);
        &windows[range.start.max(first) - first..range.end - first]
    }

    /// A leaf, and the place of its first window.
    #[inline]
    fn leaf(&self, leaf: usize) -> (&[Window], usize) {
        match self.leaves.get(leaf) {
            Some(windows) => (&windows[..], leaf * LEAF),
            None => (&self.rest, self.leaves.len() * LEAF),
        }
    }

    /// Whether two lists share all windows in the leaf of this place.
    pub(super) fn shares_leaf(&self, other: &Self, place: usize) -> bool {
        self.leaves.shares(&other.leaves, place / LEAF)
    }

    pub(super) fn bytes(&self) -> usize {
        self.leaves.bytes()
            + self.leaves.len() * size_of::<[Window; LEAF]>()
            + self.rest.capacity() * size_of::<Window>()
    }
}
