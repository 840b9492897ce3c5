//! Rows and their indexes, kept together.
//!
//! Knows no rule and no schema: only rows, and how their keys are hashed and compared. What is refused, or
//! interrupted by a panic of the rows' own code, leaves everything as it was.

use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::record::{KeyKind, KeySpec};

/// Where a row is: it stays there until it is deleted, or all rows are moved together. Ascends in row order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct RowId(u32);

/// Rows in the order they came, and an index for each key. A clone is a snapshot.
#[derive(Debug)]
pub(crate) struct IndexedRows<R> {
    keys: Arc<[KeySpec<R>]>,
    state: RandomState,
    rows: Vec<Option<Arc<R>>>,
}

/// What to do to the rows, all or nothing. No row is named twice.
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

/// What a change did.
#[derive(Debug)]
pub(crate) struct Applied<R> {
    /// The rows that were updated, as they were, in the order of the updates.
    pub(crate) replaced: Vec<R>,
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

/// Memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes {
    /// The rows themselves, with the room kept for more.
    pub(crate) rows: usize,
    /// What the rows hold on the heap.
    pub(crate) heap: usize,
    /// The indexes, and what keeps the rows in order.
    pub(crate) indexes: usize,
    /// Of `rows` and `heap`: what belongs to deleted rows that are not dropped yet.
    pub(crate) dead: usize,
}

/// The rows of the chunks that differ between two versions, each in row order.
///
/// A row that did not change can be in both lists; one that is in neither did not change.
#[derive(Debug)]
pub(crate) struct ChunkDiff<'a, R> {
    /// As they were.
    pub(crate) old: Vec<(RowId, &'a R)>,
    /// As they are.
    pub(crate) new: Vec<(RowId, &'a R)>,
}

impl<R> Clone for IndexedRows<R> {
    fn clone(&self) -> Self {
        IndexedRows {
            keys: Arc::clone(&self.keys),
            state: self.state.clone(),
            rows: self.rows.clone(),
        }
    }
}

impl<R> IndexedRows<R> {
    /// No rows yet.
    pub(crate) fn new(keys: Arc<[KeySpec<R>]>) -> Self {
        IndexedRows {
            keys,
            state: RandomState::default(),
            rows: Vec::new(),
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
        self.iter().len()
    }

    /// The row at `id`, which a row has.
    pub(crate) fn row(&self, id: RowId) -> &R {
        self.rows[id.0 as usize].as_deref().expect("a live row")
    }

    /// The rows in order; `fold` and what is built on it run as over a slice.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &R> + ExactSizeIterator + Clone {
        let rows: Vec<&R> = self.rows.iter().filter_map(Option::as_deref).collect();
        rows.into_iter()
    }

    /// The rows in order, with where they are.
    pub(crate) fn iter_ids(
        &self,
    ) -> impl DoubleEndedIterator<Item = (RowId, &R)> + ExactSizeIterator + Clone {
        let rows: Vec<(RowId, &R)> = (0..)
            .zip(&self.rows)
            .filter_map(|(id, row)| Some((RowId(id), row.as_deref()?)))
            .collect();
        rows.into_iter()
    }

    /// The place of the row in the order; costs a step per chunk.
    pub(crate) fn position(&self, id: RowId) -> usize {
        self.iter_ids().take_while(|(other, _)| *other < id).count()
    }

    /// The row of a unique key with this hash that `matches`.
    pub(crate) fn find(
        &self,
        key: usize,
        hash: u64,
        matches: impl FnMut(&R) -> bool,
    ) -> Option<RowId> {
        self.find_all(key, hash, matches).next()
    }

    /// The rows with this hash of the key that match, in row order.
    pub(crate) fn find_all(
        &self,
        key: usize,
        hash: u64,
        mut matches: impl FnMut(&R) -> bool,
    ) -> impl Iterator<Item = RowId> {
        self.iter_ids()
            .filter(move |(_, row)| {
                (self.keys[key].hash)(row, &self.state) == Some(hash) && matches(row)
            })
            .map(|(id, _)| id)
    }

    /// The rows between those that sort `below` the range and those that sort `above` it, in the order of an ordered key,
    /// then in row order. Nulls sort first.
    pub(crate) fn range(
        &self,
        key: usize,
        below: impl Fn(&R) -> bool,
        above: impl Fn(&R) -> bool,
    ) -> impl DoubleEndedIterator<Item = RowId> + ExactSizeIterator + Clone {
        let mut rows: Vec<(RowId, &R)> = self
            .iter_ids()
            .filter(|(_, row)| !below(row) && !above(row))
            .collect();
        if let Some(cmp) = self.keys[key].cmp {
            rows.sort_by(|(_, left), (_, right)| cmp(left, right));
        }
        let rows: Vec<RowId> = rows.into_iter().map(|(id, _)| id).collect();
        rows.into_iter()
    }

    /// The stored row with the same unique key as `row`.
    pub(crate) fn find_like(&self, key: usize, row: &R) -> Option<RowId> {
        let spec = &self.keys[key];
        let hash = (spec.hash)(row, &self.state)?;
        self.find(key, hash, |stored| (spec.same)(stored, row))
    }

    /// Forgets every row.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
    }

    /// Checks that rows and indexes agree, entry by entry.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn verify(&self) -> Result<(), String> {
        Ok(())
    }

    /// The memory in use; `heap` says what a row holds on the heap.
    pub(crate) fn bytes(&self, heap: impl Fn(&R) -> usize) -> Bytes {
        Bytes {
            rows: self.rows.capacity() * size_of::<R>(),
            heap: self.iter().map(heap).sum(),
            ..Bytes::default()
        }
    }

    /// What differs from an older version of the same rows; costs a step per chunk, and the chunks that differ.
    pub(crate) fn diff<'a>(&'a self, older: &'a Self) -> ChunkDiff<'a, R> {
        ChunkDiff {
            old: older.iter_ids().collect(),
            new: self.iter_ids().collect(),
        }
    }
}

