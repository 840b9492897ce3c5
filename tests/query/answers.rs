//! What is made of the rows that are found: pages, aggregates, groups, joins, and how they print.

use expect_test::expect;
use memtable::query::{Overflow, QueryError, avg, count, max};
use memtable::{MemTable, Table};

use super::{Number, Plan, Team, User, numbers, teams, users};

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
fn a_join_that_was_begun_is_read_to_its_end() {
    let (mut users, teams) = (users(), teams());
    users
        .update_where(User::ID.ne(2))
        .set(User::TEAM, Some(2))
        .run()
        .unwrap();
    let members = || teams.left_join_on(&users, Team::ID, User::TEAM).into_iter();
    let all: Vec<_> = members().collect();
    assert_eq!(all.len(), 3 + teams.len());
    for n_begun in 0..=all.len() {
        let mut pairs = members();
        let begun: Vec<_> = pairs.by_ref().take(n_begun).collect();
        let rest = pairs.fold(begun, |mut pairs, pair| {
            pairs.push(pair);
            pairs
        });
        assert_eq!(rest, all);
    }
}

#[test]
fn the_limits_of_a_range_are_in_it_or_not_as_it_is_said() {
    let users = users();
    let (low, high) = (17, 34);
    let ids = |found: Vec<&User>| found.into_iter().map(|user| user.id).collect::<Vec<_>>();
    assert_eq!(ids(users.filter(User::AGE.ge(high)).to_vec()), [1, 4, 5]);
    assert_eq!(ids(users.filter(User::AGE.gt(high)).to_vec()), [5]);
    assert_eq!(ids(users.filter(User::AGE.le(low)).to_vec()), [3]);
    assert!(users.filter(User::AGE.lt(low)).to_vec().is_empty());
    assert_eq!(
        ids(users.filter(User::AGE.between(low, high)).to_vec()),
        [1, 3, 4]
    );
}

#[test]
fn a_limit_is_never_loosened_by_a_later_one() {
    let users = users();
    assert_eq!(users.query().limit(2).limit(4).to_vec().len(), 2);
    assert_eq!(users.query().limit(4).limit(2).to_vec().len(), 2);
    assert!(users.query().limit(0).first().is_none());
}

#[test]
fn a_page_says_how_many_rows_it_has() {
    let users = users();
    for (offset, limit) in [(0, 9), (2, 9), (2, 2), (9, 2), (0, 0)] {
        let page = users
            .order_by(User::ID.desc())
            .offset(offset)
            .limit(limit)
            .into_iter();
        let (least, most) = page.size_hint();
        let n_rows = page.count();
        assert!(least <= n_rows && Some(n_rows) <= most, "{offset} {limit}");
        assert_eq!(most, Some(n_rows));
    }
}

#[test]
fn a_range_is_answered_by_an_ordered_index_alone() {
    let users = users();
    let users = users.refuse_scans();
    assert_eq!(users.filter(User::AGE.ge(34)).unwrap().count(), 3);
    assert_eq!(users.filter(User::ID.eq(2)).unwrap().count(), 1);
    assert!(users.filter(User::ID.ge(2)).is_err());
}
