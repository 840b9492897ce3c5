//! Assertions on tables whose schema is known at run time only, beside typed ones.

use chrono::NaiveDate;
use expect_test::expect;
use memtable::dynamic::{DynTable, batch_of};
use memtable::schema::{Column, DataType, Schema};
use memtable::testing::{Judgement, Sheet, compare};
use memtable::{MemTable, Store, Table, Value};
use memtable::{assert_changes, assert_rows, assert_table_eq, assert_valid, assert_violates};

use crate::assertions::panic_of;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    name: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    joined: NaiveDate,
    score: f64,
}

fn user(id: u64, name: &str, age: Option<u8>) -> User {
    User {
        id,
        name: name.into(),
        age,
        joined: NaiveDate::from_ymd_opt(2024, 2, 29).unwrap(),
        score: 0.5,
    }
}

fn typed() -> Table<User> {
    Table::from_rows([user(1, "Ann", Some(34)), user(2, "Bob", None)]).unwrap()
}

/// The same rows, in a table that has a key and a rule too.
fn users() -> DynTable {
    dynamic(&typed())
}

fn dynamic(rows: &Table<User>) -> DynTable {
    DynTable::from_batches(User::SCHEMA.clone(), batch_of(rows.iter()).unwrap()).unwrap()
}

/// The same rows as a file has them: another order of columns, no key.
fn read() -> DynTable {
    let csv = "name,id,score,age,joined\nAnn,1,0.5,34,2024-02-29\nBob,2,0.5,,2024-02-29\n";
    DynTable::from_csv(csv.as_bytes()).unwrap()
}

#[test]
fn typed_and_dynamic_tables_with_the_same_rows_are_equal() {
    assert_table_eq!(users(), users());
    assert_table_eq!(users().snapshot(), users(), in_order());
    assert_table_eq!(users(), typed());
    assert_table_eq!(typed(), users());
    assert_table_eq!(typed(), read());
    assert_table_eq!(read(), typed().snapshot());
    assert_table_eq!(read(), [user(2, "Bob", None), user(1, "Ann", Some(34))]);
}

#[test]
fn rows_of_a_dynamic_table_are_tuples_or_structs() {
    assert_rows!(
        users(),
        [
            (1, "Ann", 34, "2024-02-29", 0.5),
            (2, "Bob", Value::Null, "2024-02-29", 0.5)
        ]
    );
    assert_rows!(read(), [user(1, "Ann", Some(34)), user(2, "Bob", None)]);
    assert_rows!(
        read(),
        [
            ("Ann", 1, 9.5, 34, "2024-02-29"),
            ("Bob", 2, 0.5, None::<u8>, "2024-02-29")
        ],
        tolerance("score", 10.0)
    );
    assert_rows!(users().filter("id > 9").unwrap(), []);
    let wide = (0..20).map(|n| Column::new(format!("c{n}"), DataType::Int8));
    let wide = wide.fold(Schema::new("wide"), Schema::with_column);
    let wide = DynTable::new(wide).unwrap();
    let comparison = compare(&wide, &Sheet::like(&wide, vec![vec![Value::from(1); 20]]));
    assert_eq!(comparison.only_right().len(), 1);
}

