//! Tables that live together: by name, with references, in transactions, watched, within a limit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use expect_test::{Expect, expect};
use memtable::store::NotWritten;
use memtable::write::{OnViolation, Write};
use memtable::{Error, MemTable, Store};

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(unique)]
    name: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = Team::ID, on_delete = set_null, index)]
    team: Option<u32>,
    #[memtable(references = User::ID)]
    boss: Option<u64>,
    #[memtable(range(..=150))]
    age: u8,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "notes")]
struct Note {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = User::ID, on_delete = cascade)]
    user: u64,
    text: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "badges")]
struct Badge {
    #[memtable(references = Team::NAME)]
    team: String,
}

fn team(id: u32) -> Team {
    Team {
        id,
        name: format!("team {id}"),
    }
}

fn user(id: u64, team: Option<u32>) -> User {
    User {
        id,
        team,
        boss: None,
        age: 30,
    }
}

fn note(id: u64, user: u64) -> Note {
    Note {
        id,
        user,
        text: String::from("a"),
    }
}

/// Two teams, three users of whom two are in a team, a note of each.
fn office() -> Result<Store, Error> {
    let store = Store::new();
    let teams = store.create::<Team>("teams")?;
    let users = store.create::<User>("users")?;
    let notes = store.create::<Note>("notes")?;
    teams.append([team(1), team(2)])?;
    users.append([user(1, Some(1)), user(2, Some(2)), user(3, None)])?;
    notes.append([note(1, 1), note(2, 2), note(3, 3)])?;
    Ok(store)
}

#[track_caller]
fn check_error(error: impl std::fmt::Display, expected: &Expect) {
    expected.assert_eq(&error.to_string());
}

