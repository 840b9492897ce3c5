//! Rows are found by key, by index and by range; keys are looked up by what they borrow as.

use std::ops::Bound;
use std::sync::Arc;

use memtable::{MemTable, MemValue, Table};

use crate::members::{Member, aged, ids_of, member, seated, table_of, with_email};

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(primary_key(country, code), index(code, size))]
struct Place {
    country: String,
    code: u16,
    #[memtable(index(ordered))]
    name: Arc<str>,
    #[memtable(index)]
    size: Size,
    #[memtable(unique)]
    flag: Vec<u8>,
}

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Size {
    Small,
    Large,
}

fn places() -> Table<Place> {
    let place = |country: &str, code, name: &str, size, flag| Place {
        country: country.to_owned(),
        code,
        name: name.into(),
        size,
        flag: vec![flag],
    };
    let places = [
        place("CH", 1, "Bern", Size::Small, 1),
        place("FR", 1, "Paris", Size::Large, 2),
        place("CH", 2, "Aarau", Size::Small, 3),
    ];
    Table::from_rows(places).unwrap()
}

fn names<'a>(places: impl IntoIterator<Item = &'a Place>) -> Vec<&'a str> {
    places.into_iter().map(|place| &*place.name).collect()
}

#[test]
fn a_composite_key_is_looked_up_by_references_or_by_the_owned_key() {
    let places = places();
    assert_eq!(names(places.get(("CH", &1))), ["Bern"]);
    assert_eq!(names(places.get(&("FR".to_owned(), 1))), ["Paris"]);
    assert!(places.get(("FR", &2)).is_none());
    assert!(places.contains_key(("CH", &2)));
}

#[test]
fn unique_columns_and_groups_are_looked_up_by_what_they_borrow_as() {
    let places = places();
    assert_eq!(names(places.get_by(Place::FLAG, &[2][..])), ["Paris"]);
    let table = table_of([with_email(1, "a"), seated(2, 3, 4)]);
    assert_eq!(ids_of(table.get_by(Member::EMAIL, "a")), [1]);
    assert_eq!(ids_of(table.get_by(Member::EMAIL, &"a".to_owned())), [1]);
    assert_eq!(
        ids_of(table.get_by((Member::ROOM, Member::SEAT), (&3, &4))),
        [2]
    );
    assert_eq!(
        ids_of(table.get_by((Member::ROOM, Member::SEAT), &(3, 4))),
        [2]
    );
    assert!(table.get_by(Member::EMAIL, "").is_none());
}

#[test]
fn the_primary_key_is_a_unique_key_like_any_other() {
    let table = table_of([1, 2].map(member));
    assert_eq!(ids_of(table.get_by(Member::ID, &2)), [2]);
    assert_eq!(ids_of(table.find_by(Member::ID, &2)), [2]);
}

#[test]
fn rows_of_an_index_come_in_the_order_of_the_table() {
    let mut table = table_of([5, 3, 9, 1].map(member));
    table
        .update(&3, |member| member.team = "blue".into())
        .unwrap();
    table
        .update(&3, |member| member.team = "red".into())
        .unwrap();
    table.insert(member(0)).unwrap();
    assert_eq!(ids_of(table.find_by(Member::TEAM, "red")), [5, 3, 9, 1, 0]);
    assert_eq!(ids_of(table.find_by(Member::TEAM, "blue")), [0; 0]);
}

#[test]
fn indexes_over_groups_and_over_enums_are_looked_up_alike() {
    let places = places();
    assert_eq!(
        names(places.find_by((Place::CODE, Place::SIZE), (&1, &Size::Large))),
        ["Paris"]
    );
    assert_eq!(
        names(places.find_by(Place::SIZE, &Size::Small)),
        ["Bern", "Aarau"]
    );
}

#[test]
fn an_ordered_index_answers_equality_too() {
    let table = table_of([aged(1, 30), aged(2, 20), aged(3, 30)]);
    assert_eq!(ids_of(table.find_by(Member::AGE, &30)), [1, 3]);
}

