//! The guide to first tests: its code is this file's, and its words are those that a person sees.

use std::error::Error;

use memtable::{MemTable, Rejected, Table, assert_changes, assert_violates};

// The struct says what is valid.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique, email)]
    email: String,
    #[memtable(range(18..=120))]
    age: u8,
    active: bool,
}

// What is tested: on a birthday one is a year older.
fn birthday(users: &mut Table<User>, id: u64) -> Result<(), Rejected<User>> {
    users.update(&id, |user| user.age += 1)?;
    Ok(())
}

#[test]
fn on_a_birthday_one_is_a_year_older() -> Result<(), Box<dyn Error>> {
    // So it can make rows, the same on every machine: what the test is about is said, and no more.
    let mut users = User::fixtures(1).with(User::AGE, 30).build_table(100)?;
    let before = users.snapshot();

    birthday(&mut users, 7)?;

    // Nothing changed but this one cell.
    assert_changes!(before, users, updated: [(7, User::AGE, 30 => 31)]);
    Ok(())
}

#[test]
fn nobody_grows_older_than_120() -> Result<(), Box<dyn Error>> {
    let mut users = User::fixtures(1).with(User::AGE, 120).build_table(1)?;
    assert_violates!(birthday(&mut users, 1), User::AGE, range);
    Ok(())
}

// In the guide this is a test too: the one that fails.
fn two_birthdays_are_two_years() -> Result<(), Box<dyn Error>> {
    let mut users = User::fixtures(1).with(User::AGE, 30).build_table(2)?;
    let before = users.snapshot();

    birthday(&mut users, 2)?;

    assert_changes!(before, users, updated: [(2, User::AGE, 30 => 32)]);
    Ok(())
}

const GUIDE: &str = include_str!("../memtable/docs/first_tests.md");

/// The code of the guide, without the lines that its reader does not see.
fn shown(code: &str) -> String {
    let lines = code.split_inclusive('\n');
    lines.filter(|line| !line.starts_with("# ")).collect()
}

#[test]
fn the_code_of_the_guide_is_what_runs_here() {
    let here = include_str!("guide.rs");
    let mut blocks = GUIDE.split("```\n").skip(1).step_by(2);
    let (passing, failing) = (blocks.next().unwrap(), blocks.next().unwrap());
    assert!(here.contains(&shown(passing)), "{passing}");
    let failing = shown(failing).replace("#[test]\n", "");
    assert!(here.contains(&failing), "{failing}");
}

#[test]
fn the_test_that_fails_says_what_the_guide_says() {
    let panic = std::panic::catch_unwind(|| two_birthdays_are_two_years().unwrap()).unwrap_err();
    let said = panic.downcast_ref::<String>().unwrap();
    // Where there is a terminal, there are colours.
    let mut parts = said.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('m').map_or("", |(_, rest)| rest));
    let block = format!("```text\n{}\n```\n", first + &rest.collect::<String>());
    assert!(GUIDE.contains(&block), "{block}");
}
