use std::num::NonZero;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::query::join::link::Link;
use crate::query::{Predicate, Query};
use crate::record::MemTable;
use crate::table::{Finder, Snapshot};

/// The rows of the other table, by what a row of this one has in common with them.
pub(super) enum Partners<'t, S, P> {
    /// In the table's own index; those for which the condition is true.
    Unique(Finder<'t, S>, &'t RandomState, P),
    Grouped(&'t Snapshot<S>, usize, P),
    Hashed(Hashed<'t, S>),
}

/// Rows hashed by their side of a link.
pub(super) struct Hashed<'t, S> {
    state: RandomState,
    /// The first row of each side.
    firsts: HashTable<Linked<'t, S>>,
    /// The rows that have the side of an earlier one.
    others: Vec<Linked<'t, S>>,
}

/// A row, and the place of the next one with the same side among the others.
struct Linked<'t, S> {
    row: &'t S,
    next: Option<NonZero<u32>>,
    /// Half of the hash of its side, so that hardly a row is looked at that does not belong.
    half: u32,
}

/// The half of a hash that says least of the place in a hash table.
fn half_of(hash: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "a half is meant")]
    let half = (hash >> 24) as u32;
    half
}

impl<S> Clone for Linked<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Linked<'_, S> {}

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

    fn indexed(table: &'t Snapshot<S>, key: usize, predicate: P) -> Self {
        match table.rows().finder(key) {
            Some(finder) => Partners::Unique(finder, table.rows().state(), predicate),
            None => Partners::Grouped(table, key, predicate),
        }
    }

    /// Folds the rows that belong to this one.
    pub(super) fn fold<R, L: Link<R, S>, B>(
        &self,
        left: &R,
        init: B,
        mut step: impl FnMut(B, &'t S) -> B,
    ) -> B {
        match self {
            Partners::Unique(finder, state, predicate) => {
                match partner::<R, L, S>(finder, state, predicate, left) {
                    Some(row) => step(init, row),
                    None => init,
                }
            }
            Partners::Grouped(table, key, predicate) => {
                let rows = table.rows();
                let Some(hash) = L::hash_left(left, rows.state()) else {
                    return init;
                };
                let found = rows.get_all(*key, hash, |row| L::matches(left, row));
                let found = found.map(|(_, row)| row);
                found.filter(|row| predicate.holds(row)).fold(init, step)
            }
            Partners::Hashed(hashed) => hashed.fold::<R, L, B>(left, init, step),
        }
    }

    /// Folds pairs: each of these rows with those that belong to it, or with none. As [`fold`](Self::fold) does for one row,
    /// but what the partners are is asked once, and not for each row.
    #[inline]
    pub(super) fn fold_all<'r, R: 'r, L: Link<R, S>, B>(
        &self,
        rows: impl Iterator<Item = &'r R>,
        init: B,
        mut step: impl FnMut(B, &'r R, Option<&'t S>) -> B,
    ) -> B {
        match self {
            Partners::Unique(finder, state, predicate) => rows.fold(init, |folded, left| {
                step(
                    folded,
                    left,
                    partner::<R, L, S>(finder, state, predicate, left),
                )
            }),
            Partners::Hashed(hashed) => {
                rows.fold(init, |folded, left| match hashed.first::<R, L>(left) {
                    Some(first) => {
                        hashed.fold_from(first, folded, |folded, row| step(folded, left, Some(row)))
                    }
                    None => step(folded, left, None),
                })
            }
            Partners::Grouped(..) => rows.fold(init, |folded, left| {
                let init = (folded, false);
                let (folded, is_matched) = self.fold::<R, L, _>(left, init, |(folded, _), row| {
                    (step(folded, left, Some(row)), true)
                });
                if is_matched {
                    folded
                } else {
                    step(folded, left, None)
                }
            }),
        }
    }
}

/// The row of a unique key that belongs to this one.
#[inline]
fn partner<'t, R, L: Link<R, S>, S>(
    finder: &Finder<'t, S>,
    state: &RandomState,
    predicate: &impl Predicate<S>,
    left: &R,
) -> Option<&'t S> {
    let hash = L::hash_left(left, state)?;
    let found = finder.get(hash, |row| L::matches(left, row));
    found.filter(|row| predicate.holds(row))
}