#[test]
fn ranges_come_in_the_order_of_the_values_equal_ones_in_that_of_the_table() {
    let table = table_of([
        aged(1, 30),
        aged(2, 10),
        member(3),
        aged(4, 20),
        aged(5, 10),
    ]);
    let found = |range: (Bound<u8>, Bound<u8>)| ids_of(table.range_by(Member::AGE, range));
    assert_eq!(ids_of(table.range_by(Member::AGE, ..)), [2, 5, 4, 1]);
    assert_eq!(ids_of(table.range_by(Member::AGE, 10..30)), [2, 5, 4]);
    assert_eq!(ids_of(table.range_by(Member::AGE, 11..=30)), [4, 1]);
    assert_eq!(ids_of(table.range_by(Member::AGE, ..=10)), [2, 5]);
    assert_eq!(ids_of(table.range_by(Member::AGE, 20..)), [4, 1]);
    assert_eq!(found((Bound::Excluded(10), Bound::Excluded(30))), [4]);
    assert_eq!(found((Bound::Excluded(10), Bound::Unbounded)), [4, 1]);
    assert_eq!(ids_of(table.range_by(Member::AGE, ..).rev()), [1, 4, 5, 2]);
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "this is what is tested")]
fn reversed_and_empty_ranges_have_no_rows() {
    let table = table_of((0..100).map(|id| aged(id, 10 + u8::try_from(id % 20).unwrap())));
    let n_found = |range: (Bound<u8>, Bound<u8>)| table.range_by(Member::AGE, range).count();
    assert_eq!(table.range_by(Member::AGE, 25..15).count(), 0);
    assert_eq!(table.range_by(Member::AGE, 25..=15).rev().count(), 0);
    assert_eq!(table.range_by(Member::AGE, 20..20).count(), 0);
    assert_eq!(table.range_by(Member::AGE, 200..).count(), 0);
    assert_eq!(n_found((Bound::Excluded(20), Bound::Excluded(20))), 0);
    assert_eq!(n_found((Bound::Excluded(20), Bound::Included(20))), 0);
    assert_eq!(n_found((Bound::Excluded(20), Bound::Excluded(21))), 0);
}

#[test]
fn a_null_lies_in_no_range() {
    let table = table_of([1, 2].map(member));
    assert_eq!(table.range_by(Member::AGE, ..).count(), 0);
    assert_eq!(table.range_by(Member::AGE, 0..).count(), 0);
}

#[test]
fn text_is_limited_by_what_it_borrows_as() {
    let places = places();
    assert_eq!(
        names(places.range_by(Place::NAME, "B"..)),
        ["Bern", "Paris"]
    );
    assert_eq!(
        names(places.range_by(Place::NAME, "A".."C")),
        ["Aarau", "Bern"]
    );
    let bern: Arc<str> = "Bern".into();
    assert_eq!(names(places.range_by(Place::NAME, &bern..=&bern)), ["Bern"]);
    assert_eq!(names(places.range_by(Place::NAME, ..bern)), ["Aarau"]);
}

#[test]
fn ranges_hold_across_the_blocks_of_a_large_table() {
    let mut table = table_of((0..5_000).map(|id| aged(id, u8::try_from(id * 7 % 150).unwrap())));
    table.retain(|member| member.id % 5 != 0).unwrap();
    let mut expected: Vec<&Member> = table
        .iter()
        .filter(|member| (40..70).contains(&member.age.unwrap()))
        .collect();
    expected.sort_by_key(|member| member.age);
    assert!(
        table
            .range_by(Member::AGE, 40..70)
            .eq(expected.iter().copied())
    );
    assert!(
        table
            .range_by(Member::AGE, 40..70)
            .rev()
            .eq(expected.into_iter().rev())
    );
}

#[test]
fn rows_are_iterated_from_both_ends() {
    let mut table = table_of((0..1_500).map(member));
    table.retain(|member| member.id % 2 == 0).unwrap();
    let mut rows = table.iter();
    assert_eq!(rows.len(), 750);
    assert_eq!(
        (rows.next().unwrap().id, rows.next_back().unwrap().id),
        (0, 1_498)
    );
    assert_eq!(rows.len(), 748);
    assert!(
        table
            .iter()
            .rev()
            .map(|member| member.id)
            .eq((0..1_500).step_by(2).rev())
    );
    let mut n_rows = 0;
    for member in &table {
        assert!(member.id % 2 == 0);
        n_rows += 1;
    }
    assert_eq!(n_rows, table.len());
}

#[test]
fn an_empty_table_answers_everything_with_nothing() {
    let table = Table::<Member>::new();
    assert!(table.is_empty());
    assert!(table.get(&1).is_none());
    assert_eq!(table.find_by(Member::TEAM, "red").count(), 0);
    assert_eq!(table.range_by(Member::AGE, ..).count(), 0);
    assert!(table.iter().next().is_none());
}
