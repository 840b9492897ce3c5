use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::query::join::link::Link;
use crate::query::{Predicate, Query};
use crate::record::{KeyKind, MemTable};
use crate::table::Snapshot;

/// The rows of the other table, by what a row of this one has in common with them.
pub(super) enum Partners<'t, S, P> {
    /// In the table's own index; those for which the condition is true.
    Unique(&'t Snapshot<S>, usize, P),
    Grouped(&'t Snapshot<S>, usize, P),
    Hashed(Hashed<'t, S>),
}

/// Rows hashed by their side of a link: those that have the same are a list.
pub(super) struct Hashed<'t, S> {
    state: RandomState,
    /// The place of the first row of each list.
    firsts: HashTable<(&'t S, u32)>,
    rows: Vec<Listed<'t, S>>,
}

/// A row, and the place of the next one in its list; of the last one, its own.
struct Listed<'t, S> {
    row: &'t S,
    next: u32,
}

impl<'t, S: MemTable, P: Predicate<S>> Partners<'t, S, P> {
    /// By the other table's index on the column of the link, where there is one.
    pub(super) fn new<R, L: Link<R, S>>(query: Query<'t, S, P>) -> Self {
        match index::<R, L, _, _>(&query) {
            Some(index) => Partners::indexed(query.table, index, query.predicate),
            None => Partners::Hashed(Hashed::new::<R, L>(query.into_iter())),
        }
    }

    /// As [`new`](Self::new), of a question that is kept.
    pub(super) fn of<'q, R, L: Link<R, S>>(query: &'q Query<'t, S, P>) -> Partners<'t, S, &'q P> {
        match index::<R, L, _, _>(query) {
            Some(index) => Partners::indexed(query.table, index, &query.predicate),
            None => Partners::Hashed(Hashed::new::<R, L>(query.iter())),
        }
    }

    fn indexed(table: &'t Snapshot<S>, (key, kind): (usize, KeyKind), predicate: P) -> Self {
        match kind {
            KeyKind::Primary | KeyKind::Unique => Partners::Unique(table, key, predicate),
            KeyKind::Index | KeyKind::OrderedIndex => Partners::Grouped(table, key, predicate),
        }
    }

    /// Calls a function with each row that belongs to this one.
    #[inline]
    pub(super) fn each<R, L: Link<R, S>>(&self, left: &R, mut call: impl FnMut(&'t S)) {
        match self {
            Partners::Unique(table, key, predicate) => {
                let rows = table.rows();
                let hash = L::hash_left(left, rows.state());
                let found =
                    hash.and_then(|hash| rows.find(*key, hash, |row| L::matches(left, row)));
                if let Some(row) = found.map(|id| rows.row(id))
                    && predicate.holds(row)
                {
                    call(row);
                }
            }
            Partners::Grouped(table, key, predicate) => {
                let rows = table.rows();
                let Some(hash) = L::hash_left(left, rows.state()) else {
                    return;
                };
                let found = rows.find_all(*key, hash, |row| L::matches(left, row));
                let found = found.map(|id| rows.row(id));
                found.filter(|row| predicate.holds(row)).for_each(call);
            }
            Partners::Hashed(hashed) => hashed.each::<R, L>(left, &mut call),
        }
    }
}

/// The position and the kind of the index on the column of the link; none where only some of the rows, or another order
/// of them, are asked for.
fn index<R, L, S, P>(query: &Query<'_, S, P>) -> Option<(usize, KeyKind)>
where
    S: MemTable,
    P: Predicate<S>,
    L: Link<R, S>,
{
    let mut keys = query.table.rows().keys().iter().enumerate();
    let (key, spec) = keys.find(|(_, spec)| spec.columns == [L::COLUMN])?;
    query.is_whole_table().then_some((key, spec.kind))
}

impl<'t, S> Hashed<'t, S> {
    fn new<R, L: Link<R, S>>(found: impl Iterator<Item = &'t S>) -> Self {
        let state = RandomState::default();
        let mut rows = Vec::new();
        found.for_each(|row| {
            let next = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            rows.push(Listed { row, next });
        });
        let mut firsts = HashTable::<(&'t S, u32)>::with_capacity(rows.len());
        let rehash = |(row, _): &(&'t S, u32)| L::hash_right(row, &state).unwrap_or_default();
        // From the last to the first, so that each row becomes the head of its list.
        for place in (0..rows.len()).rev() {
            let Listed { row, next: own } = rows[place];
            let Some(hash) = L::hash_right(row, &state) else {
                continue;
            };
            match firsts.entry(hash, |(other, _)| L::same_right(other, row), rehash) {
                Entry::Vacant(vacant) => {
                    vacant.insert((row, own));
                }
                Entry::Occupied(mut occupied) => {
                    rows[place].next = occupied.get().1;
                    *occupied.get_mut() = (row, own);
                }
            }
        }
        Hashed {
            state,
            firsts,
            rows,
        }
    }

    #[inline]
    fn each<R, L: Link<R, S>>(&self, left: &R, call: &mut impl FnMut(&'t S)) {
        let Some(hash) = L::hash_left(left, &self.state) else {
            return;
        };
        let found = self.firsts.find(hash, |(row, _)| L::matches(left, row));
        let Some((row, place)) = found else {
            return;
        };
        call(row);
        let mut place = *place;
        loop {
            let next = self.rows[place as usize].next;
            if next == place {
                return;
            }
            place = next;
            call(self.rows[place as usize].row);
        }
    }
}
