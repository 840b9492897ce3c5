//! Rows in a file that the compiler checks; what it refuses is pinned in `ui/files`.

use chrono::{DateTime, NaiveDate, Utc};
use expect_test::expect;
use memtable::fixture::BadFile;
use memtable::{MemTable, MemValue, Table, fixture_file};

#[derive(MemValue, Clone, Debug, PartialEq)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique, email, length(..=254))]
    email: String,
    #[memtable(length(..=64))]
    name: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    plan: Plan,
    #[memtable(range(NaiveDate::from_ymd_opt(2000, 1, 1).expect("a date")..))]
    joined: NaiveDate,
    #[memtable(range(..=1000.0), finite)]
    score: f64,
    #[memtable(default = 7, range(1..=9))]
    level: u8,
}

#[test]
fn rows_of_csv_are_typed_rows() {
    let users: Vec<User> = fixture_file!(User, "fixtures/users.csv").unwrap();
    let user = |id, email: &str, name: &str, age, plan, joined, score| User {
        id,
        email: email.into(),
        name: name.into(),
        age,
        plan,
        joined,
        score,
        level: 7,
    };
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(
        users,
        [
            user(
                1,
                "ann@example.org",
                "Ann, of \"Bern\"",
                Some(34),
                Plan::Pro,
                date("2024-02-29"),
                1.5
            ),
            user(
                2,
                "bob@example.org",
                "",
                None,
                Plan::Free,
                date("2026-01-31"),
                -3.0
            ),
            user(
                3,
                "chi@example.org",
                "two\nlines",
                Some(0),
                Plan::Free,
                date("2026-02-01"),
                1000.0
            ),
        ]
    );
    assert_eq!(Table::from_rows(users).unwrap().len(), 3);
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Person {
    id: u32,
    name: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Team {
    #[memtable(primary_key)]
    id: u32,
    name: String,
    members: Vec<u32>,
    lead: Option<Person>,
    founded: Option<DateTime<Utc>>,
    extra: Option<serde_json::Value>,
}

#[test]
fn rows_of_json_lines_have_lists_and_structs() {
    let teams = fixture_file!(Team, "fixtures/teams.jsonl").unwrap();
    let lead = Person {
        id: 1,
        name: "Ann".into(),
    };
    let blue = Team {
        id: 1,
        name: "Blue".into(),
        members: vec![1, 2],
        lead: Some(lead),
        founded: None,
        extra: Some(serde_json::json!({"a": null})),
    };
    let red = Team {
        id: 2,
        name: "Red \"7\"".into(),
        members: vec![],
        lead: None,
        founded: Some("2026-01-31T06:00:00Z".parse().unwrap()),
        extra: None,
    };
    assert_eq!(teams, [blue, red]);
}

#[derive(MemTable, Clone)]
struct Address {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(email)]
    email: String,
}

#[test]
fn rules_of_the_running_program_name_the_line() {
    let refused: Result<Vec<Address>, BadFile> = fixture_file!(Address, "fixtures/refused.csv");
    let said = match refused {
        Ok(rows) => format!("{} rows", rows.len()),
        Err(bad) => bad.to_string(),
    };
    expect![[r#"
        fixtures/refused.csv:3: email "ann": must be an e-mail address (MT0105 email)
        fixtures/refused.csv:4: email "b@c@d": must be an e-mail address (MT0105 email)"#]]
    .assert_eq(&said);
}