#[test]
fn a_failed_comparison_shows_what_differs() {
    let text = panic_of(|| {
        assert_rows!(
            users(),
            [
                (1, "Ann", 35, "2024-02-29", 0.5),
                (3, "Cem", 1, "2024-02-29", 0.5)
            ]
        );
    });
    expect![[r#"
        `users` differs: 2 rows on the left, 2 rows on the right

        1 row with other values:
          id: 1
            age: 34 → 35

        1 row only on the left:
          - id: 2, name: "Bob", joined: 2024-02-29, score: 0.5

        1 row only on the right:
          + id: 3, name: "Cem", age: 1, joined: 2024-02-29, score: 0.5"#]]
    .assert_eq(&text);
    let text = panic_of(|| {
        assert_table_eq!(
            read(),
            [user(2, "Bob", Some(7))],
            ignoring("joined"),
            ignoring(User::SCORE)
        );
    });
    expect![[r#"
        `data` differs: 2 rows on the left, 1 row on the right

        1 row with other values:
          id: 2
            age: null → 7

        1 row only on the left:
          - name: "Ann", id: 1, age: 34"#]]
    .assert_eq(&text);
}

#[derive(MemTable, Clone)]
struct Size {
    metres: f32,
}

#[test]
fn values_of_two_kinds_are_told_apart() {
    let sizes = DynTable::from_csv(b"metres\n0.5\n").unwrap();
    let typed = [Size { metres: 0.5 }];
    let text = compare(&typed, &sizes).in_order().to_string();
    expect![[r#"
        `size` differs: 1 row on the left, 1 row on the right

        1 row with other values:
          row 0
            metres: 0.5 (float32) → 0.5 (float64)"#]]
    .assert_eq(&text);
    let whole = DynTable::from_csv(b"n\n1\n").unwrap();
    let float = DynTable::from_csv(b"n\n1\n1.5\n").unwrap();
    let float = float.filter("n < 1.2").unwrap();
    assert!(!compare(&whole, &float).is_equal());
    assert!(!compare(&float, &whole).is_equal());
}

#[derive(MemTable, Clone)]
struct City {
    city: String,
}

#[test]
fn tables_of_other_columns_are_not_compared() {
    let other = DynTable::from_csv(b"id,nmae,age,joined,score\n").unwrap();
    let text = panic_of(|| assert_table_eq!(users(), other));
    expect!["`users` cannot be compared: the columns differ: `name` only on the left, `nmae` only on the right"].assert_eq(&text);
    let text = panic_of(|| assert_rows!(users(), [(1, "Ann")]));
    expect!["`users` cannot be compared: row 0 on the right has 2 values, and the columns are id, name, age, joined, score"].assert_eq(&text);
    let city = City {
        city: "Bern".into(),
    };
    let text = panic_of(|| assert_rows!(users(), [city]));
    expect!["`users` cannot be compared: row 0 on the right has the columns city, and the columns are id, name, age, joined, score"].assert_eq(&text);
    let text = panic_of(|| assert_changes!(users(), DynTable::from_csv(b"a\n").unwrap()));
    expect!["`users` cannot be compared: the columns differ: `id`, `name`, `age`, `joined`, `score` only on the left, `a` only on the right"].assert_eq(&text);
}

#[test]
fn what_cannot_be_compared_is_no_change_either() {
    let empty = |csv: &str| DynTable::from_csv(csv.as_bytes()).unwrap();
    let text = panic_of(|| assert_changes!(empty("a\n"), empty("b\n")));
    expect![
        "`data` cannot be compared: the columns differ: `a` only on the left, `b` only on the right"
    ]
    .assert_eq(&text);
    let narrow = empty("id,name\n1,Ann\n");
    let text = panic_of(|| assert_rows!(narrow, [user(1, "Ann", None)]));
    expect!["`data` cannot be compared: row 0 on the right has the columns id, name, age, joined, score, and the columns are id, name"].assert_eq(&text);
}

fn changed() -> DynTable {
    let rows = [user(2, "Bob", Some(7)), user(3, "Cem", None)];
    let mut after = users();
    let _ = after.merge(batch_of(&rows).unwrap()).unwrap();
    after.delete_where("id == 1").unwrap();
    after
}

#[test]
fn changes_are_those_of_keys_and_cells() {
    assert_changes!(users(), changed(), inserted: [3], updated: [(2, "age", Value::Null => 7)], deleted: [1]);
    assert_changes!(typed(), changed(), inserted: [3], updated: [(2, User::AGE, None => Some(7))], deleted: [1]);
    let text = panic_of(
        || assert_changes!(users(), changed(), updated: [(2, "age", 5 => 7), (2, "joined", "2024-02-29" => "2024-03-01")], deleted: [1]),
    );
    expect![[r#"
        the changes are not as expected

        not found:
          - updated 2: age 5 → 7
          - updated 2: joined 2024-02-29 → 2024-03-01

        not expected:
          + inserted 3
          + updated 2: age null → 7

        from before (left) to after (right), `users` differs: 2 rows on the left, 2 rows on the right

        1 row with other values:
          id: 2
            age: null → 7

        1 row only on the left:
          - id: 1, name: "Ann", age: 34, joined: 2024-02-29, score: 0.5

        1 row only on the right:
          + id: 3, name: "Cem", joined: 2024-02-29, score: 0.5"#]].assert_eq(&text);
}

#[test]
fn rows_without_a_key_are_named_by_all_values() {
    let cities = |text: &str| DynTable::from_csv(text.as_bytes()).unwrap();
    let (before, after) = (
        cities("name,since\nBern,1191-01-01\n"),
        cities("name,since\nBasel,1191-01-01\nBiel,1200-01-01\nBiel,1200-01-01\n"),
    );
    assert_changes!(
        before, after,
        inserted: [("Biel", "1200-01-01"), ("Basel", "1191-01-01"), ("Biel", "1200-01-01")],
        deleted: [("Bern", "1191-01-01")],
    );
    let text = panic_of(
        || assert_changes!(before, after, inserted: [("Biel", "1200-01-01"), ("Basel", "1191-01-01")], deleted: []),
    );
    expect![[r#"
        the changes are not as expected

        not expected:
          + inserted "Biel", 1200-01-01
          + deleted "Bern", 1191-01-01

        from before (left) to after (right), `data` differs: 1 row on the left, 3 rows on the right

        1 row only on the left:
          - name: "Bern", since: 1191-01-01

        3 rows only on the right:
          + name: "Basel", since: 1191-01-01
          + name: "Biel", since: 1200-01-01
          + name: "Biel", since: 1200-01-01"#]]
    .assert_eq(&text);
}

#[test]
fn rules_are_asserted_of_dynamic_tables_and_their_writes() {
    assert_valid!(users());
    assert_valid!(users().snapshot());
    let batch = |id, age| batch_of(&[user(id, "Dee", Some(age))]).unwrap();
    assert_valid!(users().append(batch(4, 30)));
    let text =
        panic_of(|| assert_valid!(users().append(DynTable::from_csv(b"id,age\n5,200\n").unwrap())));
    expect![[r#"
        expected no broken rule:
        users: the row breaks a rule (7 violations)

          row 0         name    null  is missing in these rows: add it, or let `columns` evolve, which fills it with nulls  MT0123 columns
          row 0 (id 5)  name    null  must have a value                                                                     MT0121 not_null
          row 0 (id 5)  age     200   must lie in 0..=150                                                                   MT0101 range
          row 0         joined  null  is missing in these rows: add it, or let `columns` evolve, which fills it with nulls  MT0123 columns
          row 0 (id 5)  joined  null  must have a value                                                                     MT0121 not_null
          row 0         score   null  is missing in these rows: add it, or let `columns` evolve, which fills it with nulls  MT0123 columns
          row 0 (id 5)  score   null  must have a value                                                                     MT0121 not_null"#]].assert_eq(&text);
    let old = DynTable::from_csv(b"id,name,age,joined,score\n5,Eve,200,2024-02-29,1.5\n").unwrap();
    assert_violates!(users().append(&old), "age", range);
    assert_violates!(users().append(&old), User::AGE, range);
    assert_violates!(users().append(batch(1, 30)), "id", primary_key);
    let words =
        DynTable::from_csv(b"id,name,age,joined,score\nfive,Eve,20,2024-02-29,1.5\n").unwrap();
    let text = panic_of(|| assert_violates!(users().append(&words), "age", type));
    expect![[r#"
        expected `age` to break `type`, and these rules are broken:
        users: the row breaks a rule (1 violation)

          row 0 (id null)  id  "five"  must be uint64, is text  MT0122 type"#]]
    .assert_eq(&text);
}

#[test]
fn a_store_s_writes_are_judged_and_what_failed_otherwise_is_told() {
    let store = Store::new();
    let users = store.create::<User>("users").unwrap();
    assert_valid!(users.append([user(1, "Ann", None)]));
    assert_violates!(users.append([user(1, "Ann", None)]), User::ID, primary_key);
    assert_valid!(typed().snapshot());
    assert_violates!(
        [user(1, "Ann", None), user(1, "Bob", None)],
        User::ID,
        primary_key
    );
    let text = Judgement::violates(&store.table::<User>("nobody"), "age", "range").to_string();
    expect![[r#"
        expected `age` to break `range`, and it failed otherwise:
        there is no table `nobody` (the store has `users`)"#]]
    .assert_eq(&text);
}

#[test]
fn dynamic_tables_are_text_that_stays_the_same() {
    let mut users = users();
    let odd = [User {
        score: f64::NAN,
        ..user(3_000_000_000, "a|b,\"c\"", None)
    }];
    let _ = users.append(batch_of(&odd).unwrap()).unwrap();
    expect![[r#"
        |         id | name     | age | joined     | score |
        |-----------:|----------|----:|------------|------:|
        |          1 | Ann      |  34 | 2024-02-29 |   0.5 |
        |          2 | Bob      |     | 2024-02-29 |   0.5 |
        | 3000000000 | a\|b,"c" |     | 2024-02-29 |   NaN |
    "#]]
    .assert_eq(&users.to_markdown());
    expect![[r#"
        id,name,age,joined,score
        1,Ann,34,2024-02-29,0.5
        2,Bob,,2024-02-29,0.5
        3000000000,"a|b,""c""",,2024-02-29,NaN
    "#]]
    .assert_eq(&users.to_csv());
    expect![[r#"
        [
            (1, "Ann", 34, "2024-02-29", 0.5),
            (2, "Bob", memtable::Value::Null, "2024-02-29", 0.5),
            (3000000000_i128, "a|b,\"c\"", memtable::Value::Null, "2024-02-29", f64::NAN),
        ]"#]]
    .assert_eq(&users.to_rust_literal());
    assert_eq!(users.filter("id == 9").unwrap().to_rust_literal(), "[]");
}
