use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::super::{Change, Fate, IndexedRows};
use super::model::{changed, check, check_clashes, check_diff, is_unique};
use super::{FuseBurnt, Row, keys, set_fuse};

#[derive(Clone, Debug)]
enum Op {
    Push(Row),
    Append(Vec<Row>),
    /// Rows that come, and rows that go. Stored rows are named by a number, taken modulo the length.
    Change(Vec<(Coming, Row)>, Vec<usize>),
    DeleteMost(usize),
    Replace(Vec<Row>),
    Clear,
    Compact,
    Snapshot,
    DropSnapshot(usize),
}

#[derive(Clone, Copy, Debug)]
enum Coming {
    Insert,
    Update(usize),
    Aside,
}

fn a_coming_row() -> impl Strategy<Value = (Coming, Row)> {
    prop_oneof![
        4 => a_row(300).prop_map(|row| (Coming::Insert, row)),
        4 => (0_usize..1000, a_row(100)).prop_map(|(n, row)| (Coming::Update(n), row)),
        1 => a_row(300).prop_map(|row| (Coming::Aside, row)),
    ]
}

fn a_row(n_ids: u32) -> impl Strategy<Value = Row> {
    let code = prop_oneof![4 => Just(None), 1 => (0_u8..60).prop_map(Some)];
    let columns = (0..n_ids, code, 0_u16..4, option::of(-4_i8..4), 0_u32..3);
    columns.prop_map(|(id, code, group, rank, note)| Row {
        id: format!("id {id}"),
        code,
        group,
        rank,
        note,
    })
}

fn an_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        8 => a_row(300).prop_map(Op::Push),
        4 => vec(a_row(3000), 0..40).prop_map(Op::Append),
        2 => vec(a_row(100_000), 0..100).prop_map(|mut rows| {
            for row in &mut rows {
                row.code = None;
            }
            Op::Append(rows)
        }),
        8 => (vec(a_coming_row(), 0..12), vec(0_usize..1000, 0..6))
            .prop_map(|(coming, deletes)| Op::Change(coming, deletes)),
        1 => (vec(a_coming_row(), 0..60), vec(0_usize..1000, 0..30))
            .prop_map(|(coming, deletes)| Op::Change(coming, deletes)),
        2 => (1_usize..9).prop_map(Op::DeleteMost),
        1 => vec(a_row(300), 0..30).prop_map(Op::Replace),
        1 => Just(Op::Clear),
        1 => Just(Op::Compact),
        3 => Just(Op::Snapshot),
        2 => (0_usize..10).prop_map(Op::DropSnapshot),
    ]
}

/// A table, and what it should hold; snapshots, and what they should.
struct World {
    table: IndexedRows<Row>,
    model: Vec<Row>,
    snapshots: Vec<(IndexedRows<Row>, Vec<Row>)>,
}

impl World {
    fn new() -> Self {
        World {
            table: IndexedRows::new(keys()),
            model: Vec::new(),
            snapshots: Vec::new(),
        }
    }

    fn run(&mut self, op: Op, fuse: Option<u32>) {
        match op {
            Op::Push(row) => self.push(row, fuse),
            Op::Append(rows) => self.append(rows, fuse),
            Op::Change(coming, deletes) => {
                let change = self.change_of(coming, deletes);
                self.change(change, fuse);
            }
            Op::DeleteMost(every) => {
                let ids = self.table.iter_ids().enumerate();
                let deletes = ids
                    .filter(|(n, _)| n % every != 0)
                    .map(|(_, (id, _))| id)
                    .collect();
                self.change(Change::deleting(deletes), fuse);
            }
            Op::Replace(rows) => self.replace(rows, fuse),
            Op::Clear => {
                self.table.clear();
                self.model.clear();
            }
            Op::Compact => {
                armed(fuse, || self.table.compact());
            }
            Op::Snapshot => self
                .snapshots
                .push((self.table.clone(), self.model.clone())),
            Op::DropSnapshot(n) if n < self.snapshots.len() => drop(self.snapshots.remove(n)),
            Op::DropSnapshot(_) => {}
        }
    }

