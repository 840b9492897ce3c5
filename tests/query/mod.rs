//! What a table is asked through its columns: conditions, and how they are answered.

mod answers;
mod writes;

use expect_test::{Expect, expect};
use memtable::query::{Filter, Predicate, avg, count, min, sum};
use memtable::{MemTable, MemValue, Table};

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash)]
struct Email(String);

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u32,
    name: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users", unique(name, plan), index(plan, is_admin))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique)]
    email: Email,
    name: String,
    #[memtable(index(ordered), range(0..=150))]
    age: Option<u8>,
    plan: Plan,
    is_admin: bool,
    #[memtable(references = Team::ID)]
    team: Option<u32>,
    score: f64,
}

fn users() -> Table<User> {
    let rows = [
        (1, "Ann", Some(34), Plan::Pro, Some(2), 1.5),
        (2, "Bob", None, Plan::Free, None, f64::NAN),
        (3, "Cy", Some(17), Plan::Pro, Some(1), -0.5),
        (4, "Dee", Some(34), Plan::Free, Some(2), 0.0),
        (5, "Eve", Some(71), Plan::Pro, Some(9), 2.5),
    ];
    let user = |(id, name, age, plan, team, score): (u64, &str, _, _, _, _)| User {
        id,
        email: Email(format!("{}@example.com", name.to_lowercase())),
        name: name.into(),
        age,
        plan,
        is_admin: id == 1,
        team,
        score,
    };
    Table::from_rows(rows.map(user)).unwrap()
}

fn teams() -> Table<Team> {
    Table::from_rows([(1, "Red"), (2, "Blue")].map(|(id, name)| Team {
        id,
        name: name.into(),
    }))
    .unwrap()
}

#[track_caller]
fn check(filter: Filter<User, impl Predicate<User>>, text: &str, ids: &[u64]) {
    let users = users();
    assert_eq!(filter.to_string(), text);
    let found: Vec<u64> = users
        .filter(filter)
        .select(User::ID)
        .into_iter()
        .copied()
        .collect();
    assert_eq!(found, ids);
}

#[track_caller]
fn check_plan(filter: Filter<User, impl Predicate<User>>, expected: &Expect) {
    expected.assert_eq(&users().filter(filter).explain().to_string());
}

#[test]
fn a_missing_value_is_neither_found_nor_not_found() {
    check(User::AGE.eq(34), "age == 34", &[1, 4]);
    check(User::AGE.eq(34).not(), "!(age == 34)", &[3, 5]);
    check(User::AGE.ne(34), "age != 34", &[3, 5]);
    check(
        User::AGE.is_in([17, 71]).not(),
        "!age.is_in([17, 71])",
        &[1, 4],
    );
    check(User::AGE.is_none(), "age.is_none()", &[2]);
    check(User::AGE.is_some(), "age.is_some()", &[1, 3, 4, 5]);
    check(
        User::AGE.lt(18).or(User::ID.eq(2)),
        "age < 18 || id == 2",
        &[2, 3],
    );
}

#[test]
fn nan_is_found_by_ne_alone() {
    check(User::SCORE.ne(0.0), "score != 0.0", &[1, 2, 3, 5]);
    check(User::SCORE.ge(0.0), "score >= 0.0", &[1, 4, 5]);
    check(User::SCORE.lt(0.0), "score < 0.0", &[3]);
    check(User::SCORE.ge(0.0).not(), "!(score >= 0.0)", &[2, 3]);
    check(User::SCORE.eq(f64::NAN), "score == float64(\"NaN\")", &[]);
}

#[test]
fn texts_newtypes_and_enums_are_asked_for_parts() {
    check(User::NAME.starts_with("E"), "name.starts_with(\"E\")", &[5]);
    check(
        User::EMAIL.ends_with("y@example.com"),
        "email.ends_with(\"y@example.com\")",
        &[3],
    );
    check(
        User::EMAIL.contains("@"),
        "email.contains(\"@\")",
        &[1, 2, 3, 4, 5],
    );
    check(
        User::PLAN.starts_with("F"),
        "plan.starts_with(\"F\")",
        &[2, 4],
    );
    check(
        User::NAME.matches("^[A-C]").unwrap(),
        "name.matches(\"^[A-C]\")",
        &[1, 2, 3],
    );
}

