use memtable::write::{OnDuplicate, Write, Written};

use crate::members::{Member, aged, check_refused, ids, landed, member, table_of, with_email};

fn leaving(id: u32) -> Member {
    Member {
        left: true,
        ..member(id)
    }
}

#[test]
fn a_true_mark_deletes_the_matched_row() {
    let mut table = table_of([1, 2, 3].map(member));
    let delete = Write::merge().hard_delete(Member::LEFT);
    let written = table
        .write([leaving(2), aged(3, 30), member(4)], delete)
        .unwrap()
        .written;
    assert_eq!(ids(&table), [1, 3, 4]);
    let expected = Written {
        rows_in: 3,
        inserted: 1,
        updated: 1,
        deleted: 1,
        delete_markers: 1,
        ..Written::default()
    };
    assert_eq!(written, expected);
    assert!(table.get(&2).is_none());
    table.verify().unwrap();
}

#[test]
fn any_value_in_an_optional_column_is_a_mark_zero_too() {
    let mut table = table_of([1, 2].map(member));
    let marked = Member {
        left_on: Some(0),
        ..member(1)
    };
    landed(table.write(
        [marked, aged(2, 20)],
        Write::merge().hard_delete(Member::LEFT_ON),
    ));
    assert_eq!(ids(&table), [2]);
}

#[test]
fn a_marker_without_match_counts_and_does_nothing() {
    let mut table = table_of([member(1)]);
    let written = table
        .write([leaving(9)], Write::merge().hard_delete(Member::LEFT))
        .unwrap()
        .written;
    assert_eq!(
        (written.delete_markers, written.deleted, written.inserted),
        (1, 0, 0)
    );
    assert_eq!(ids(&table), [1]);
}

#[test]
fn markers_are_not_held_to_the_rules() {
    let mut table = table_of([1, 2].map(member));
    let marker = Member {
        left: true,
        ..aged(1, 200)
    };
    landed(table.write([marker], Write::merge().hard_delete(Member::LEFT)));
    assert_eq!(ids(&table), [2]);
}

#[test]
fn a_marker_and_a_row_of_one_key_are_duplicates() {
    let mut table = table_of([member(1)]);
    let rows = [aged(1, 20), leaving(1)];
    let delete = Write::merge().hard_delete(Member::LEFT);
    let expected = ["0 id merge_key", "1 id merge_key"];
    check_refused(
        &mut table,
        |table| table.write(rows.clone(), delete),
        &expected,
    );
    landed(table.write(rows, delete.on_duplicate(OnDuplicate::KEEP_LAST)));
    assert!(table.is_empty());
}

#[test]
fn a_deleted_row_frees_its_unique_values_for_the_same_merge() {
    let mut table = table_of([with_email(1, "a"), member(2)]);
    let delete = Write::merge().hard_delete(Member::LEFT);
    landed(table.write([with_email(3, "a"), with_email(2, "b"), leaving(1)], delete));
    assert_eq!(ids(&table), [2, 3]);
    table.verify().unwrap();
}

#[test]
fn a_refused_merge_deletes_nothing() {
    let mut table = table_of([1, 2].map(member));
    let rows = [leaving(1), aged(2, 200)];
    let delete = Write::merge().hard_delete(Member::LEFT);
    let rejected = check_refused(
        &mut table,
        |table| table.write(rows.clone(), delete),
        &["1 age range"],
    );
    assert_eq!(rejected.rows, rows);
}

#[test]
fn without_the_option_a_mark_is_a_column_like_any_other() {
    let mut table = table_of([member(1)]);
    table.merge([leaving(1)]).unwrap();
    assert_eq!(table.get(&1), Some(&leaving(1)));
}

#[test]
fn update_only_and_delete_insert_delete_too() {
    let mut table = table_of([1, 2, 3].map(member));
    landed(table.write(
        [leaving(1), member(9)],
        Write::merge().update_only().hard_delete(Member::LEFT),
    ));
    assert_eq!(ids(&table), [2, 3]);
    landed(table.write(
        [leaving(3), aged(2, 20)],
        Write::merge().delete_insert().hard_delete(Member::LEFT),
    ));
    assert_eq!(ids(&table), [2]);
    table.verify().unwrap();
}
