use triomphe::Arc;

use super::apart::Apart;

/// The things in a group; few in tests, so that short tables have many groups.
const GROUP: usize = if cfg!(test) { 3 } else { 32 };

/// A list in groups, both behind `Arc`s. A clone shares the groups; a write copies one, which shares the other things in it.
///
/// So what a snapshot costs is the number of groups, and what a write costs after it does not grow.
pub(super) struct Spine<T> {
    /// Full but for the last one, which is not empty.
    groups: Vec<Arc<Apart<Group<T>>>>,
}

type Group<T> = Vec<Arc<Apart<T>>>;

impl<T> Clone for Spine<T> {
    fn clone(&self) -> Self {
        Spine {
            groups: self.groups.clone(),
        }
    }
}

impl<T> Default for Spine<T> {
    fn default() -> Self {
        Spine { groups: Vec::new() }
    }
}

impl<T> Spine<T> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        match self.groups.split_last() {
            Some((last, full)) => full.len() * GROUP + last.len(),
            None => 0,
        }
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&T> {
        Some(self.arc(place)?)
    }

    #[inline]
    fn arc(&self, place: usize) -> Option<&Arc<Apart<T>>> {
        self.groups.get(place / GROUP)?.get(place % GROUP)
    }

    #[inline]
    pub(super) fn last(&self) -> Option<&T> {
        Some(self.groups.last()?.last()?)
    }

    /// The thing at a place, to be written: copied where a clone has it too.
    #[inline]
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T>
    where
        T: Clone,
    {
        let group = self.groups.get_mut(place / GROUP)?;
        let thing = Arc::make_mut(group).get_mut(place % GROUP)?;
        Some(&mut Arc::make_mut(thing).0)
    }

    pub(super) fn push(&mut self, thing: T) {
        match self.groups.last_mut() {
            Some(group) if group.len() < GROUP => Arc::make_mut(group).push(Arc::new(Apart(thing))),
            _ => self
                .groups
                .push(Arc::new(Apart(vec![Arc::new(Apart(thing))]))),
        }
    }

    pub(super) fn pop(&mut self) -> Option<Arc<Apart<T>>> {
        let last = Arc::make_mut(self.groups.last_mut()?);
        let thing = last.pop();
        if last.is_empty() {
            self.groups.pop();
        }
        thing
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.groups
            .iter()
            .flat_map(|group| group.iter().map(|thing| &thing.0))
    }

    /// The things, those that a clone has too copied.
    pub(super) fn into_iter(self) -> impl Iterator<Item = T>
    where
        T: Clone,
    {
        let groups = self.groups.into_iter().map(Arc::unwrap_or_clone);
        let things = groups.flat_map(|group| group.0);
        things.map(|thing| Arc::unwrap_or_clone(thing).0)
    }

    /// Whether nobody else has the thing at a place.
    #[inline]
    pub(super) fn is_unique(&self, place: usize) -> bool {
        let group = self.groups.get(place / GROUP);
        group.is_some_and(|group| Arc::is_unique(group) && Arc::is_unique(&group[place % GROUP]))
    }

    /// Whether two lists share the thing at a place.
    pub(super) fn shares(&self, other: &Self, place: usize) -> bool {
        match (self.arc(place), other.arc(place)) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others),
            _ => false,
        }
    }

    /// The bytes that the list takes, but for the things.
    pub(super) fn bytes(&self) -> usize {
        let count = align_of::<Apart<T>>();
        let group = |group: &Arc<Apart<Group<T>>>| {
            let things = group.capacity() * size_of::<Arc<T>>() + group.len() * count;
            count + size_of::<Apart<Group<T>>>() + things
        };
        let groups: usize = self.groups.iter().map(group).sum();
        self.groups.capacity() * size_of::<Arc<T>>() + groups
    }
}
