//! What assertions on tables say, and where they point.

use std::panic::{AssertUnwindSafe, Location, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use expect_test::{Expect, expect};
use memtable::testing::{ChangesFound, Judgement, Said, compare};
use memtable::{MemTable, MemValue, Table};
use memtable::{assert_changes, assert_rows, assert_table_eq, assert_valid, assert_violates};

#[derive(MemValue, Clone, Copy, Debug, PartialEq)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(length(1..=10))]
    name: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    plan: Plan,
    score: f64,
}

fn user(id: u64, name: &str) -> User {
    User {
        id,
        name: name.into(),
        age: Some(30),
        plan: Plan::Free,
        score: 0.5,
    }
}

fn users() -> Table<User> {
    Table::from_rows([user(1, "Ann"), user(2, "Bob"), user(3, "Cem")]).unwrap()
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "notes")]
struct Note {
    text: String,
}

fn note(text: &str) -> Note {
    Note { text: text.into() }
}

/// The text of a panic, which points at the line of the caller.
#[track_caller]
pub(crate) fn panic_of(assertion: impl FnOnce()) -> String {
    // There is one hook for all threads: it is taken in turn, and hears this thread alone.
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (here, thread) = (Location::caller(), thread::current().id());
    let (sender, receiver) = mpsc::channel();
    let hook = take_hook();
    set_hook(Box::new(move |info| {
        if thread::current().id() == thread {
            let place = info.location();
            let place = place.map(|place| (place.file().to_owned(), place.line()));
            let _ = sender.send(place);
        }
    }));
    let panic = catch_unwind(AssertUnwindSafe(assertion));
    set_hook(hook);
    drop(turn);
    let (file, line) = receiver.recv().unwrap().unwrap();
    assert!(
        file == here.file() && line.abs_diff(here.line()) < 12,
        "{file}:{line}, not {here}"
    );
    *panic.unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn equal_tables_pass() {
    assert_table_eq!(users(), users());
    let mut reversed: Vec<User> = users().iter().cloned().collect();
    reversed.reverse();
    assert_table_eq!(users(), reversed);
    assert_table_eq!(users().snapshot(), reversed);
    assert_rows!(users(), [user(3, "Cem"), user(1, "Ann"), user(2, "Bob")]);
    assert_rows!(Table::<User>::new(), []);
}

#[test]
fn a_failed_comparison_shows_what_differs_and_points_at_the_caller() {
    let (left, right) = (
        users(),
        [
            User {
                plan: Plan::Pro,
                age: None,
                ..user(2, "Bob")
            },
            user(3, "Cem"),
            user(4, "Dee"),
        ],
    );
    let text = panic_of(move || assert_table_eq!(left, right));
    expect![[r#"
        `users` differs: 3 rows on the left, 3 rows on the right

        1 row with other values:
          id: 2
            age: 30 → null
            plan: "Free" → "Pro"

        1 row only on the left:
          - id: 1, name: "Ann", age: 30, plan: "Free", score: 0.5

        1 row only on the right:
          + id: 4, name: "Dee", age: 30, plan: "Free", score: 0.5"#]]
    .assert_eq(&text);
}

#[test]
fn colours_are_there_when_they_are_asked_for() {
    let text = format!("{:#}", compare(&[user(1, "Ann")], &[user(1, "Eve")]));
    assert!(text.contains("\u{1b}[31m\"Ann\"\u{1b}[0m"), "{text:?}");
    let plain = compare(&[user(1, "Ann")], &[user(1, "Eve")]).to_string();
    assert!(!plain.contains('\u{1b}'));
}

#[test]
fn the_first_of_many_are_shown_and_all_are_counted() {
    let many: Vec<User> = (0..25).map(|id| user(id, "Ann")).collect();
    let text = compare(&many, &Vec::<User>::new()).to_string();
    assert!(
        text.starts_with("`users` differs: 25 rows on the left, 0 rows on the right"),
        "{text}"
    );
    assert!(text.ends_with("\n  … 15 rows more"), "{text}");
    let three = format!("{:.3}", compare(&many, &Vec::<User>::new()));
    assert!(three.ends_with("\n  … 22 rows more"), "{three}");
}

#[test]
fn columns_can_be_left_out() {
    let other = [User {
        score: 9.0,
        ..user(1, "Eve")
    }];
    assert_table_eq!(
        [user(1, "Ann")],
        other,
        ignoring(User::NAME),
        ignoring(User::SCORE)
    );
    assert_table_eq!([user(1, "Ann")], other, ignoring("name"), ignoring("score"));
    assert!(
        !compare(&[user(1, "Ann")], &other)
            .ignoring(User::NAME)
            .is_equal()
    );
    assert_table_eq!([user(1, "Ann")], [user(9, "Ann")], ignoring(User::ID));
}

#[test]
fn an_unknown_column_is_no_option() {
    let comparison = compare(&users(), &users()).ignoring("nmae");
    assert!(!comparison.is_equal());
    expect!["`users` cannot be compared: there is no column `nmae`; there are id, name, age, plan, score"].assert_eq(&comparison.to_string());
}

#[test]
fn floats_are_equal_within_a_tolerance() {
    let other = [User {
        score: 0.500_1,
        ..user(1, "Ann")
    }];
    assert_table_eq!([user(1, "Ann")], other, tolerance(User::SCORE, 1e-3));
    assert!(
        !compare(&[user(1, "Ann")], &other)
            .tolerance(User::SCORE, 1e-6)
            .is_equal()
    );
    let below = |score| User {
        score,
        ..user(1, "Ann")
    };
    assert_table_eq!([below(-2.0)], [below(-2.5)], tolerance(User::SCORE, 0.5));
    let nan = [User {
        score: f64::NAN,
        ..user(1, "Ann")
    }];
    assert_table_eq!(nan, nan);
    assert!(!compare(&nan, &other).tolerance(User::SCORE, 1e9).is_equal());
}

#[test]
fn order_counts_where_it_is_asked_for() {
    let reversed = [user(3, "Cem"), user(2, "Bob"), user(1, "Ann")];
    let comparison = compare(&users(), &reversed).in_order();
    assert_eq!(comparison.differing().len(), 2);
    assert_rows!(
        users(),
        [user(1, "Ann"), user(2, "Bob"), user(3, "Cem")],
        in_order()
    );
}

#[test]
fn rows_without_a_key_are_a_multiset() {
    assert_table_eq!(
        [note("a"), note("b"), note("a")],
        [note("b"), note("a"), note("a")]
    );
    let comparison = compare(&[note("a"), note("a")], &[note("a"), note("b")]);
    expect![[r#"
        `notes` differs: 2 rows on the left, 2 rows on the right

        1 row only on the left:
          - text: "a"

        1 row only on the right:
          + text: "b""#]]
    .assert_eq(&comparison.to_string());
}

#[test]
fn rows_of_one_key_are_compared_one_by_one() {
    let comparison = compare(&[user(1, "Ann"), user(1, "Bob")], &[user(1, "Ann")]);
    assert_eq!(
        (comparison.only_left().len(), comparison.differing().len()),
        (1, 0)
    );
}

#[test]
fn of_rows_of_one_key_the_first_belongs_to_the_first() {
    let twice = [user(1, "Ann"), user(1, "Bob")];
    assert_table_eq!(twice, twice);
    let turned = [user(1, "Bob"), user(1, "Ann")];
    assert_eq!(compare(&twice, &turned).differing().len(), 2);
}

fn changed() -> (Table<User>, Table<User>) {
    let before = users();
    let mut after = before.clone();
    after
        .merge([
            User {
                plan: Plan::Pro,
                ..user(2, "Bob")
            },
            user(4, "Dee"),
        ])
        .unwrap();
    after.remove(&1).unwrap();
    (before, after)
}

#[test]
fn expected_changes_pass() {
    let (before, after) = changed();
    assert_changes!(before, after, inserted: [4], updated: [(2, User::PLAN, Plan::Free => Plan::Pro)], deleted: [1]);
    assert_changes!(before, before);
}

#[test]
fn other_changes_are_told() {
    let (before, after) = changed();
    let text = panic_of(move || {
        assert_changes!(before, after, inserted: [5], updated: [(2, User::AGE, Some(30) => Some(31))], deleted: [1]);
    });
    expect![[r#"
        the changes are not as expected

        not found:
          - inserted 5
          - updated 2: age 30 → 31

        not expected:
          + inserted 4
          + updated 2: plan "Free" → "Pro"

        from before (left) to after (right), `users` differs: 3 rows on the left, 3 rows on the right

        1 row with other values:
          id: 2
            plan: "Free" → "Pro"

        1 row only on the left:
          - id: 1, name: "Ann", age: 30, plan: "Free", score: 0.5

        1 row only on the right:
          + id: 4, name: "Dee", age: 30, plan: "Free", score: 0.5"#]].assert_eq(&text);
}

#[test]
fn a_key_of_several_columns_is_a_tuple() {
    assert_eq!(
        (7_u64, "x").values(),
        [7_u64.to_value(), String::from("x").to_value()]
    );
    let found = ChangesFound::new((&users(), &users()), &[], &[], &[1_u8.values()]);
    assert!(!found.are_as_expected());
}

#[test]
fn rules_are_asserted_of_rows_tables_and_writes() {
    assert_valid!(user(1, "Ann"));
    assert_valid!(users());
    assert_valid!(users().append([user(4, "Dee")]));
    let old = User {
        age: Some(200),
        ..user(4, "Dee")
    };
    assert_violates!(old, User::AGE, range);
    assert_violates!(users().append([old.clone()]), User::AGE, range);
    assert_violates!(users().append([user(1, "Dee")]), User::ID, primary_key);
    let text = panic_of(move || assert_violates!(old, User::NAME, length));
    expect![[r#"
        expected `name` to break `length`, and these rules are broken:
        users: the row breaks a rule (1 violation)

          row 0 (id 4)  age  200  must lie in 0..=150  MT0101 range"#]]
    .assert_eq(&text);
    assert!(!Judgement::violates(&user(1, "Ann"), "age", "range").is_as_expected());
}

#[track_caller]
fn check_text(text: &str, expected: &Expect) {
    expected.assert_eq(text);
}

#[test]
fn tables_are_text_that_stays_the_same() {
    let mut users = users();
    users
        .insert(User {
            age: None,
            ..user(4, "a|b,\"c\"")
        })
        .unwrap();
    check_text(
        &users.to_markdown(),
        &expect![[r#"
        | id | name     | age | plan | score |
        |---:|----------|----:|------|------:|
        |  1 | Ann      |  30 | Free |   0.5 |
        |  2 | Bob      |  30 | Free |   0.5 |
        |  3 | Cem      |  30 | Free |   0.5 |
        |  4 | a\|b,"c" |     | Free |   0.5 |
    "#]],
    );
    check_text(
        &users.to_csv(),
        &expect![[r#"
            id,name,age,plan,score
            1,Ann,30,Free,0.5
            2,Bob,30,Free,0.5
            3,Cem,30,Free,0.5
            4,"a|b,""c""",,Free,0.5
        "#]],
    );
}
