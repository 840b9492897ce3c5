//! The guide to first tests: its code is this file's, and its words are those that a person sees.

use std::error::Error;

use memtable::{MemTable, Rejected, Table, assert_changes, assert_table_eq};

// The struct says what is valid, so it can make rows: the same for one seed, on every machine.
#[derive(MemTable, Clone, Debug)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique, email)]
    email: String,
    #[memtable(range(18..=120))]
    age: u8,
}

// What is tested.
fn birthday(users: &mut Table<User>, id: u64) -> Result<(), Rejected<User>> {
    users.update(&id, |user| user.age += 1)?;
    Ok(())
}

#[test]
fn on_a_birthday_one_is_a_year_older() -> Result<(), Box<dyn Error>> {
    let mut users = User::fixtures(1).with(User::AGE, 30).build_table(100)?;
    let before = users.snapshot();
    birthday(&mut users, 7)?;
    assert_changes!(before, users, updated: [(7, User::AGE, 30 => 31)]);
    Ok(())
}

// In the guide this is a test too: the one that fails.
fn a_birthday_makes_everybody_older() -> Result<(), Box<dyn Error>> {
    let mut users = User::fixtures(1).with(User::AGE, 30).build_table(2)?;
    birthday(&mut users, 1)?;
    assert_table_eq!(users, User::fixtures(1).with(User::AGE, 31).build_table(2)?);
    Ok(())
}

const GUIDE: &str = include_str!("../memtable/docs/first_tests.md");

#[test]
fn the_code_of_the_guide_is_what_runs_here() {
    let here = include_str!("guide.rs").replace(
        "// In the guide this is a test too: the one that fails.",
        "#[test]",
    );
    let code = GUIDE.split("```\n").nth(1).unwrap();
    assert!(here.contains(code), "{code}");
}

#[test]
fn the_guide_is_a_page() {
    assert!(GUIDE.lines().count() <= 60);
}

#[test]
fn the_test_that_fails_says_what_the_guide_says() {
    let panic =
        std::panic::catch_unwind(|| a_birthday_makes_everybody_older().unwrap()).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    // Where there is a terminal, there are colours.
    let mut parts = said.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('m').map_or("", |(_, rest)| rest));
    let block = format!("```text\n{}\n```\n", first + &rest.collect::<String>());
    assert!(GUIDE.contains(&block), "{block}");
}
