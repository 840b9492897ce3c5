use memtable::write::{Write, Written};
use memtable::{MemTable, Table};

use crate::members::{
    Member, aged, check_refused, ids, landed, member, scored, seated, table_of, with_email,
};

#[test]
fn merge_updates_matched_rows_in_place_and_inserts_the_rest_in_batch_order() {
    let mut table = table_of([1, 2, 3].map(member));
    let written = table
        .merge([member(9), aged(3, 30), member(8), aged(1, 10)])
        .unwrap();
    assert_eq!(ids(&table), [1, 2, 3, 9, 8]);
    assert_eq!(table.get(&3).unwrap().age, Some(30));
    let expected = Written {
        rows_in: 4,
        inserted: 2,
        updated: 2,
        ..Written::default()
    };
    assert_eq!(written, expected);
    table.verify().unwrap();
}

#[test]
fn equal_rows_are_unchanged_nan_included() {
    let mut table = table_of([scored(1, f64::NAN), scored(2, 0.0)]);
    let before = table.snapshot();
    let written = table.merge([scored(1, f64::NAN), scored(2, -0.0)]).unwrap();
    assert_eq!((written.unchanged, written.updated), (2, 0));
    assert!(table.changes_since(&before).is_empty());
    assert!(
        std::ptr::eq(table.get(&1).unwrap(), before.get(&1).unwrap()),
        "the row was rewritten"
    );
}

#[test]
fn a_merge_that_changes_indexed_columns_leaves_no_stale_entry() {
    let mut table = table_of([
        Member {
            team: "red".into(),
            ..aged(1, 10)
        },
        with_email(2, "old"),
    ]);
    table
        .merge([
            Member {
                team: "blue".into(),
                ..aged(1, 20)
            },
            with_email(2, "new"),
        ])
        .unwrap();
    assert_eq!(table.find_by(Member::TEAM, "red").count(), 1);
    assert_eq!(table.find_by(Member::TEAM, "blue").count(), 1);
    assert_eq!(table.range_by(Member::AGE, ..15).count(), 0);
    assert!(table.get_by(Member::EMAIL, "old").is_none());
    table.verify().unwrap();
}

#[test]
fn two_rows_swap_a_unique_value_inside_one_merge() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let written = table
        .merge([with_email(1, "b"), with_email(2, "a")])
        .unwrap();
    assert_eq!(written.updated, 2);
    assert_eq!(
        table.get_by(Member::EMAIL, "a").map(|member| member.id),
        Some(2)
    );
    assert_eq!(
        table.get_by(Member::EMAIL, "b").map(|member| member.id),
        Some(1)
    );
    table.verify().unwrap();
}

#[test]
fn unique_values_go_round_and_on_to_a_new_row() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b"), with_email(3, "c")]);
    table
        .merge([
            with_email(4, "c"),
            with_email(1, "b"),
            with_email(2, "a"),
            member(3),
        ])
        .unwrap();
    let holder = |email: &str| table.get_by(Member::EMAIL, email).map(|member| member.id);
    assert_eq!(
        [holder("a"), holder("b"), holder("c")],
        [Some(2), Some(1), Some(4)]
    );
    table.verify().unwrap();
}

#[test]
fn a_merge_is_refused_for_a_value_that_another_row_keeps() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let rows = [with_email(1, "b"), member(3)];
    let rejected = check_refused(
        &mut table,
        |table| table.merge(rows.clone()),
        &["0 email unique"],
    );
    assert_eq!(rejected.rows, rows);
}

#[test]
fn a_merge_reports_the_rules_and_the_clashes_of_all_its_rows() {
    let mut table = table_of([with_email(1, "a"), with_email(2, "b")]);
    let too_old = Member {
        age: Some(201),
        ..with_email(2, "b")
    };
    let rows = [member(3), aged(4, 200), with_email(1, "b"), too_old];
    let expected = ["1 age range", "2 email unique", "3 age range"];
    let rejected = check_refused(&mut table, |table| table.merge(rows.clone()), &expected);
    assert_eq!(rejected.rows, rows);
}

