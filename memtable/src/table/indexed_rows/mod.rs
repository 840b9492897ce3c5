//! Rows and their indexes, kept together.
//!
//! Knows no rule and no schema: only rows, and how their keys are hashed and compared. What is refused, or
//! interrupted by a panic of the rows' own code, leaves everything as it was.

mod apart;
mod row_id;

mod compact;
mod iter;
mod list;
mod own;
mod page;
mod pages;
mod slots;
mod spine;

mod blocks;
mod buckets;
mod groups;
mod index;
mod lanes;
mod shards;
mod unique;

mod bulk;
mod clashes;
mod hashes;
mod plan;
mod push;
mod write;

mod bytes;
mod diff;
mod finder;
mod verify;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::record::KeySpec;

use groups::{Ids, RowSet};
use index::Index;
use pages::Pages;
use push::Steps;

pub(crate) use finder::Finder;
pub(crate) use iter::{Candidates, Iter, Runs};
pub(crate) use pages::Positions;
pub(crate) use row_id::{CAPACITY, RowId};

/// From how many rows on a `Vec` is taken as a whole.
const ADOPTED: usize = if cfg!(test) { 12 } else { 512 };

/// Rows in the order they came, and an index for each key. A clone is a snapshot.
pub(crate) struct IndexedRows<R> {
    keys: Arc<[KeySpec<R>]>,
    state: RandomState,
    pages: Pages<R>,
    /// One for each key.
    indexes: Vec<Index>,
    /// The steps of a push, kept for their room.
    spare: Steps,
}

/// What to do to the rows, all or nothing. It names rows that are stored, and no row twice.
#[derive(Debug)]
pub(crate) struct Change<R> {
    /// Rows that come.
    pub(crate) rows: Vec<R>,
    /// What becomes of each of them.
    pub(crate) fates: Vec<Fate>,
    /// Stored rows that go.
    pub(crate) deletes: Vec<RowId>,
}

/// What becomes of a row that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is put after the last row.
    Insert,
    /// It is put in the place of a stored one.
    Update(RowId),
    /// It is not stored.
    Aside,
}

impl<R> Change<R> {
    /// Rows that are put after the last.
    pub(crate) fn inserting(rows: Vec<R>) -> Self {
        Change {
            fates: vec![Fate::Insert; rows.len()],
            rows,
            deletes: Vec::new(),
        }
    }

    /// Rows that are put in the place of others.
    pub(crate) fn updating(updates: Vec<(RowId, R)>) -> Self {
        let updates = updates.into_iter().map(|(id, row)| (Fate::Update(id), row));
        let (fates, rows) = updates.unzip();
        Change {
            rows,
            fates,
            deletes: Vec::new(),
        }
    }

    /// Rows that go.
    pub(crate) fn deleting(deletes: Vec<RowId>) -> Self {
        Change {
            rows: Vec::new(),
            fates: Vec::new(),
            deletes,
        }
    }

    /// The rows that will be stored, with their places in it.
    pub(crate) fn stored(&self) -> impl Iterator<Item = (usize, &R)> {
        let rows = self.rows.iter().enumerate();
        let fates = rows.zip(&self.fates);
        fates.filter_map(|(row, fate)| (*fate != Fate::Aside).then_some(row))
    }

    /// The stored rows that others are put in the place of, with those.
    pub(crate) fn updates(&self) -> impl Iterator<Item = (RowId, &R)> {
        let fates = self.fates.iter().zip(&self.rows);
        fates.filter_map(|(fate, row)| Some((fate.updated()?, row)))
    }

    /// The rows that are put after the last.
    pub(crate) fn inserts(&self) -> impl Iterator<Item = &R> {
        let fates = self.fates.iter().zip(&self.rows);
        fates.filter_map(|(fate, row)| (*fate == Fate::Insert).then_some(row))
    }
}

impl Fate {
    /// The stored row that goes for it.
    #[inline]
    pub(super) fn updated(self) -> Option<RowId> {
        match self {
            Fate::Update(id) => Some(id),
            Fate::Insert | Fate::Aside => None,
        }
    }

    pub(super) fn is_update(self) -> bool {
        matches!(self, Fate::Update(_))
    }

    pub(super) fn is_insert(self) -> bool {
        self == Fate::Insert
    }
}