#[test]
fn a_missing_table_is_answered_with_those_that_there_are() -> Result<(), Error> {
    let store = office()?;
    check_error(
        store.table::<User>("user").unwrap_err(),
        &expect![[
            r#"there is no table `user`; did you mean `users`? (the store has `notes`, `teams`, `users`)"#
        ]],
    );
    check_error(
        Store::new().schema("users").unwrap_err(),
        &expect![[r#"there is no table `users`; the store has none"#]],
    );
    Ok(())
}

#[test]
fn another_type_under_a_name_is_answered_with_the_difference() -> Result<(), Error> {
    let store = office()?;
    let expected = expect![[r#"
        table `notes` has rows of another type than `memtable::store::Team`; from what it has to what was asked for:
        table notes
          ~ name: notes → teams
          ~ column id
              type: uint64 → uint32
          - column user: uint64
          - column text: text
          + column name: text
          + unique (name)
          - reference (user) → users.id (on delete cascade)"#]];
    check_error(store.table::<Team>("notes").unwrap_err(), &expected);
    check_error(
        store.create::<Team>("teams").unwrap_err(),
        &expect![
            "there is a table `teams` already: `store.table` finds it, `drop_table` makes room"
        ],
    );
    Ok(())
}

#[test]
fn a_store_tells_what_is_in_it() -> Result<(), Error> {
    let store = office()?;
    assert_eq!(store.tables(), ["notes", "teams", "users"]);
    assert_eq!(store.schema("users")?, *User::SCHEMA);
    let info = store.info("users")?;
    assert_eq!((info.n_rows, info.n_columns, info.version), (3, 4, 1));
    assert_eq!(
        info.bytes,
        store
            .table::<User>("users")?
            .snapshot()?
            .memory_usage()
            .total()
    );
    let sum: usize = ["notes", "teams", "users"]
        .map(|name| store.info(name).unwrap().bytes)
        .iter()
        .sum();
    assert_eq!(store.memory_usage().total(), sum);
    assert_eq!(
        format!("{store:?}"),
        r#"{"notes": 3, "teams": 2, "users": 3}"#
    );
    Ok(())
}

#[test]
fn clearing_and_dropping_keep_the_references() -> Result<(), Error> {
    let store = office()?;
    store.clear("teams")?;
    let users = store.table::<User>("users")?;
    assert!(users.snapshot()?.iter().all(|user| user.team.is_none()));
    check_error(
        store.drop_table("users").unwrap_err(),
        &expect!["table `users` cannot be dropped: it is referenced by `notes`; drop these first"],
    );
    store.drop_table("notes")?;
    store.drop_table("users")?;
    assert!(matches!(users.snapshot(), Err(Error::NoTable { .. })));
    let refused = users.append([user(1, None)]).unwrap_err();
    assert_eq!(refused.rows, [user(1, None)]);
    store.clear_all()?;
    assert_eq!(store.tables(), ["teams"]);
    Ok(())
}

#[test]
fn clear_all_does_not_mind_references() -> Result<(), Error> {
    let store = office()?;
    store.create::<Badge>("badges")?.insert(Badge {
        team: "team 1".into(),
    })?;
    store.clear_all()?;
    for name in store.tables() {
        assert_eq!(store.info(&name)?.n_rows, 0);
    }
    Ok(())
}

#[test]
fn a_dangling_reference_is_reported_with_the_broken_rules() -> Result<(), Error> {
    let store = office()?;
    let users = store.table::<User>("users")?;
    let rows = vec![
        user(4, Some(2)),
        User {
            age: 200,
            ..user(5, None)
        },
        user(6, Some(7)),
    ];
    let refused = users.append(rows.clone()).unwrap_err();
    assert_eq!(refused.rows, rows);
    check_error(
        &refused,
        &expect![[r#"
        users: 2 of 3 rows break a rule (2 violations; the first row is row 0)

          row 1 (id 5)  age   200  must be at most 150               MT0101 range
          row 2 (id 6)  team  7    must be the id of a row of teams  MT0151 references"#]],
    );

    let refused = users
        .append([user(4, Some(9)), user(5, Some(1)), user(6, Some(9))])
        .unwrap_err();
    assert_eq!(refused.rows.len(), 3);
    check_error(
        &refused,
        &expect![[r#"
            users: 2 of 3 rows break a rule (2 violations; the first row is row 0)

              row 0 (id 4)  team  9  must be the id of a row of teams  MT0151 references
              row 2 (id 6)  team  9  must be the id of a row of teams  MT0151 references"#]],
    );
    assert_eq!(users.snapshot()?.len(), 3);
    Ok(())
}

#[test]
fn dangling_rows_are_quarantined_on_request() -> Result<(), Error> {
    let store = office()?;
    let users = store.table::<User>("users")?;
    let boss = |id, boss| User {
        boss: Some(boss),
        ..user(id, None)
    };
    let rows = [
        user(4, Some(9)),
        User {
            age: 200,
            ..user(5, None)
        },
        boss(6, 4),
        boss(7, 8),
        user(8, Some(1)),
    ];
    let outcome = users.write(rows, Write::append().on_violation(OnViolation::Quarantine))?;
    let positions: Vec<_> = outcome.quarantine.iter().map(|row| row.position).collect();
    assert_eq!(
        positions,
        [0, 1, 2],
        "who names a quarantined row dangles too"
    );
    assert_eq!(
        outcome.written.to_string(),
        "5 rows in: 2 inserted, 3 quarantined"
    );
    assert_eq!(users.snapshot()?.len(), 5);
    Ok(())
}

#[test]
fn rows_that_a_merge_leaves_out_may_dangle() -> Result<(), Error> {
    let store = office()?;
    let users = store.table::<User>("users")?;
    let outcome = users.write([user(1, Some(9))], Write::merge().insert_only())?;
    assert_eq!(outcome.written.skipped, 1);
    Ok(())
}

#[test]
fn rows_of_one_batch_may_name_each_other() -> Result<(), Error> {
    let store = office()?;
    let users = store.table::<User>("users")?;
    let rows = [
        User {
            boss: Some(5),
            ..user(4, None)
        },
        User {
            boss: Some(4),
            ..user(5, None)
        },
    ];
    users.append(rows)?;
    let refused = users.remove(&4).unwrap_err();
    check_error(
        &refused,
        &expect![[r#"
        users: 1 of 4 rows breaks a rule (1 violation; the first row is row 0)

          row 3 (id 5)  boss  4  must be the id of a row of users  MT0151 references"#]],
    );
    Ok(())
}

#[test]
fn cascades_go_from_table_to_table() -> Result<(), Error> {
    let store = office()?;
    store.table::<User>("users")?.remove(&2)?;
    let notes = store.table::<Note>("notes")?.snapshot()?;
    assert_eq!(
        notes.iter().map(|note| note.user).collect::<Vec<_>>(),
        [1, 3]
    );
    Ok(())
}

#[test]
fn a_restricted_row_stays_and_the_rows_of_the_write_come_back() -> Result<(), Error> {
    let store = office()?;
    let badges = store.create::<Badge>("badges")?;
    badges.append([Badge {
        team: "team 2".into(),
    }])?;
    let teams = store.table::<Team>("teams")?;
    let refused = teams.replace([team(1), team(3)]).unwrap_err();
    assert_eq!(refused.rows, [team(1), team(3)]);
    check_error(
        &refused,
        &expect![[r#"
        badges: the row breaks a rule (1 violation)

          row 0  team  "team 2"  must be the name of a row of teams  MT0151 references"#]],
    );
    let renamed = teams.update(&2, |team| team.name = String::from("B"));
    assert!(matches!(renamed.unwrap_err().error, Error::Rejected(_)));
    assert_eq!(teams.snapshot()?.get(&2), Some(&team(2)));
    assert_eq!(
        store.table::<User>("users")?.snapshot()?.get(&2),
        Some(&user(2, Some(2)))
    );
    Ok(())
}

#[test]
fn a_replaced_row_of_the_same_key_is_no_deleted_one() -> Result<(), Error> {
    let store = office()?;
    let users = store.table::<User>("users")?;
    users.replace([user(3, Some(1)), user(1, None), user(2, None)])?;
    assert_eq!(store.table::<Note>("notes")?.snapshot()?.len(), 3);
    Ok(())
}

#[test]
fn references_are_judged_when_the_transaction_ends() -> Result<(), Error> {
    let store = office()?;
    store.transaction(|tx| {
        tx.table::<Note>("notes")?.insert(note(9, 9))?;
        tx.table::<User>("users")?.insert(user(9, Some(9)))?;
        tx.table::<Team>("teams")?.insert(team(9))?;
        Ok::<_, Error>(())
    })?;
    let refused = store.transaction(|tx| {
        tx.table::<Note>("notes")?.insert(note(10, 10))?;
        tx.table::<User>("users")?.insert(user(11, Some(10)))?;
        Ok::<_, Error>(())
    });
    check_error(
        refused.unwrap_err(),
        &expect![[r#"
        notes: 1 of 5 rows breaks a rule (1 violation; the first row is row 0)

          row 4 (id 10)  user  10  must be the id of a row of users  MT0151 references

        users: 1 of 5 rows breaks a rule (1 violation; the first row is row 0)

          row 4 (id 11)  team  10  must be the id of a row of teams  MT0151 references"#]],
    );
    assert_eq!(store.info("notes")?.n_rows, 4);
    Ok(())
}

#[test]
fn nothing_of_a_failed_or_panicking_transaction_is_seen() -> Result<(), Error> {
    let store = office()?;
    let failed = store.transaction(|tx| {
        tx.table::<Team>("teams")?.insert(team(3))?;
        tx.table::<Team>("teams")?.insert(team(3))?;
        Ok::<_, Error>(())
    });
    assert!(matches!(failed, Err(Error::Rejected(_))));
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        store.transaction(|tx| -> Result<(), Error> {
            tx.table::<Team>("teams")?.insert(team(3))?;
            panic!("on the way");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(store.info("teams")?.n_rows, 2);
    store.table::<Team>("teams")?.insert(team(3))?;
    assert_eq!(store.info("teams")?.version, 2);
    Ok(())
}

#[test]
fn a_write_inside_a_write_is_an_error_and_no_deadlock() -> Result<(), Error> {
    let store = office()?;
    let teams = store.table::<Team>("teams")?;
    let nested = store.transaction(|_| Ok::<_, Error>(teams.append([team(3)])))?;
    let NotWritten { rows, error } = nested.unwrap_err();
    assert_eq!(rows, [team(3)]);
    check_error(
        error,
        &expect![
            "a write to the store inside of another write: inside `transaction` use what it gives, and keep other closures to their row"
        ],
    );
    let mut inside = None;
    teams.update(&1, |_| inside = Some(store.clear("notes")))?;
    assert!(matches!(inside, Some(Err(Error::WriteInsideWrite))));
    Ok(())
}

#[test]
fn a_reference_to_what_is_no_key_of_the_other_table_is_refused() -> Result<(), Error> {
    let store = Store::new();
    store.create::<User>("users")?;
    let refused = store.create::<Note>("teams").unwrap_err();
    check_error(
        refused,
        &expect!["table `users` references `teams.id`, which holds values of another type"],
    );
    assert_eq!(store.tables(), ["users"]);
    Ok(())
}

#[test]
fn references_to_a_table_that_comes_late_are_judged_then() -> Result<(), Error> {
    let store = Store::new();
    let users = store.create::<User>("users")?;
    users.insert(user(1, Some(1)))?;
    assert!(matches!(
        store.create::<Team>("teams"),
        Err(Error::Rejected(_))
    ));
    users.clear()?;
    store.create::<Team>("teams")?;
    Ok(())
}

#[test]
fn a_write_past_the_memory_limit_loses_nothing() -> Result<(), Error> {
    let store = Store::builder().memory_limit(1_000).build();
    let teams = store.create::<Team>("teams")?;
    teams.append((0..8).map(team))?;
    let refused = teams.merge((4..20).map(team)).unwrap_err();
    assert_eq!(refused.rows, (4..20).map(team).collect::<Vec<_>>());
    check_error(
        &refused,
        &expect![
            "the write needs 888 bytes, 592 of 1000 are in use: raise `memory_limit`, or `clear` or `drop_table` what is not needed"
        ],
    );
    assert_eq!(teams.snapshot()?.len(), 8);
    assert!(teams.merge((0..8).map(team)).is_ok(), "nothing grows");
    teams.retain(|team| team.id > 5)?;
    teams.append((20..25).map(team))?;
    Ok(())
}

#[test]
fn a_watch_tells_what_each_commit_changed() -> Result<(), Error> {
    let store = office()?;
    let mut watch = store.watch::<User>("users")?;
    let users = store.table::<User>("users")?;
    users.append([user(4, None)])?;
    assert!(users.append([user(4, None)]).is_err());
    users.merge([user(4, None)])?;
    store.table::<Team>("teams")?.remove(&1)?;
    let commit = watch.next_ready().unwrap();
    assert_eq!((commit.version(), commit.changes().inserted.len()), (2, 1));
    let commit = watch.next_ready().unwrap();
    assert_eq!(commit.changes().updated[0].columns, ["team"]);
    assert_eq!(commit.before().get(&1).unwrap().team, Some(1));
    assert!(
        watch.next_ready().is_none(),
        "refused writes and those without effect are no commits"
    );
    Ok(())
}

#[test]
fn a_watch_that_is_not_read_joins_commits() -> Result<(), Error> {
    let store = office()?;
    let watch = store.watch::<Team>("teams")?;
    let teams = store.table::<Team>("teams")?;
    for id in 10..110 {
        teams.insert(team(id))?;
    }
    store.drop_table("notes")?;
    store.drop_table("users")?;
    store.drop_table("teams")?;
    let commits: Vec<_> = watch.collect();
    assert_eq!(commits.len(), 64);
    assert_eq!(commits[63].n_joined(), 37);
    let inserted: usize = commits
        .iter()
        .map(|commit| commit.changes().inserted.len())
        .sum();
    assert_eq!(inserted, 100);
    Ok(())
}

#[test]
fn a_watch_ends_with_the_store() -> Result<(), Error> {
    let store = office()?;
    let watch = store.watch::<Team>("teams")?;
    drop(store);
    assert_eq!(watch.count(), 0);
    Ok(())
}