#[test]
fn insert_only_leaves_matched_rows_alone_and_does_not_judge_what_it_skips() {
    let mut table = table_of([aged(1, 10)]);
    let outcome = table
        .write([aged(1, 200), aged(2, 20)], Write::merge().insert_only())
        .unwrap();
    assert_eq!((outcome.written.skipped, outcome.written.inserted), (1, 1));
    assert_eq!(table.get(&1).unwrap().age, Some(10));
}

#[test]
fn update_only_inserts_nothing_and_does_not_judge_what_it_skips() {
    let mut table = table_of([aged(1, 10)]);
    let outcome = table
        .write([aged(2, 200), aged(1, 20)], Write::merge().update_only())
        .unwrap();
    assert_eq!((outcome.written.skipped, outcome.written.updated), (1, 1));
    assert_eq!(ids(&table), [1]);
    assert_eq!(table.get(&1).unwrap().age, Some(20));
}

#[test]
fn delete_insert_moves_matched_rows_to_the_end() {
    let mut table = table_of([1, 2, 3].map(member));
    let rows = [aged(2, 20), member(4), member(3), aged(1, 10)];
    let written = table
        .write(rows, Write::merge().delete_insert())
        .unwrap()
        .written;
    assert_eq!(ids(&table), [3, 2, 4, 1]);
    let expected = Written {
        rows_in: 4,
        inserted: 3,
        deleted: 2,
        unchanged: 1,
        ..Written::default()
    };
    assert_eq!(written, expected);
    table.verify().unwrap();
}

#[test]
fn delete_insert_frees_the_unique_values_of_the_rows_that_go() {
    let mut table = table_of([seated(1, 1, 1), seated(2, 1, 2)]);
    landed(table.write(
        [seated(1, 1, 2), seated(2, 1, 1)],
        Write::merge().delete_insert(),
    ));
    let columns = (Member::ROOM, Member::SEAT);
    assert_eq!(
        table.get_by(columns, (&1, &1)).map(|member| member.id),
        Some(2)
    );
    table.verify().unwrap();
}

#[test]
fn a_merge_into_an_empty_table_inserts_and_of_nothing_does_nothing() {
    let mut table = Table::new();
    assert_eq!(table.merge([1, 2].map(member)).unwrap().inserted, 2);
    assert_eq!(table.merge([]).unwrap(), Written::default());
}

#[test]
fn a_merge_of_a_large_table_touches_every_block() {
    let mut table = table_of((0..3_000).map(member));
    let rows = (0..6_000).step_by(2).map(|id| aged(id, 7));
    let written = table.merge(rows).unwrap();
    assert_eq!((written.updated, written.inserted), (1_500, 1_500));
    let is_updated = |member: &Member| (member.age == Some(7)) == member.id.is_multiple_of(2);
    assert!(table.iter().all(is_updated));
    assert!(
        table
            .iter()
            .take(3_000)
            .map(|member| member.id)
            .eq(0..3_000)
    );
    table.verify().unwrap();
}

#[test]
fn counts_are_printed_where_they_are_not_zero() {
    let mut table = table_of([1, 2].map(member));
    let written = table.merge([member(1), aged(2, 20), member(3)]).unwrap();
    assert_eq!(
        written.to_string(),
        "3 rows in: 1 inserted, 1 updated, 1 unchanged"
    );
    assert_eq!(Written::default().to_string(), "0 rows in");
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(primary_key(country, city))]
struct Place {
    country: String,
    city: String,
    people: u32,
}

#[test]
fn keys_are_compared_column_by_column() {
    let place = |country: &str, city: &str, people| Place {
        country: country.to_owned(),
        city: city.to_owned(),
        people,
    };
    let mut places = Table::from_rows([place("a", "bc", 1), place("ab", "c", 2)]).unwrap();
    let written = places
        .merge([place("ab", "c", 3), place("abc", "", 4)])
        .unwrap();
    assert_eq!((written.updated, written.inserted), (1, 1));
    assert_eq!(places.get(("a", "bc")).unwrap().people, 1);
}
