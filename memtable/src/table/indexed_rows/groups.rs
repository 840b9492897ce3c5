use std::slice;

use hashbrown::HashTable;
use triomphe::Arc;

use super::apart::Apart;
use super::blocks::{Blocks, Edit};
use super::row_id::RowId;
use super::shards::{Hashed, Part, Parts, Shards, n_shards_for};

/// From how many rows on a set is kept in blocks.
pub(super) const FEW: usize = if cfg!(test) { 4 } else { 64 };

/// The rows of a key that rows may share, by the hash of it. Whoever reads compares the keys.
#[derive(Clone)]
pub(super) struct Groups {
    pub(super) shards: Shards<GroupTable>,
}

/// A part of the groups. A clone shares it; whoever writes it copies it.
#[derive(Clone, Default)]
pub(super) struct GroupTable {
    groups: Arc<Apart<HashTable<Group>>>,
}

/// The rows with one hash.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) hash: u64,
    pub(super) rows: RowSet,
}

/// Rows in their order, at least one.
#[derive(Clone)]
pub(super) enum RowSet {
    One(RowId),
    /// At most [`FEW`] rows: one look further away than the group itself, and copied as a whole.
    Few(Arc<[RowId]>),
    Many(Arc<Blocks>),
}

impl Groups {
    pub(super) fn new() -> Self {
        Groups {
            shards: Shards::new(),
        }
    }

    /// The rows with this hash.
    pub(super) fn find(&self, hash: u64) -> Option<&RowSet> {
        let part = self.shards.part(hash);
        let group = part.groups.find(hash, |group| group.hash == hash);
        group.map(|group| &group.rows)
    }

    fn find_mut(&mut self, hash: u64) -> Option<&mut RowSet> {
        let part = self.shards.part_mut(hash);
        let group = part.own().find_mut(hash, |group| group.hash == hash);
        group.map(|group| &mut group.rows)
    }

    pub(super) fn insert(&mut self, hash: u64, id: RowId) {
        if let Some(rows) = self.find_mut(hash) {
            rows.insert(id);
        } else {
            let rows = RowSet::One(id);
            self.shards.insert(Group { hash, rows });
        }
    }

    pub(super) fn remove(&mut self, hash: u64, id: RowId) {
        let part = self.shards.part_mut(hash);
        if let Ok(mut group) = part.own().find_entry(hash, |group| group.hash == hash)
            && group.get_mut().rows.remove(id) == Left::None
        {
            group.remove();
            self.shards.len -= 1;
        }
    }

    /// Puts in rows that come after all others, in their order.
    pub(super) fn extend(&mut self, pairs: &[(u64, RowId)]) {
        // Short parts are sorted faster, whether or not they are those of the table.
        let n_parts = self.shards.parts().len().max(n_shards_for(pairs.len()));
        let mut parts = Parts::new(pairs, n_parts);
        parts.sort();
        let mut ids = Vec::new();
        for same in parts.things.chunk_by(|a, b| a.0 == b.0) {
            ids.clear();
            ids.extend(same.iter().map(|(_, id)| *id));
            let hash = same[0].0;
            if let Some(rows) = self.find_mut(hash) {
                rows.extend(&ids);
            } else {
                let rows = RowSet::of(&ids);
                self.shards.insert(Group { hash, rows });
            }
        }
    }

    /// Names the rows anew, with names in the same order.
    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        for group in self.shards.parts_mut().flat_map(GroupTable::own) {
            group.rows.rename(&rename);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Group> {
        self.shards.parts().flat_map(|part| part.groups.iter())
    }
}

impl GroupTable {
    /// The groups, to be written.
    fn own(&mut self) -> &mut HashTable<Group> {
        &mut Arc::make_mut(&mut self.groups).0
    }

    /// The bytes that it takes, but for the rows of groups.
    pub(super) fn bytes(&self) -> usize {
        let count = align_of::<Apart<HashTable<Group>>>();
        count + size_of::<Apart<HashTable<Group>>>() + self.groups.allocation_size()
    }
}

impl Part for GroupTable {
    type Entry = Group;

    fn len(&self) -> usize {
        self.groups.len()
    }

    fn hashes(&self) -> impl Iterator<Item = u64> {
        self.groups.iter().map(Group::hash)
    }

    fn insert(&mut self, group: Group) {
        self.own().insert_unique(group.hash, group, Group::hash);
    }

    fn split_off(&mut self, goes: impl Fn(u64) -> bool) -> Self {
        // Those that stay are not touched. Both parts have the room that they need when they are split themselves.
        let mut moved = HashTable::with_capacity(self.len());
        for group in self.own().extract_if(|group| goes(group.hash)) {
            moved.insert_unique(group.hash, group, Group::hash);
        }
        GroupTable {
            groups: Arc::new(Apart(moved)),
        }
    }

