//! What a table is asked through its columns.

use expect_test::{Expect, expect};
use memtable::query::{Filter, Overflow, Predicate, QueryError, avg, count, max, min, sum};
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
fn one_row_is_asked_for_and_the_error_says_how_many_there_are() {
    let users = users();
    assert_eq!(
        users.filter(User::ID.eq(3)).exactly_one().unwrap().name,
        "Cy"
    );
    let message = |error: QueryError| error.to_string();
    assert_eq!(
        users.filter(User::ID.eq(9)).exactly_one().map_err(message),
        Err("`users`: exactly one row was asked for where id == 9, and none was found".into())
    );
    assert_eq!(
        users
            .filter(User::AGE.eq(34))
            .exactly_one()
            .map_err(message),
        Err("`users`: exactly one row was asked for where age == 34, and 2 were found".into())
    );
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
fn a_page_is_taken_of_the_ordered_rows() {
    let users = users();
    let names = |offset, limit| {
        let query = users
            .order_by((User::AGE.asc(), User::NAME.desc()))
            .offset(offset)
            .limit(limit);
        query
            .select(User::NAME)
            .into_iter()
            .map(|name| &**name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(0, 9), ["Cy", "Dee", "Ann", "Eve", "Bob"]);
    assert_eq!(names(1, 2), ["Dee", "Ann"]);
    assert_eq!(names(4, 2), ["Bob"]);
    assert_eq!(names(5, 2), [""; 0]);
    assert_eq!(names(0, 0), [""; 0]);
}

#[test]
fn sums_are_told_in_a_type_that_holds_them_or_are_an_error() {
    #[derive(MemTable, Clone)]
    struct Wide {
        small: u8,
        large: u64,
        signed: i64,
        huge: i128,
    }
    let wide = |huge| Wide {
        small: 255,
        large: u64::MAX,
        signed: i64::MIN,
        huge,
    };

    let table = Table::from_rows([wide(i128::MAX), wide(1)]).unwrap();
    assert_eq!(table.query().sum(Wide::SMALL), 510);
    assert_eq!(table.query().sum(Wide::LARGE), 2 * u128::from(u64::MAX));
    assert_eq!(table.query().sum(Wide::SIGNED), 2 * i128::from(i64::MIN));
    assert_eq!(table.query().sum(Wide::HUGE), Err(Overflow));

    // What goes over the end and comes back has not gone over it.
    let table = Table::from_rows([wide(i128::MAX), wide(1), wide(-1)]).unwrap();
    assert_eq!(table.query().sum(Wide::HUGE), Ok(i128::MAX));
}

#[test]
fn nan_is_the_greatest_number() {
    let users = users();
    assert!(users.query().max(User::SCORE).unwrap().is_nan());
    assert_eq!(users.query().min(User::SCORE), Some(&-0.5));
}

#[test]
fn groups_are_printed_with_their_answers() {
    let users = users();
    let groups = users
        .group_by(User::PLAN)
        .aggregate((count(), avg(User::AGE), max(User::NAME)));
    expect![[r"
        users: 2 groups
        ╭──────┬───────┬────────────────────┬───────────╮
        │ plan │ count │           avg(age) │ max(name) │
        ├──────┼───────┼────────────────────┼───────────┤
        │ Pro  │     3 │ 40.666666666666664 │       Eve │
        │ Free │     2 │               34.0 │       Dee │
        ╰──────┴───────┴────────────────────┴───────────╯"]]
    .assert_eq(&groups.to_string());
}

#[test]
fn a_join_goes_along_the_reference() {
    let (users, teams) = (users(), teams());
    let names = |pairs: Vec<(&User, Option<&Team>)>| -> Vec<(String, Option<String>)> {
        pairs
            .into_iter()
            .map(|(user, team)| (user.name.clone(), team.map(|team| team.name.clone())))
            .collect()
    };
    let named = |name: &str, team: Option<&str>| (name.to_owned(), team.map(str::to_owned));

    let all = users.left_join(&teams).to_vec();
    let expected = [
        ("Ann", Some("Blue")),
        ("Bob", None),
        ("Cy", Some("Red")),
        ("Dee", Some("Blue")),
        ("Eve", None),
    ];
    assert_eq!(names(all), expected.map(|(name, team)| named(name, team)));
    assert_eq!(users.join(&teams).count(), 3);

    let blue = teams.filter(Team::NAME.eq("Blue"));
    let pros = users.filter(User::PLAN.eq(Plan::Pro)).join(blue);
    expect![[r"
        users with teams: 1 pair
        ╭──────────┬─────────────────┬────────────┬───────────┬────────────┬────────────────┬────────────┬─────────────┬──────────┬────────────╮
        │ users.id │ users.email     │ users.name │ users.age │ users.plan │ users.is_admin │ users.team │ users.score │ teams.id │ teams.name │
        ├──────────┼─────────────────┼────────────┼───────────┼────────────┼────────────────┼────────────┼─────────────┼──────────┼────────────┤
        │        1 │ ann@example.com │ Ann        │        34 │ Pro        │ true           │          2 │         1.5 │        2 │ Blue       │
        ╰──────────┴─────────────────┴────────────┴───────────┴────────────┴────────────────┴────────────┴─────────────┴──────────┴────────────╯"]]
    .assert_eq(&pros.to_string());
}

#[test]
fn long_answers_are_cut() {
    let users = users();
    let shown = format!("{:.2}", users.select((User::ID, User::AGE)));
    expect![[r"
        users: 5 rows
        ╭────┬─────╮
        │ id │ age │
        ├────┼─────┤
        │  1 │  34 │
        │  2 │     │
        ╰────┴─────╯
        … 3 more rows"]]
    .assert_eq(&shown);
}

#[test]
fn a_refused_update_leaves_every_row_as_it_was() {
    let mut users = users();
    let before = users.clone();

    let refused = users
        .update_where(User::AGE.is_some())
        .set_with(User::AGE, |user| user.age.map(|age| age * 3))
        .run();
    let rejected = refused.unwrap_err();
    assert_eq!(rejected.report.len(), 1);
    assert_eq!(rejected.rows.len(), 4);
    assert_eq!(users, before);
    users.verify().unwrap();

    let clash = users
        .update_where(User::PLAN.eq(Plan::Pro))
        .set(User::NAME, "Ann")
        .run();
    assert_eq!(clash.unwrap_err().report.len(), 2);
    assert_eq!(users, before);
    users.verify().unwrap();
}

#[test]
fn a_panic_in_an_update_leaves_every_row_as_it_was() {
    let mut users = users();
    let before = users.clone();
    let run = std::panic::AssertUnwindSafe(|| {
        let update = users
            .update_where(User::ID.ge(1))
            .set_with(User::NAME, |user| {
                assert!(user.id < 3, "no name for this one");
                "Z".into()
            });
        update.run()
    });
    assert!(std::panic::catch_unwind(run).is_err());
    assert_eq!(users, before);
}

#[test]
fn unique_values_can_be_moved_round_in_one_update() {
    let mut users = users();
    let written = users
        .update_where(User::ID.is_in([1, 2]))
        .set_with(User::ID, |user| 3 - user.id)
        .run()
        .unwrap();
    assert_eq!(written.updated, 2);
    assert_eq!(users.get(&1).unwrap().name, "Bob");
    users.verify().unwrap();
}

#[test]
fn the_sets_of_one_update_see_the_row_as_it_was() {
    let mut users = users();
    let update = users
        .update_where(User::ID.eq(3))
        .set(User::AGE, None)
        .set_with(User::TEAM, |user| user.age.map(u32::from));
    assert_eq!(update.run().unwrap().updated, 1);
    let cy = users.get(&3).unwrap();
    assert_eq!((cy.age, cy.team), (None, Some(17)));
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

#[test]
fn up_to_twelve_columns_are_selected() {
    #[derive(MemTable, Clone)]
    struct Wide {
        a: u8,
        b: u8,
        c: u8,
        d: u8,
        e: u8,
        f: u8,
        g: u8,
        h: u8,
        i: u8,
        j: u8,
        k: u8,
        l: String,
    }
    let row = Wide {
        a: 1,
        b: 2,
        c: 3,
        d: 4,
        e: 5,
        f: 6,
        g: 7,
        h: 8,
        i: 9,
        j: 10,
        k: 11,
        l: "twelve".into(),
    };
    let table = Table::from_rows([row]).unwrap();
    let all = (
        Wide::A,
        Wide::B,
        Wide::C,
        Wide::D,
        Wide::E,
        Wide::F,
        Wide::G,
        Wide::H,
        Wide::I,
        Wide::J,
        Wide::K,
        Wide::L,
    );
    let (.., k, l) = table.select(all).first().unwrap();
    assert_eq!((*k, l.as_str()), (11, "twelve"));
    assert_eq!(table.group_by(all).aggregate(count()).len(), 1);
    assert_eq!(table.select((Wide::A,)).first(), Some((&1,)));
}

#[test]
fn a_long_answer_tells_how_much_more_there_is() {
    let numbers = (0..1_000).map(|id| Number {
        id,
        ten: id % 10,
        thousand: id,
        order: id,
    });
    let numbers = Table::from_rows(numbers).unwrap();
    let shown = numbers.filter(Number::ORDER.ge(0)).to_string();
    assert!(shown.ends_with("\n… 980 more rows"), "{shown}");
    let tens = numbers.group_by(Number::ID).aggregate(count()).to_string();
    assert!(tens.ends_with("\n… 980 more groups"), "{tens}");
}

#[test]
fn a_condition_that_panics_deletes_nothing() {
    let mut users = users();
    let before = users.clone();
    let run = std::panic::AssertUnwindSafe(|| {
        users.delete_where(User::ID.ge(1).and_where(|user| {
            assert!(user.id < 3, "not this one");
            true
        }))
    });
    assert!(std::panic::catch_unwind(run).is_err());
    assert_eq!(users, before);
    users.verify().unwrap();
}

#[test]
fn a_deletion_by_condition_keeps_every_index() {
    let mut users = users();
    assert_eq!(users.delete_where(User::AGE.eq(34)).unwrap().deleted, 2);
    users.verify().unwrap();
    assert_eq!(users.filter(User::EMAIL.contains("ann")).count(), 0);
    assert_eq!(users.delete_where(User::AGE.eq(34)).unwrap().deleted, 0);
    // Neither true nor false for who has no age: they stay.
    assert_eq!(users.delete_where(User::AGE.ge(0)).unwrap().deleted, 2);
    assert_eq!(users.iter().map(|user| user.id).collect::<Vec<_>>(), [2]);
}

#[test]
fn equal_rows_stay_in_the_order_of_the_table() {
    let users = users();
    let ids = |query: memtable::query::Query<'_, User, _>| {
        let rows = query.into_iter();
        rows.map(|user| user.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(users.order_by(User::PLAN.asc())), [2, 4, 1, 3, 5]);
    assert_eq!(ids(users.order_by(User::PLAN.desc())), [1, 3, 5, 2, 4]);
    assert_eq!(ids(users.order_by(User::AGE.desc())), [2, 5, 1, 4, 3]);
    assert_eq!(
        ids(users.order_by(User::AGE.asc().nulls_first())),
        [2, 3, 1, 4, 5]
    );
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

#[test]
fn many_equal_rows_stay_in_the_order_of_the_table() {
    let numbers = numbers(2_000);
    let sorted = numbers.order_by(Number::TEN.desc()).to_vec();
    assert!(sorted.is_sorted_by_key(|row| (9 - row.ten, row.id)));
    let some = numbers.order_by(Number::TEN.asc()).limit(70).to_vec();
    let ids: Vec<u32> = some.iter().map(|row| row.id).collect();
    assert_eq!(ids, (0..700).step_by(10).collect::<Vec<_>>());
}

#[test]
fn a_page_can_have_no_end() {
    let numbers = numbers(100);
    let rest = || numbers.filter(Number::ID.ge(10)).offset(85);
    let ids = [95, 96, 97, 98, 99];
    assert_eq!(rest().count(), 5);
    assert_eq!(
        rest().select(Number::ID).to_vec(),
        ids.iter().collect::<Vec<_>>()
    );
    let folded = rest().into_iter().fold(0, |sum, row| sum + row.id);
    assert_eq!(folded, 485);
    assert_eq!(rest().sum(Number::ID), 485);
}

#[test]
fn a_page_is_taken_of_the_distinct_values() {
    let numbers = numbers(100);
    let tens = numbers
        .order_by(Number::TEN.desc())
        .select(Number::TEN)
        .distinct();
    assert_eq!(tens.offset(1).limit(3).to_vec(), [&8, &7, &6]);
}

#[test]
fn spans_and_decimals_past_their_type_are_an_error() {
    use chrono::TimeDelta;
    use rust_decimal::Decimal;

    #[derive(MemTable, Clone)]
    struct Work {
        took: TimeDelta,
        cost: Option<Decimal>,
    }
    let work = |took, cost| Work { took, cost };
    let table = Table::from_rows([
        work(TimeDelta::seconds(-3), Some(Decimal::new(125, 2))),
        work(TimeDelta::milliseconds(500), None),
    ]);
    let table = table.unwrap();
    assert_eq!(
        table.query().sum(Work::TOOK),
        Ok(TimeDelta::milliseconds(-2_500))
    );
    assert_eq!(table.query().sum(Work::COST), Ok(Decimal::new(125, 2)));

    let most = work(TimeDelta::MAX, Some(Decimal::MAX));
    let table = Table::from_rows([most.clone(), most]).unwrap();
    assert_eq!(table.query().sum(Work::TOOK), Err(Overflow));
    assert_eq!(table.query().sum(Work::COST), Err(Overflow));
}

#[test]
fn a_join_by_an_index_keeps_the_condition_of_the_other_table() {
    let numbers = numbers(30);
    let others = || numbers.filter(Number::ID.lt(15));
    let pairs = numbers
        .filter(Number::ID.eq(3))
        .join_on(others(), Number::ID, Number::TEN);
    assert_eq!(pairs.explain().index, Some(vec!["ten"]));
    let ids: Vec<u32> = pairs.into_iter().map(|(_, other)| other.id).collect();
    assert_eq!(ids, [3, 13]);
}

#[test]
fn rows_that_stay_equal_are_counted_as_unchanged() {
    let mut users = users();
    let written = users
        .update_where(User::ID.ge(1))
        .set(User::PLAN, Plan::Pro)
        .run()
        .unwrap();
    assert_eq!(
        (written.rows_in, written.updated, written.unchanged),
        (5, 2, 3)
    );
}