#[test]
fn conditions_are_printed_as_they_are_written() {
    let either = User::PLAN.eq(Plan::Pro).or(User::TEAM.is_none());
    let both = User::AGE
        .between(18, 65)
        .and(either)
        .and_where(|user| user.id > 1);
    check(
        both,
        "age >= 18 && age <= 65 && (plan == \"Pro\" || team.is_none()) && |row| ..",
        &[],
    );
    check(
        User::ID.ge(User::ID).and(User::TEAM.is_some()),
        "id >= id && team.is_some()",
        &[1, 3, 4, 5],
    );
}

#[test]
fn nothing_lies_between_reversed_limits() {
    check(User::AGE.between(60, 20), "age >= 60 && age <= 20", &[]);
    check_plan(
        User::AGE.between(60, 20),
        &expect![[r"
            users: looks at 0 of 5 rows
              by     a range of the index on (age)
              where  age >= 60 && age <= 20"]],
    );
}

#[test]
fn an_equality_on_a_key_looks_at_its_rows_alone() {
    check_plan(
        User::SCORE.ge(0.0).and(User::ID.eq(4)),
        &expect![[r"
            users: looks at 1 of 5 rows
              by     the index on (id)
              where  score >= 0.0 && id == 4"]],
    );
    check_plan(
        User::EMAIL.eq(Email("bob@example.com".into())),
        &expect![[r#"
            users: looks at 1 of 5 rows
              by     the index on (email)
              where  email == "bob@example.com""#]],
    );
    check_plan(
        User::ID.is_in([5, 1, 5, 77]),
        &expect![[r"
            users: looks at 2 of 5 rows
              by     the index on (id)
              where  id.is_in([5, 1, 5, 77])"]],
    );
}

#[test]
fn a_group_of_columns_is_a_key_where_all_are_asked_for() {
    check_plan(
        User::PLAN
            .eq(Plan::Pro)
            .and(User::NAME.is_in(["Cy", "Eve", "Bob"])),
        &expect![[r#"
            users: looks at 2 of 5 rows
              by     the index on (name, plan)
              where  plan == "Pro" && name.is_in(["Cy", "Eve", "Bob"])"#]],
    );
    check_plan(
        User::PLAN.eq(Plan::Pro),
        &expect![[r#"
            users: looks at all 5 rows
              by     a scan
              where  plan == "Pro""#]],
    );
}

#[test]
fn what_an_index_cannot_answer_is_a_scan() {
    check_plan(
        User::ID.eq(1).or(User::ID.eq(2)),
        &expect![[r"
            users: looks at all 5 rows
              by     a scan
              where  id == 1 || id == 2"]],
    );
    check_plan(
        User::ID.eq(1).not(),
        &expect![[r"
            users: looks at all 5 rows
              by     a scan
              where  !(id == 1)"]],
    );
}

#[test]
fn the_most_selective_index_answers() {
    let numbers = (0..5_000_u32).map(|id| Number {
        id,
        ten: id % 10,
        thousand: id % 1_000,
        order: id,
    });
    let numbers = Table::from_rows(numbers).unwrap();
    let looked_at = |filter: Filter<Number, Box<dyn Predicate<Number>>>| {
        let explained = numbers.filter(filter).explain();
        (explained.index, explained.n_looked_at)
    };

    let both = Number::TEN.eq(3).and(Number::THOUSAND.eq(13));
    assert_eq!(looked_at(both.boxed()), (Some(vec!["thousand"]), 5));
    let ranged = Number::TEN.eq(3).and(Number::ORDER.lt(40));
    assert_eq!(looked_at(ranged.boxed()), (Some(vec!["order"]), 40));
    let one = Number::TEN.eq(3).and(Number::ORDER.ge(40));
    assert_eq!(looked_at(one.boxed()), (Some(vec!["ten"]), 500));
    assert_eq!(looked_at(Number::ORDER.ge(40).boxed()), (None, 5_000));
    assert_eq!(
        looked_at(Number::TEN.is_in([1, 2, 3, 4, 5, 6, 7, 8]).boxed()),
        (Some(vec!["ten"]), 4_000)
    );
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Number {
    id: u32,
    #[memtable(index)]
    ten: u32,
    #[memtable(index)]
    thousand: u32,
    #[memtable(index(ordered))]
    order: u32,
}

#[test]
fn an_empty_table_answers() {
    let users = Table::<User>::new();
    assert_eq!(users.filter(User::ID.eq(1)).count(), 0);
    assert_eq!(
        users.aggregate((count(), sum(User::AGE), avg(User::AGE), min(User::AGE))),
        (0, 0, None, None)
    );
    assert!(users.group_by(User::PLAN).aggregate(count()).is_empty());
    assert_eq!(users.join(&teams()).count(), 0);
}

#[test]
fn a_pattern_that_cannot_be_evaluated_finds_no_row_and_deletes_none() {
    let error = User::NAME.matches("(").map(drop).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`name.matches(\"(\")`: regex parse error"),
        "{error}"
    );
}

#[test]
fn scans_are_refused_where_they_are_unwanted() {
    let users = users();
    let indexed = users.refuse_scans();
    assert_eq!(indexed.filter(User::ID.eq(1)).unwrap().count(), 1);
    let refused = indexed
        .filter(User::SCORE.ge(0.0))
        .map(|query| query.count());
    assert_eq!(
        refused.unwrap_err().to_string(),
        "`users`: no index answers score >= 0.0, and scans are refused; \
         there are indexes on (id), (email), (name, plan), (age), (plan, is_admin)"
    );
}

#[test]
fn a_filter_is_asked_twice_by_reference() {
    let users = users();
    let adults = User::AGE.ge(18);
    assert_eq!(users.filter(adults.by_ref()).count(), 3);
    assert_eq!(users.filter(adults.by_ref().not()).count(), 1);
}

#[test]
fn a_plan_is_told_whatever_is_asked_of_the_rows() {
    let (users, teams) = (users(), teams());
    let ages = users.filter(User::ID.eq(1)).select(User::AGE).distinct();
    expect![[r#"
        users: looks at 1 of 5 rows
          by     the index on (id)
          where  id == 1"#]]
    .assert_eq(&ages.explain().to_string());
    let groups = users.filter(User::AGE.lt(40)).group_by(User::PLAN);
    expect![[r#"
        users: looks at 3 of 5 rows
          by     a range of the index on (age)
          where  age < 40"#]]
    .assert_eq(&groups.explain().to_string());
    let first = users.filter(User::SCORE.ge(0.0)).limit(2);
    expect![[r#"
        users: looks at up to 5 rows
          by     a scan
          where  score >= 0.0
          limit  2"#]]
    .assert_eq(&first.explain().to_string());

    let by_index = users.left_join(teams.filter(Team::NAME.starts_with("B")));
    expect![[r#"
        users: looks at all 5 rows
          by     a scan
        team = id
          by     the index on (id) of teams
          where  name.starts_with("B")"#]]
    .assert_eq(&by_index.explain().to_string());
    let hashed = users.join_on(teams.query().limit(1), User::TEAM, Team::ID);
    expect![[r#"
        users: looks at all 5 rows
          by     a scan
        team = id
          by     a hash table of the rows of teams
        teams: looks at up to 2 rows
          by     a scan
          limit  1"#]]
    .assert_eq(&hashed.explain().to_string());
}

fn numbers(n: u32) -> Table<Number> {
    let number = |id| Number {
        id,
        ten: id % 10,
        thousand: id % 1_000,
        order: id,
    };
    Table::from_rows((0..n).map(number)).unwrap()
}

#[test]
fn a_group_of_columns_is_asked_for_every_combination() {
    let wanted = User::NAME.is_in(["Cy", "Bob", "Ann", "Eve"]);
    let plans = User::PLAN.is_in([Plan::Free, Plan::Pro]);
    let users = users();
    let query = users.filter(wanted.and(plans));
    assert_eq!(query.explain().index, Some(vec!["name", "plan"]));
    assert_eq!(query.select(User::ID).to_vec(), [&1, &2, &3, &5]);
}