/// A unique key in which a change is known to clash with nothing: each update keeps it, and no two incoming rows share it,
/// nor one that is inserted and one that stays.
#[derive(Debug)]
pub(crate) struct Matched {
    /// The position of the key.
    pub(crate) key: usize,
    /// The hashes of it, of each row that comes.
    pub(crate) hashes: Vec<Option<u64>>,
}

/// What was not done: it comes back, with the reasons.
#[derive(Debug)]
pub(crate) struct Refused<T> {
    /// What was asked for.
    pub(crate) given: T,
    /// By row, then by key.
    pub(crate) clashes: Vec<KeyClash>,
}

/// Two rows with one unique key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyClash {
    /// The row that is refused, by its place in the change.
    pub(crate) row: usize,
    /// The position of the key.
    pub(crate) key: usize,
    /// The row that stays.
    pub(crate) with: With,
}

/// The row that another one clashes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum With {
    /// One that is stored, and stays as it is.
    Stored(RowId),
    /// One that comes in with it, counted as in [`KeyClash::row`].
    Incoming(usize),
}

impl<R> Clone for IndexedRows<R> {
    fn clone(&self) -> Self {
        IndexedRows {
            keys: Arc::clone(&self.keys),
            state: self.state.clone(),
            pages: self.pages.clone(),
            indexes: self.indexes.clone(),
            spare: Steps::default(),
        }
    }
}

impl<R> fmt::Debug for IndexedRows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexedRows")
            .field("keys", &self.keys)
            .field("n_rows", &self.len())
            .finish_non_exhaustive()
    }
}

impl<R> IndexedRows<R> {
    /// No rows yet.
    pub(crate) fn new(keys: Arc<[KeySpec<R>]>) -> Self {
        IndexedRows {
            state: RandomState::default(),
            pages: Pages::new(),
            indexes: indexes_of(&keys),
            spare: Steps::default(),
            keys,
        }
    }

    pub(crate) fn keys(&self) -> &[KeySpec<R>] {
        &self.keys
    }

    /// What the keys are hashed with; the same in every clone.
    pub(crate) fn state(&self) -> &RandomState {
        &self.state
    }

    pub(crate) fn len(&self) -> usize {
        self.pages.n_live
    }

    /// Whether there are addresses for more rows, of which there are so many: what is inserted, was asked for here. Deleted rows
    /// count until all are moved together.
    #[inline]
    pub(crate) fn has_room_for(&self, n_rows: usize) -> bool {
        self.pages.has_room_for(n_rows)
    }

    /// The row at `id`, which a row has.
    #[inline]
    pub(crate) fn row(&self, id: RowId) -> &R {
        self.pages.row(id)
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &R> + ExactSizeIterator + Clone {
        self.pages.iter().map(|(_, row)| row)
    }

    /// The rows in order, with where they are.
    pub(crate) fn iter_ids(&self) -> Iter<'_, R> {
        self.pages.iter()
    }

