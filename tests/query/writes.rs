//! Updates and deletions by condition.

use super::{Plan, User, users};

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