    fn change_of(&self, coming: Vec<(Coming, Row)>, deletes: Vec<usize>) -> Change<Row> {
        let mut ids: Vec<_> = self.table.iter_ids().map(|(id, _)| id).collect();
        let mut take = |n: usize| (!ids.is_empty()).then(|| ids.swap_remove(n % ids.len()));
        let fate = |(coming, row): (Coming, Row)| {
            let fate = match coming {
                Coming::Insert => Fate::Insert,
                Coming::Update(n) => take(n).map_or(Fate::Aside, Fate::Update),
                Coming::Aside => Fate::Aside,
            };
            (fate, row)
        };
        let (fates, rows) = coming.into_iter().map(fate).unzip();
        Change {
            rows,
            fates,
            deletes: deletes.into_iter().filter_map(take).collect(),
        }
    }

    fn push(&mut self, row: Row, fuse: Option<u32>) {
        let mut after = self.model.clone();
        after.push(row.clone());
        let Some(done) = armed(fuse, || self.table.push(row.clone())) else {
            return;
        };
        match done {
            Ok(id) => {
                assert_eq!(self.table.row(id), &row);
                self.accepted(after);
            }
            Err(refused) => {
                assert_eq!(refused.given, row);
                let change = Change::inserting(vec![row]);
                assert_eq!(refused.clashes, self.table.clashes(&change));
                assert!(!is_unique(&after));
            }
        }
    }

    fn append(&mut self, rows: Vec<Row>, fuse: Option<u32>) {
        let mut after = self.model.clone();
        after.extend(rows.iter().cloned());
        match armed(fuse, || self.table.append(rows.clone())) {
            None => {}
            Some(Ok(())) => self.accepted(after),
            Some(Err(refused)) => {
                assert_eq!(refused.given, rows);
                let change = Change::inserting(rows);
                check_clashes(&self.table, &change, &refused.clashes);
                assert!(!is_unique(&after));
            }
        }
    }

    fn change(&mut self, change: Change<Row>, fuse: Option<u32>) {
        let given = format!("{change:?}");
        let after = changed(&self.table, &change);
        let pairs = change.fates.iter().zip(&change.rows);
        let left = pairs.filter_map(|(fate, row)| match fate {
            Fate::Insert => None,
            Fate::Update(id) => Some(self.table.row(*id).clone()),
            Fate::Aside => Some(row.clone()),
        });
        let left: Vec<Row> = left.collect();
        match armed(fuse, || self.table.change(change)) {
            None => {}
            Some(Ok(rows)) => {
                assert_eq!(rows, left);
                self.accepted(after);
            }
            Some(Err(refused)) => {
                assert_eq!(format!("{:?}", refused.given), given);
                check_clashes(&self.table, &refused.given, &refused.clashes);
                assert!(!is_unique(&after));
            }
        }
    }

    fn replace(&mut self, rows: Vec<Row>, fuse: Option<u32>) {
        match armed(fuse, || self.table.replace_all(rows.clone())) {
            None => {}
            Some(Ok(())) => self.accepted(rows),
            Some(Err(refused)) => {
                assert_eq!(refused.given, rows);
                assert!(!refused.clashes.is_empty());
                assert!(!is_unique(&rows));
            }
        }
    }

    fn accepted(&mut self, after: Vec<Row>) {
        assert!(is_unique(&after));
        self.model = after;
    }

    fn check(&self) {
        check(&self.table, &self.model);
        for (snapshot, model) in &self.snapshots {
            assert!(snapshot.iter().eq(model));
            assert_eq!(snapshot.verify(), Ok(()));
            check_diff(&self.table, snapshot);
        }
    }
}

/// Runs the operation; `None` where the rows' own code panicked.
fn armed<T>(fuse: Option<u32>, run: impl FnOnce() -> T) -> Option<T> {
    set_fuse(fuse);
    let done = catch_unwind(AssertUnwindSafe(run));
    set_fuse(None);
    done.map_err(|panic| panic.downcast::<FuseBurnt>().unwrap())
        .ok()
}

/// An operation, and after how many calls of the rows' own code that panics.
fn a_step() -> impl Strategy<Value = (Op, Option<u32>)> {
    let fuse = prop_oneof![
        3 => Just(None),
        1 => (0_u32..30).prop_map(Some),
        1 => (0_u32..600).prop_map(Some),
    ];
    (an_op(), fuse)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_operations_do_what_they_do_to_a_vec(steps in vec(a_step(), 1..40)) {
        let mut world = World::new();
        for (op, fuse) in steps {
            world.run(op, fuse);
            world.check();
        }
    }
}