    /// The rows in order, as slices of neighbours, each with where its first row is; the others follow one by one
    /// ([`RowId::next`]). The fastest way through all rows.
    pub(crate) fn runs(&self) -> Runs<'_, R> {
        self.pages.runs()
    }

    /// The places of all rows in the order; costs a step per page, and no more for each row that is asked for.
    pub(crate) fn positions(&self) -> Positions<'_, R> {
        self.pages.positions()
    }

    /// The row of a unique key with this hash that `matches`.
    #[inline]
    pub(crate) fn find(
        &self,
        key: usize,
        hash: u64,
        mut matches: impl FnMut(&R) -> bool,
    ) -> Option<RowId> {
        let unique = self.indexes.get(key)?.unique()?;
        unique.find(hash, |id| matches(self.pages.row(id)))
    }

    /// The row of a unique key with this hash that `matches`, itself: the fastest lookup.
    #[inline]
    pub(crate) fn get(
        &self,
        key: usize,
        hash: u64,
        mut matches: impl FnMut(&R) -> bool,
    ) -> Option<&R> {
        let unique = self.indexes.get(key)?.unique()?;
        let straight = self.pages.straight();
        // Nearly always it is the row, and often where it was loaded to; all else in one call, so that a loop keeps its registers.
        let first = unique.first(hash);
        if let Some(id) = first
            && let Some(row) = straight.get(id.n_before())
            && matches(row)
        {
            return Some(row);
        }
        self.get_among(key, hash, first, matches)
    }

    /// The row with this hash that `matches`, where the first one is not where it was loaded to, or another.
    ///
    /// Panics no more than `matches` does: then the compiler sees that it only reads, and a loop with this call in it loads what
    /// does not change once.
    #[cold]
    #[inline]
    fn get_among(
        &self,
        key: usize,
        hash: u64,
        first: Option<RowId>,
        mut matches: impl FnMut(&R) -> bool,
    ) -> Option<&R> {
        if let Some(id) = first
            && let Some(row) = self.pages.in_page(id)
            && matches(row)
        {
            return Some(row);
        }
        let unique = self.indexes.get(key)?.unique()?;
        unique.find_map(hash, |id| self.pages.get(id).filter(|row| matches(row)))
    }

    /// The rows with this hash of the key that match, in row order.
    pub(crate) fn find_all(
        &self,
        key: usize,
        hash: u64,
        matches: impl FnMut(&R) -> bool,
    ) -> impl Iterator<Item = RowId> {
        self.get_all(key, hash, matches).map(|(id, _)| id)
    }

    /// As [`find_all`](Self::find_all), with the rows themselves.
    pub(crate) fn get_all(
        &self,
        key: usize,
        hash: u64,
        mut matches: impl FnMut(&R) -> bool,
    ) -> impl Iterator<Item = (RowId, &R)> {
        let candidates = self.candidates(key, hash, &mut matches);
        candidates.filter(move |(_, row)| matches(row))
    }

    /// Rows with this hash of the key: those that match, and perhaps others.
    #[inline]
    pub(crate) fn candidates(
        &self,
        key: usize,
        hash: u64,
        mut matches: impl FnMut(&R) -> bool,
    ) -> Candidates<'_, R> {
        let reader = self.pages.reader();
        let ids = match self.indexes.get(key) {
            Some(Index::Unique(unique)) => {
                Ids::one(unique.find(hash, |id| matches(reader.row(id))))
            }
            Some(Index::Groups(groups) | Index::Ordered(groups, _)) => {
                groups.find(hash).map(RowSet::iter).unwrap_or_default()
            }
            None => Ids::default(),
        };
        Candidates { ids, reader }
    }

    /// The rows between those that sort `below` the range and those that sort `above` it, in the order of an ordered key,
    /// then in row order; none of a key without order. Nulls sort first.
    pub(crate) fn range(
        &self,
        key: usize,
        below: impl Fn(&R) -> bool,
        above: impl Fn(&R) -> bool,
    ) -> impl DoubleEndedIterator<Item = RowId> + Clone {
        let blocks = match &self.indexes[key] {
            Index::Ordered(_, blocks) => Some(blocks),
            Index::Unique(_) | Index::Groups(_) => None,
        };
        let places = blocks.map(|blocks| {
            let start = blocks.partition_point(|id| below(self.row(id)));
            (start, blocks.partition_point(|id| !above(self.row(id))))
        });
        let range = blocks
            .zip(places)
            .map(|(blocks, (start, end))| blocks.range(start, end));
        range.into_iter().flatten()
    }

    /// The stored row with the unique key of each of these, which have these hashes.
    pub(crate) fn find_each(
        &self,
        key: usize,
        rows: &[R],
        hashes: &[Option<u64>],
    ) -> Vec<Option<RowId>> {
        let Some(unique) = self.indexes[key].unique() else {
            return vec![None; rows.len()];
        };
        let (view, reader) = (self.view(key), self.pages.reader());
        // The index first, for all of them, then the rows: what is far away in memory is then fetched side by side.
        let mut found: Vec<_> = hashes
            .iter()
            .map(|hash| unique.find((*hash)?, |_| true))
            .collect();
        for ((found, row), hash) in found.iter_mut().zip(rows).zip(hashes) {
            if let (Some(id), Some(hash)) = (*found, *hash)
                && !(view.spec.same)(reader.row(id), row)
            {
                *found = view.find(unique, hash, row);
            }
        }
        found
    }

    /// The stored row with the same unique key as `row`.
    #[cfg(test)]
    pub(crate) fn find_like(&self, key: usize, row: &R) -> Option<RowId> {
        let view = self.view(key);
        let hash = view.hash(row)?;
        self.find(key, hash, |stored| (view.spec.same)(stored, row))
    }
}

fn indexes_of<R>(keys: &[KeySpec<R>]) -> Vec<Index> {
    keys.iter().map(|key| Index::new(key.kind)).collect()
}
