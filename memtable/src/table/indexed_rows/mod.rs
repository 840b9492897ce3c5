//! Rows and their indexes, kept together.
//!
//! Knows no rule and no schema: only rows, and how their keys are hashed and compared. What is refused, or
//! interrupted by a panic of the rows' own code, leaves everything as it was.

mod row_id;

mod chunks;
mod compact;
mod holes;
mod iter;

mod blocks;
mod groups;
mod index;
mod shards;
mod unique;

mod bulk;
mod clashes;
mod hashes;
mod plan;
mod write;

mod bytes;
mod diff;
mod verify;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::record::KeySpec;

use chunks::Chunks;
use groups::{Ids, RowSet};
use index::Index;
use plan::Plan;

pub(crate) use iter::{Iter, Runs};
pub(crate) use row_id::RowId;

/// From how many rows on a `Vec` is taken as it is, without moving its rows.
const ADOPTED: usize = row_id::CHUNK;

/// Rows in the order they came, and an index for each key. A clone is a snapshot.
pub(crate) struct IndexedRows<R> {
    keys: Arc<[KeySpec<R>]>,
    state: RandomState,
    chunks: Chunks<R>,
    /// One for each key.
    indexes: Vec<Index>,
    /// An empty plan, kept for its room.
    spare: Plan,
}

/// What to do to the rows, all or nothing. It names rows that are stored, and no row twice.
#[derive(Debug)]
pub(crate) struct Change<R> {
    /// Rows in the place of others.
    pub(crate) updates: Vec<(RowId, R)>,
    /// Rows after the last.
    pub(crate) inserts: Vec<R>,
    /// Rows that go.
    pub(crate) deletes: Vec<RowId>,
}

impl<R> Default for Change<R> {
    fn default() -> Self {
        Change {
            updates: Vec::new(),
            inserts: Vec::new(),
            deletes: Vec::new(),
        }
    }
}

/// A unique key in which a change is known to clash with nothing: each update keeps it, and no two incoming rows share it,
/// nor one that is inserted and one that stays.
#[derive(Debug)]
pub(crate) struct Matched {
    /// The position of the key.
    pub(crate) key: usize,
    /// The hashes of it: of the updates, then of the inserts.
    pub(crate) coming: Vec<u64>,
}

/// What a change did.
#[derive(Debug)]
pub(crate) struct Applied<R> {
    /// The rows that were updated, where they are and as they were, in the order of the updates.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "dropped last, after the change is made")
    )]
    pub(crate) replaced: Vec<(RowId, R)>,
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
    /// The row that is refused: updates first, then inserts, in their order.
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
            chunks: self.chunks.clone(),
            indexes: self.indexes.clone(),
            spare: Plan::default(),
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
            chunks: Chunks::new(),
            indexes: indexes_of(&keys),
            spare: Plan::default(),
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
        self.chunks.n_live
    }

    /// The row at `id`, which a row has.
    #[inline]
    pub(crate) fn row(&self, id: RowId) -> &R {
        self.chunks.row(id)
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &R> + ExactSizeIterator + Clone {
        self.chunks.iter().map(|(_, row)| row)
    }

    /// The rows in order, with where they are.
    pub(crate) fn iter_ids(&self) -> Iter<'_, R> {
        self.chunks.iter()
    }

    /// The rows in order, as slices of neighbours, each with where its first row is; the others follow one by one
    /// ([`RowId::next`]). The fastest way through all rows.
    pub(crate) fn runs(&self) -> Runs<'_, R> {
        self.chunks.runs()
    }

    /// The place of the row in the order; costs a step per chunk.
    pub(crate) fn position(&self, id: RowId) -> usize {
        self.chunks.position(id)
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
        unique.find(hash, |id| self.chunks.get(id).is_some_and(&mut matches))
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
        let mut seen = None;
        let is_it = |id| {
            seen = self.chunks.get(id).filter(|row| matches(row));
            seen.is_some()
        };
        unique.find(hash, is_it);
        seen
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
        let ids = match self.indexes.get(key) {
            Some(Index::Unique(unique)) => {
                let of_row = |id| self.chunks.get(id).is_some_and(&mut matches);
                Ids::one(unique.get(hash, of_row))
            }
            Some(Index::Groups(groups) | Index::Ordered(groups, _)) => {
                groups.find(hash).map(RowSet::iter).unwrap_or_default()
            }
            None => Ids::default(),
        };
        let rows = ids.filter_map(|id| Some((id, self.chunks.get(id)?)));
        rows.filter(move |(_, row)| matches(row))
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
