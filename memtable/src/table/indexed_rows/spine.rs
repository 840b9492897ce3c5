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
    len: usize,
}

/// From the first on. In the group itself, so that a look at one goes no way further.
type Group<T> = [Option<Arc<Apart<T>>>; GROUP];

impl<T> Clone for Spine<T> {
    fn clone(&self) -> Self {
        Spine {
            groups: self.groups.clone(),
            len: self.len,
        }
    }
}

impl<T> Default for Spine<T> {
    fn default() -> Self {
        Spine {
            groups: Vec::new(),
            len: 0,
        }
    }
}

impl<T> Spine<T> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&T> {
        Some(self.arc(place)?)
    }

    #[inline]
    fn arc(&self, place: usize) -> Option<&Arc<Apart<T>>> {
        self.groups.get(place / GROUP)?[place % GROUP].as_ref()
    }

    /// The thing at a place, to be written: copied where a clone has it too.
    #[inline]
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T>
    where
        T: Clone,
    {
        let group = self.groups.get_mut(place / GROUP)?;
        let thing = Arc::make_mut(group)[place % GROUP].as_mut()?;
        Some(&mut Arc::make_mut(thing).0)
    }

    pub(super) fn push(&mut self, thing: T) {
        if self.len == self.groups.len() * GROUP {
            let group = std::array::from_fn(|_| None);
            self.groups.push(Arc::new(Apart(group)));
        }
        if let Some(group) = self.groups.last_mut() {
            Arc::make_mut(group)[self.len % GROUP] = Some(Arc::new(Apart(thing)));
            self.len += 1;
        }
    }

    pub(super) fn pop(&mut self) -> Option<Arc<Apart<T>>> {
        let last = Arc::make_mut(self.groups.last_mut()?);
        self.len -= 1;
        let thing = last[self.len % GROUP].take();
        if self.len.is_multiple_of(GROUP) {
            self.groups.pop();
        }
        thing
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        let things = self.groups.iter().flat_map(|group| group.iter().flatten());
        things.map(|thing| &thing.0)
    }

    /// The things, those that a clone has too copied.
    pub(super) fn into_iter(self) -> impl Iterator<Item = T>
    where
        T: Clone,
    {
        let groups = self.groups.into_iter().map(Arc::unwrap_or_clone);
        let things = groups.flat_map(|group| group.0).flatten();
        things.map(|thing| Arc::unwrap_or_clone(thing).0)
    }

    /// Whether nobody else has the thing at a place.
    #[inline]
    pub(super) fn is_unique(&self, place: usize) -> bool {
        let group = self.groups.get(place / GROUP);
        group.is_some_and(Arc::is_unique) && self.arc(place).is_some_and(Arc::is_unique)
    }

    /// How many things from a place on two lists share, as far as one look tells.
    pub(super) fn n_shared(&self, other: &Self, place: usize) -> usize {
        let groups = (self.groups.get(place / GROUP)).zip(other.groups.get(place / GROUP));
        if groups.is_some_and(|(own, others)| Arc::ptr_eq(own, others)) {
            return GROUP - place % GROUP;
        }
        match (self.arc(place), other.arc(place)) {
            (Some(own), Some(others)) => usize::from(Arc::ptr_eq(own, others)),
            _ => 0,
        }
    }

    /// The bytes that the list takes.
    pub(super) fn bytes(&self) -> usize {
        let count = align_of::<Apart<T>>();
        let (group, thing) = (size_of::<Apart<Group<T>>>(), size_of::<Apart<T>>());
        self.groups.capacity() * size_of::<Arc<T>>()
            + self.groups.len() * (count + group)
            + self.len * (count + thing)
    }
}