    #[cfg(test)]
    fn shares(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.groups, &other.groups)
    }
}

impl Hashed for Group {
    fn hash(&self) -> u64 {
        self.hash
    }
}

/// The rows of a set.
#[derive(Clone, Default)]
pub(super) struct Ids<'a> {
    one: Option<RowId>,
    few: slice::Iter<'a, RowId>,
    more: slice::Iter<'a, Arc<Vec<RowId>>>,
}

impl Ids<'_> {
    pub(super) fn one(one: Option<RowId>) -> Self {
        Ids {
            one,
            ..Ids::default()
        }
    }
}

impl Iterator for Ids<'_> {
    type Item = RowId;

    #[inline]
    fn next(&mut self) -> Option<RowId> {
        if let Some(id) = self.one.take() {
            return Some(id);
        }
        loop {
            if let Some(id) = self.few.next() {
                return Some(*id);
            }
            self.few = self.more.next()?.iter();
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, RowId) -> B>(self, start: B, mut f: F) -> B {
        let more = self.more.map(|ids| ids.iter());
        let mut folded = self.one.into_iter().fold(start, &mut f);
        for ids in std::iter::once(self.few).chain(more) {
            for id in ids {
                folded = f(folded, *id);
            }
        }
        folded
    }
}

/// What a removal leaves.
#[derive(PartialEq, Eq)]
pub(super) enum Left {
    Some,
    None,
}

impl RowSet {
    fn of(ids: &[RowId]) -> Self {
        match ids {
            [id] => RowSet::One(*id),
            _ if ids.len() <= FEW => RowSet::Few(ids.into()),
            _ => RowSet::Many(Arc::new(Blocks::of(ids))),
        }
    }

    pub(super) fn iter(&self) -> Ids<'_> {
        match self {
            RowSet::One(id) => Ids::one(Some(*id)),
            RowSet::Few(ids) => Ids {
                few: ids.iter(),
                ..Ids::default()
            },
            RowSet::Many(blocks) => Ids {
                more: blocks.blocks.iter(),
                ..Ids::default()
            },
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            RowSet::One(_) => 1,
            RowSet::Few(ids) => ids.len(),
            RowSet::Many(blocks) => blocks.len,
        }
    }

    fn insert(&mut self, id: RowId) {
        match self {
            RowSet::One(one) => {
                *self = RowSet::of(&[id.min(*one), id.max(*one)]);
            }
            RowSet::Few(ids) => {
                let (before, after) = ids.split_at(ids.partition_point(|other| *other < id));
                *self = RowSet::of(&[before, &[id], after].concat());
            }
            RowSet::Many(blocks) => {
                let place = blocks.partition_point(|other| other < id);
                Arc::make_mut(blocks).apply(&[Edit::Insert(place, id)]);
            }
        }
    }

    /// Puts in rows that come after all others.
    fn extend(&mut self, ids: &[RowId]) {
        if let RowSet::Many(blocks) = self {
            let end = blocks.end();
            let edits: Vec<Edit> = ids.iter().map(|id| Edit::Insert(end, *id)).collect();
            Arc::make_mut(blocks).apply(&edits);
        } else {
            let all: Vec<RowId> = self.iter().chain(ids.iter().copied()).collect();
            *self = RowSet::of(&all);
        }
    }

    fn remove(&mut self, id: RowId) -> Left {
        match self {
            RowSet::One(one) if *one == id => return Left::None,
            RowSet::One(_) => {}
            RowSet::Few(ids) => {
                if let Ok(place) = ids.binary_search(&id) {
                    *self = RowSet::of(&[&ids[..place], &ids[place + 1..]].concat());
                }
            }
            RowSet::Many(blocks) => {
                let place = blocks.partition_point(|other| other < id);
                if blocks.at(place) == Some(id) {
                    Arc::make_mut(blocks).apply(&[Edit::Remove(place)]);
                }
            }
        }
        self.shrink();
        Left::Some
    }

    /// Takes the smaller form, well below the size at which the larger one begins.
    fn shrink(&mut self) {
        match self {
            RowSet::Many(blocks) if blocks.len <= FEW / 2 => {
                *self = RowSet::of(&blocks.iter().collect::<Vec<_>>());
            }
            _ => {}
        }
    }

    fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        match self {
            RowSet::One(id) => *id = rename(*id),
            RowSet::Few(ids) => *ids = ids.iter().map(|id| rename(*id)).collect(),
            RowSet::Many(blocks) => Arc::make_mut(blocks).rename(rename),
        }
    }
}
