use std::cmp::Ordering;

use foldhash::fast::RandomState;

use crate::record::{KeyKind, KeySpec};

use super::blocks::{Blocks, Edit, Place};
use super::groups::Groups;
use super::pages::Pages;
use super::row_id::RowId;
use super::unique::Unique;

/// The index of one key. With a tag of its own, which is compared without a register: a lookup is short of these.
#[derive(Clone)]
#[repr(u8)]
pub(super) enum Index {
    Unique(Unique),
    Groups(Groups),
    /// By hash for equality, without nulls; in the order of the key and then of the rows, nulls first, for ranges.
    Ordered(Groups, Blocks),
}

impl Index {
    pub(super) fn new(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Primary | KeyKind::Unique => Index::Unique(Unique::new()),
            KeyKind::Index => Index::Groups(Groups::new()),
            KeyKind::OrderedIndex => Index::Ordered(Groups::new(), Blocks::default()),
        }
    }

    #[inline]
    pub(super) fn unique(&self) -> Option<&Unique> {
        match self {
            Index::Unique(unique) => Some(unique),
            Index::Groups(_) | Index::Ordered(..) => None,
        }
    }

    /// Puts a row in that has a key.
    #[inline]
    pub(super) fn insert_keyed(&mut self, hash: Option<u64>, id: RowId) {
        let Some(hash) = hash else {
            return;
        };
        match self {
            Index::Unique(unique) => unique.insert(hash, id),
            Index::Groups(groups) | Index::Ordered(groups, _) => groups.insert(hash, id),
        }
    }

    /// Takes a row out that had a key.
    pub(super) fn remove_keyed(&mut self, hash: Option<u64>, id: RowId) {
        let Some(hash) = hash else {
            return;
        };
        match self {
            Index::Unique(unique) => unique.remove(hash, id),
            Index::Groups(groups) | Index::Ordered(groups, _) => groups.remove(hash, id),
        }
    }

    pub(super) fn rename(&mut self, rename: impl Fn(RowId) -> RowId) {
        match self {
            Index::Unique(unique) => unique.rename(rename),
            Index::Groups(groups) => groups.rename(rename),
            Index::Ordered(groups, blocks) => {
                groups.rename(&rename);
                blocks.rename(rename);
            }
        }
    }
}

/// A key with the rows that it is read from: all that runs the rows' own code.
pub(super) struct KeyView<'a, R> {
    pub(super) spec: &'a KeySpec<R>,
    pub(super) state: &'a RandomState,
    pub(super) pages: &'a Pages<R>,
}

impl<R> Clone for KeyView<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for KeyView<'_, R> {}

impl<R> KeyView<'_, R> {
    #[inline]
    pub(super) fn hash(self, row: &R) -> Option<u64> {
        (self.spec.hash)(row, self.state)
    }

    /// The stored row with the key of this one.
    #[inline]
    pub(super) fn find(self, unique: &Unique, hash: u64, row: &R) -> Option<RowId> {
        unique.find(hash, |id| (self.spec.same)(self.pages.row(id), row))
    }

    pub(super) fn cmp(self, left: &R, right: &R) -> Ordering {
        self.spec
            .cmp
            .map_or(Ordering::Equal, |cmp| cmp(left, right))
    }

    /// Where a row belongs in an ordered index, or is.
    pub(super) fn place(self, blocks: &Blocks, row: &R, id: RowId) -> Place {
        blocks.partition_point(|other| {
            self.cmp(self.pages.row(other), row).then(other.cmp(&id)) == Ordering::Less
        })
    }

    /// Takes a stored row out of an ordered index; one by one where the rows' own order has changed its mind.
    pub(super) fn removal(self, blocks: &Blocks, id: RowId) -> Option<Edit> {
        let place = self.place(blocks, self.pages.row(id), id);
        let found = if blocks.at(place) == Some(id) {
            Some(place)
        } else {
            blocks.search(id)
        };
        found.map(Edit::Remove)
    }

    /// Puts rows into an ordered index. As sorted as [`Edit`] says, also where the rows' own order contradicts itself.
    pub(super) fn insertions(self, blocks: &Blocks, mut rows: Vec<(RowId, &R)>) -> Vec<Edit> {
        rows.sort_by(|(id, row), (other_id, other)| self.cmp(row, other).then(id.cmp(other_id)));
        let place = |(id, row): (RowId, &R)| Edit::Insert(self.place(blocks, row, id), id);
        let mut edits: Vec<Edit> = rows.into_iter().map(place).collect();
        edits.sort_by_key(Edit::place);
        edits
    }
}
