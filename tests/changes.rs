//! What changed since a snapshot.

use std::cell::Cell;
use std::hash::{Hash, Hasher};

use memtable::table::Changes;
use memtable::{MemTable, MemValue, Table};

use crate::members::{Member, aged, ids_of, member, table_of, with_email};

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Reading {
    place: String,
    celsius: f64,
}

fn reading(place: &str, celsius: f64) -> Reading {
    Reading {
        place: place.to_owned(),
        celsius,
    }
}

/// The ids of the inserted rows, those of the updated ones with their columns, those of the deleted ones.
type Told = (Vec<u32>, Vec<(u32, Vec<&'static str>)>, Vec<u32>);

fn told(changes: &Changes<'_, Member>) -> Told {
    let updated = changes
        .updated
        .iter()
        .map(|row| (row.after.id, row.columns.clone()));
    (
        ids_of(changes.inserted.iter().copied()),
        updated.collect(),
        ids_of(changes.deleted.iter().copied()),
    )
}

#[test]
fn rows_are_inserted_updated_and_deleted_each_in_the_order_of_its_version() {
    let mut table = table_of((0..10).map(member));
    let before = table.snapshot();
    table
        .merge([with_email(8, "a"), member(30), aged(2, 20), member(20)])
        .unwrap();
    table.remove(&7).unwrap();
    table.remove(&3).unwrap();
    let changes = table.changes_since(&before);
    let updated = vec![(2, vec!["age"]), (8, vec!["email"])];
    assert_eq!(told(&changes), (vec![30, 20], updated, vec![3, 7]));
    assert_eq!(changes.updated[0].before.age, None);
    assert_eq!(changes.updated[0].after.age, Some(20));
    assert_eq!(changes.len(), 6);
}

#[test]
fn columns_that_differ_come_in_the_order_of_the_schema() {
    let mut table = table_of([member(1)]);
    let before = table.snapshot();
    let edit = |member: &mut Member| {
        (member.score, member.age, member.team) = (f64::NAN, Some(1), "blue".into());
    };
    table.update(&1, edit).unwrap();
    assert_eq!(
        table.changes_since(&before).updated[0].columns,
        ["team", "age", "score"]
    );
}

#[test]
fn nothing_changed_where_all_is_back_as_it_was() {
    let mut table = table_of((0..1_000).map(member));
    let before = table.snapshot();
    assert!(table.changes_since(&before).is_empty());
    table
        .update(&500, |member| member.score = f64::NAN)
        .unwrap();
    table.update(&500, |member| member.score = 0.0).unwrap();
    table.insert(member(5_000)).unwrap();
    table.remove(&5_000).unwrap();
    assert!(table.changes_since(&before).is_empty());
}

#[test]
fn a_row_with_another_key_is_another_row() {
    let mut table = table_of([1, 2].map(member));
    let before = table.snapshot();
    table.update(&1, |member| member.id = 9).unwrap();
    assert_eq!(
        told(&table.changes_since(&before)),
        (vec![9], vec![], vec![1])
    );
}

#[test]
fn a_row_that_went_and_came_again_is_updated_where_it_differs() {
    let mut table = table_of([1, 2].map(member));
    let before = table.snapshot();
    table.remove(&1).unwrap();
    table.insert(aged(1, 20)).unwrap();
    assert_eq!(
        told(&table.changes_since(&before)),
        (vec![], vec![(1, vec!["age"])], vec![])
    );
}

#[test]
fn a_compacted_table_has_changed_in_nothing() {
    let mut table = table_of((0..3_000).map(member));
    table.retain(|member| member.id % 2 == 0).unwrap();
    let before = table.snapshot();
    table.compact();
    assert!(table.changes_since(&before).is_empty());
    table.update(&100, |member| member.age = Some(1)).unwrap();
    assert_eq!(table.changes_since(&before).len(), 1);
}

#[test]
fn a_replace_is_told_row_by_row() {
    let mut table = table_of([1, 2, 3].map(member));
    let before = table.snapshot();
    table.replace([member(4), aged(2, 20), member(1)]).unwrap();
    assert_eq!(
        told(&table.changes_since(&before)),
        (vec![4], vec![(2, vec!["age"])], vec![3])
    );
}

#[test]
fn clear_deletes_every_row() {
    let mut table = table_of([1, 2].map(member));
    let before = table.snapshot();
    table.clear();
    assert_eq!(
        told(&table.changes_since(&before)),
        (vec![], vec![], vec![1, 2])
    );
}

#[test]
fn the_older_version_can_ask_too() {
    let mut table = table_of([1, 2].map(member));
    let before = table.snapshot();
    table.merge([aged(1, 20), member(3)]).unwrap();
    let after = table.snapshot();
    table.clear();
    assert_eq!(
        told(&before.changes_since(&after)),
        (vec![], vec![(1, vec!["age"])], vec![3])
    );
}

#[test]
fn a_table_without_a_key_knows_rows_that_came_and_went() {
    let rows = [reading("a", 1.0), reading("b", f64::NAN), reading("a", 1.0)];
    let mut table = Table::from_rows(rows).unwrap();
    let before = table.snapshot();
    table
        .append([reading("b", f64::NAN), reading("c", 2.0)])
        .unwrap();
    table.retain(|reading| reading.place != "a").unwrap();
    table.append([reading("a", 1.0)]).unwrap();
    let changes = table.changes_since(&before);
    let places: Vec<_> = changes
        .inserted
        .iter()
        .map(|reading| &*reading.place)
        .collect();
    assert_eq!(places, ["b", "c"]);
    assert_eq!(changes.deleted, [&reading("a", 1.0)]);
    assert!(changes.updated.is_empty());
}

/// A key that counts how often it is hashed.
#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq)]
struct Counted(u32);

thread_local! {
    static N_HASHED: Cell<usize> = const { Cell::new(0) };
}

impl Hash for Counted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        N_HASHED.set(N_HASHED.get() + 1);
        self.0.hash(state);
    }
}

#[derive(MemTable, Clone, Debug)]
struct Counter {
    #[memtable(primary_key)]
    id: Counted,
    n: u32,
}

#[test]
fn the_cost_of_writes_and_changes_follows_the_change_and_not_the_table() {
    let counter = |id| Counter {
        id: Counted(id),
        n: 0,
    };
    let mut table = Table::from_rows((0..20_000).map(counter)).unwrap();
    let before = table.snapshot();

    N_HASHED.set(0);
    table
        .merge([
            Counter {
                n: 1,
                ..counter(777)
            },
            counter(20_000),
        ])
        .unwrap();
    table
        .update(&Counted(19_000), |counter| counter.n = 1)
        .unwrap();
    table.remove(&Counted(3)).unwrap();
    let n_hashed = N_HASHED.replace(0);
    assert!(
        n_hashed < 100,
        "{n_hashed} keys are hashed to write four rows"
    );

    assert_eq!(table.changes_since(&before).len(), 4);
    let n_hashed = N_HASHED.get();
    assert!(
        n_hashed < 20_000 / 2,
        "{n_hashed} keys are hashed to find four changes"
    );
}