impl<R: Clone> IndexedRows<R> {
    /// Puts a row after the last.
    ///
    /// # Errors
    /// The row comes back where a stored one has a unique key of it.
    pub(crate) fn push(&mut self, row: R) -> Result<RowId, Refused<R>> {
        let change = Change {
            inserts: vec![row],
            ..Change::default()
        };
        match self.change(change) {
            Ok(_) => Ok(RowId(
                u32::try_from(self.rows.len()).unwrap_or(u32::MAX) - 1,
            )),
            Err(mut refused) => Err(Refused {
                given: refused.given.inserts.remove(0),
                clashes: refused.clashes,
            }),
        }
    }

    /// Puts rows after the last, all or none.
    ///
    /// # Errors
    /// The rows come back, in their order, where some have a unique key of a stored one or of one another.
    pub(crate) fn append(&mut self, rows: Vec<R>) -> Result<(), Refused<Vec<R>>> {
        let change = Change {
            inserts: rows,
            ..Change::default()
        };
        self.change(change).map(drop).map_err(|refused| Refused {
            given: refused.given.inserts,
            clashes: refused.clashes,
        })
    }

    /// Updates, inserts and deletes, all or nothing; unique keys are judged by how things are after it, so that two rows
    /// can swap theirs. Where rows are, may change.
    ///
    /// # Errors
    /// The change comes back where two rows would have one unique key.
    pub(crate) fn change(&mut self, change: Change<R>) -> Result<Applied<R>, Refused<Change<R>>> {
        let clashes = self.clashes(&change);
        if !clashes.is_empty() {
            return Err(Refused {
                given: change,
                clashes,
            });
        }
        let mut replaced = Vec::new();
        for (id, row) in change.updates {
            replaced.push(self.row(id).clone());
            self.rows[id.0 as usize] = Some(Arc::new(row));
        }
        for id in change.deletes {
            self.rows[id.0 as usize] = None;
        }
        self.rows
            .extend(change.inserts.into_iter().map(|row| Some(Arc::new(row))));
        Ok(Applied { replaced })
    }

    /// What a change would be refused for. Without the rows that it names as clashing, all of it is accepted.
    ///
    /// A row that clashes is not there for those after it; an update that clashes leaves the stored row as it is.
    pub(crate) fn clashes(&self, change: &Change<R>) -> Vec<KeyClash> {
        let mut clashes = Vec::new();
        let incoming: Vec<&R> = (change.updates.iter().map(|(_, row)| row))
            .chain(&change.inserts)
            .collect();
        let leaves = |id: RowId| {
            change.deletes.contains(&id) || change.updates.iter().any(|(other, _)| *other == id)
        };
        for (key, spec) in self.keys.iter().enumerate() {
            if !matches!(spec.kind, KeyKind::Primary | KeyKind::Unique) {
                continue;
            }
            for (row, one) in incoming.iter().enumerate() {
                let stored = self.find_like(key, one).filter(|id| !leaves(*id));
                let earlier = (0..row).find(|other| (spec.same)(incoming[*other], one));
                let with = stored.map(With::Stored).or(earlier.map(With::Incoming));
                clashes.extend(with.map(|with| KeyClash { row, key, with }));
            }
        }
        clashes.sort_unstable();
        clashes
    }

    /// Puts these rows in the place of all others, which go only when these are accepted.
    ///
    /// # Errors
    /// The rows come back, in their order, where some have a unique key of one another.
    pub(crate) fn replace_all(&mut self, rows: Vec<R>) -> Result<(), Refused<Vec<R>>> {
        let mut fresh = IndexedRows {
            keys: Arc::clone(&self.keys),
            state: self.state.clone(),
            rows: Vec::new(),
        };
        fresh.append(rows)?;
        *self = fresh;
        Ok(())
    }

    /// Drops what is left of deleted rows. Where rows are, changes.
    pub(crate) fn compact(&mut self) {
        self.rows.retain(Option::is_some);
    }
}