/// The position of the index on the column of the link; none where only some of the rows, or another order
/// of them, are asked for.
pub(super) fn index<R, L, S, P>(query: &Query<'_, S, P>) -> Option<usize>
where
    S: MemTable,
    P: Predicate<S>,
    L: Link<R, S>,
{
    let mut keys = query.table.rows().keys().iter().enumerate();
    let (key, _) = keys.find(|(_, spec)| spec.columns == [L::column()])?;
    query.is_whole_table().then_some(key)
}

impl<'t, S> Hashed<'t, S> {
    fn new<R, L: Link<R, S>>(found: impl Iterator<Item = &'t S>) -> Self {
        let state = RandomState::default();
        let mut rows = Vec::new();
        found.for_each(|row| rows.push(row));
        let mut firsts = HashTable::<Linked<'t, S>>::with_capacity(rows.len());
        let mut others = Vec::new();
        let rehash = |linked: &Linked<'t, S>| L::hash_right(linked.row, &state).unwrap_or_default();
        // From the last to the first, so that each row comes before those that are there.
        for row in rows.into_iter().rev() {
            let Some(hash) = L::hash_right(row, &state) else {
                continue;
            };
            let half = half_of(hash);
            let is_same =
                |other: &Linked<'t, S>| other.half == half && L::same_right(other.row, row);
            match firsts.entry(hash, is_same, rehash) {
                Entry::Vacant(vacant) => {
                    let next = None;
                    vacant.insert(Linked { row, next, half });
                }
                Entry::Occupied(mut first) => {
                    others.push(*first.get());
                    let next = u32::try_from(others.len()).ok().and_then(NonZero::new);
                    *first.get_mut() = Linked { row, next, half };
                }
            }
        }
        Hashed {
            state,
            firsts,
            others,
        }
    }

    #[inline]
    fn fold<R, L: Link<R, S>, B>(&self, left: &R, init: B, step: impl FnMut(B, &'t S) -> B) -> B {
        match self.first::<R, L>(left) {
            Some(first) => self.fold_from(first, init, step),
            None => init,
        }
    }

    /// The first row that belongs to this one.
    #[inline]
    fn first<R, L: Link<R, S>>(&self, left: &R) -> Option<&Linked<'t, S>> {
        let hash = L::hash_left(left, &self.state)?;
        // Nearly always it is the first with some bits of the hash; so the loop through the table holds no call.
        let first = self.firsts.find(hash, |_| true)?;
        if first.half == half_of(hash) && L::matches(left, first.row) {
            return Some(first);
        }
        self.first_among::<R, L>(left, hash)
    }

    #[cold]
    fn first_among<R, L: Link<R, S>>(&self, left: &R, hash: u64) -> Option<&Linked<'t, S>> {
        let half = half_of(hash);
        let is_it = |first: &Linked<'t, S>| first.half == half && L::matches(left, first.row);
        self.firsts.find(hash, is_it)
    }

    /// Folds a row and those with the same side after it.
    #[inline]
    fn fold_from<B>(
        &self,
        first: &Linked<'t, S>,
        init: B,
        mut step: impl FnMut(B, &'t S) -> B,
    ) -> B {
        let mut folded = step(init, first.row);
        let mut next = first.next;
        // Places are counted from one.
        while let Some(linked) = next.and_then(|place| self.others.get(place.get() as usize - 1)) {
            folded = step(folded, linked.row);
            next = linked.next;
        }
        folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that are the same number, of which all have one hash.
    enum SameHash {}

    impl Link<u32, u32> for SameHash {
        fn column() -> usize {
            0
        }

        fn hash_left(_row: &u32, _state: &RandomState) -> Option<u64> {
            Some(7)
        }

        fn hash_right(_row: &u32, _state: &RandomState) -> Option<u64> {
            Some(7)
        }

        fn matches(left: &u32, right: &u32) -> bool {
            left == right
        }

        fn same_right(left: &u32, right: &u32) -> bool {
            left == right
        }

        fn names() -> (&'static str, &'static str) {
            ("left", "right")
        }
    }

    #[test]
    fn rows_of_one_hash_are_told_apart() {
        let rows = [3, 1, 2, 1, 3, 1];
        let hashed = Hashed::new::<u32, SameHash>(rows.iter());
        for left in 0..5 {
            let found = hashed.fold::<u32, SameHash, _>(&left, Vec::new(), |mut found, row| {
                found.push(*row);
                found
            });
            let expected: Vec<u32> = rows.into_iter().filter(|row| *row == left).collect();
            assert_eq!(found, expected);
        }
    }
}
