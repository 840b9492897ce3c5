use std::ops::Bound;

use memtable::table::Changes;
use memtable::{Snapshot, Table};
use proptest::collection::vec;
use proptest::prelude::*;

use super::fuse::{blow, with_fuse};
use super::operation::{Edit, End, Merge, Mode, Operation, Request, operations, piece};
use super::piece::{Piece, Slot};
use super::seen::{Seen, expect};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_does_what_the_model_does(rows in vec(piece(), 0..16), operations in operations(24)) {
        let mut pair = Pair::of_valid_rows(rows);
        for (operation, fuse) in operations {
            pair.run(&operation, fuse);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_of_many_blocks_does_what_the_model_does(operations in operations(12)) {
        let mut pair = Pair::of_many_rows(1_300);
        for (operation, fuse) in operations {
            pair.run(&operation, fuse);
        }
    }
}

/// A table, what it should hold, and the same of earlier snapshots.
#[derive(Default)]
struct Pair {
    table: Table<Piece>,
    rows: Vec<Piece>,
    snapshots: Vec<(Snapshot<Piece>, Vec<Piece>)>,
}

/// Snapshots that are held at a time.
const HELD: usize = 3;

impl Pair {
    fn of_valid_rows(rows: Vec<Piece>) -> Pair {
        let mut pair = Pair::default();
        let request = Request {
            mode: Mode::Append,
            rows,
            quarantine: true,
        };
        pair.run(&Operation::Write(request), None);
        pair
    }

    fn of_many_rows(n_rows: usize) -> Pair {
        let row = |n: usize| Piece {
            // Those that the operations name are spread over the blocks.
            id: if n.is_multiple_of(170) {
                format!("p{}", n / 170)
            } else {
                format!("q{n}")
            },
            slot: None,
            shelf: 1,
            place: None,
            kind: u8::try_from(n % 3).unwrap(),
            rank: i32::try_from(n % 7).ok().filter(|rank| *rank <= 5),
            weight: 1.5,
            gone: false,
        };
        let rows: Vec<Piece> = (0..n_rows).map(row).collect();
        Pair {
            table: Table::from_rows(rows.clone()).unwrap(),
            rows,
            snapshots: Vec::new(),
        }
    }

    /// Does it to both, unless user code panics: then neither has changed.
    fn run(&mut self, operation: &Operation, fuse: Option<u32>) {
        let before = self.rows.clone();
        let table = &mut self.table;
        match operation {
            Operation::Snapshot => self.snapshot(),
            Operation::Restore => self.restore(),
            Operation::MergeStored(merge, edits) => {
                let request = self.merge_of_stored(*merge, edits);
                self.run(&Operation::Write(request), fuse);
            }
            Operation::Transaction(work, end) => self.transaction(work, *end, fuse),
            operation => {
                if let Some(seen) = with_fuse(fuse, || Seen::of(table, operation)) {
                    let expected = expect(&mut self.rows, operation);
                    seen.check(&expected, before.len(), self.rows.len());
                    if !expected.is_done() {
                        check_same(&self.rows, &before);
                    }
                }
            }
        }
        self.check();
    }

    fn merge_of_stored(&self, merge: Merge, edits: &[(usize, Edit)]) -> Request {
        let edited = |(place, edit): &(usize, Edit)| {
            let mut row = self.rows.get(*place)?.clone();
            edit.apply(&mut row);
            Some(row)
        };
        Request {
            mode: Mode::Merge(merge),
            rows: edits.iter().filter_map(edited).collect(),
            quarantine: false,
        }
    }

    fn snapshot(&mut self) {
        self.snapshots
            .push((self.table.snapshot(), self.rows.clone()));
        if self.snapshots.len() > HELD {
            self.snapshots.remove(0);
        }
    }

    fn restore(&mut self) {
        if let Some((snapshot, rows)) = self.snapshots.last() {
            self.table.restore(snapshot.clone());
            self.rows.clone_from(rows);
        }
    }

    fn transaction(&mut self, work: &[Operation], end: End, fuse: Option<u32>) {
        let (table, rows) = (&mut self.table, &mut self.rows);
        let before = rows.clone();
        let run = || {
            table.transaction(|table| {
                for operation in work {
                    // Its answer is checked where it stands alone.
                    let _ = Seen::of(table, operation);
                }
                match end {
                    End::Commit => Ok(()),
                    End::Fail => Err(()),
                    End::Panic => blow(),
                }
            })
        };
        match with_fuse(fuse, run) {
            Some(Ok(())) => work
                .iter()
                .for_each(|operation| drop(expect(rows, operation))),
            Some(Err(())) | None => *rows = before,
        }
    }

    fn check(&self) {
        check_same(self.table.iter(), &self.rows);
        check_same(self.table.iter().rev(), self.rows.iter().rev());
        assert_eq!(self.table.len(), self.rows.len());
        self.table.verify().unwrap();
        self.check_lookups();
        for (snapshot, rows) in &self.snapshots {
            check_same(snapshot.iter(), rows);
            snapshot.verify().unwrap();
            check_changes(&self.table.changes_since(snapshot), rows, &self.rows);
        }
    }

    fn check_lookups(&self) {
        let (table, rows) = (&self.table, &self.rows);
        for id in (0..8).map(|n| format!("p{n}")) {
            check_same(table.get(&id), rows.iter().filter(|row| row.id == id));
            assert_eq!(
                table.contains_key(&*id),
                rows.iter().any(|row| row.id == id)
            );
        }
        for slot in (0..6).map(Slot) {
            check_same(
                table.get_by(Piece::SLOT, &slot),
                rows.iter().filter(|row| row.slot == Some(slot)),
            );
        }
        for (shelf, place) in (0..3).flat_map(|shelf| (0..3).map(move |place| (shelf, place))) {
            let columns = (Piece::SHELF, Piece::PLACE);
            let is_there = |row: &&Piece| (row.shelf, row.place) == (shelf, Some(place));
            check_same(
                table.get_by(columns, (&shelf, &place)),
                rows.iter().filter(is_there),
            );
        }
        for kind in 0..4 {
            check_same(
                table.find_by(Piece::KIND, &kind),
                rows.iter().filter(|row| row.kind == kind),
            );
        }
        for rank in -2..=5 {
            check_same(
                table.find_by(Piece::RANK, &rank),
                rows.iter().filter(|row| row.rank == Some(rank)),
            );
        }
        self.check_ranges();
    }

    fn check_ranges(&self) {
        let bounds = [
            Bound::Unbounded,
            Bound::Included(-1),
            Bound::Excluded(-1),
            Bound::Included(3),
            Bound::Excluded(3),
        ];
        for (start, end) in bounds
            .into_iter()
            .flat_map(|start| bounds.map(|end| (start, end)))
        {
            let is_above = |rank| match start {
                Bound::Included(start) => rank >= start,
                Bound::Excluded(start) => rank > start,
                Bound::Unbounded => true,
            };
            let is_below = |rank| match end {
                Bound::Included(end) => rank <= end,
                Bound::Excluded(end) => rank < end,
                Bound::Unbounded => true,
            };
            let lies_in = |row: &&Piece| {
                row.rank
                    .is_some_and(|rank| is_above(rank) && is_below(rank))
            };
            let mut found: Vec<&Piece> = self.rows.iter().filter(lies_in).collect();
            found.sort_by_key(|row| row.rank);
            check_same(
                self.table.range_by(Piece::RANK, (start, end)),
                found.iter().copied(),
            );
            check_same(
                self.table.range_by(Piece::RANK, (start, end)).rev(),
                found.into_iter().rev(),
            );
        }
    }
}

#[track_caller]
fn check_same<'a>(
    left: impl IntoIterator<Item = &'a Piece>,
    right: impl IntoIterator<Item = &'a Piece>,
) {
    let (left, right): (Vec<_>, Vec<_>) = (left.into_iter().collect(), right.into_iter().collect());
    let is_same = left.len() == right.len()
        && left
            .iter()
            .zip(&right)
            .all(|(left, right)| left.same(right));
    assert!(is_same, "{left:#?}\nand\n{right:#?}");
}

fn check_changes(changes: &Changes<'_, Piece>, old: &[Piece], new: &[Piece]) {
    let find = |rows: &'_ [Piece], row: &Piece| rows.iter().position(|other| other.id == row.id);
    check_same(
        changes.inserted.iter().copied(),
        new.iter().filter(|row| find(old, row).is_none()),
    );
    check_same(
        changes.deleted.iter().copied(),
        old.iter().filter(|row| find(new, row).is_none()),
    );
    let pairs = new
        .iter()
        .filter_map(|after| Some((&old[find(old, after)?], after)));
    let updated: Vec<_> = pairs
        .filter(|(before, after)| !before.same(after))
        .collect();
    assert_eq!(changes.updated.len(), updated.len());
    for (seen, (before, after)) in changes.updated.iter().zip(updated) {
        check_same([seen.before, seen.after], [before, after]);
        assert_eq!(seen.columns, before.differing(after));
    }
}
