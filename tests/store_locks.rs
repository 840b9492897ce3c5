//! The store's own locks, run by a model checker through every order that it can think of.

use shuttle::{check_dfs, check_random};

mod sync {
    pub(super) use shuttle::sync::{
        Arc, Condvar, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard,
    };
    pub(super) use shuttle::thread::{ThreadId, current};
    pub(super) use std::sync::PoisonError;
}

#[expect(dead_code, reason = "the library's file, of which this uses a part")]
#[path = "../memtable/src/store/locks.rs"]
mod locks;

use locks::{Mailbox, Turn, Versions};
use shuttle::thread;
use sync::Arc;

const N_RUNS: usize = 2_000;

/// Two tables, each with its turn, as the store has them: what is in each.
struct Tables {
    rows: [i64; 2],
    turns: [Arc<Turn>; 2],
}

fn tables(turns: [Arc<Turn>; 2]) -> Arc<Versions<Tables>> {
    Arc::new(Versions::new(Tables {
        rows: [10, 10],
        turns,
    }))
}

fn set(versions: &Versions<Tables>, change: impl Fn(&mut [i64; 2])) {
    versions.commit(
        |latest| {
            let mut rows = latest.rows;
            change(&mut rows);
            Tables {
                rows,
                turns: latest.turns.clone(),
            }
        },
        |_| (),
    );
}

/// As a write to one table: reads the latest version, works, and publishes that table alone.
fn add_one(versions: &Versions<Tables>, table: usize) {
    let turn = |tables: &Tables| Some(Arc::clone(&tables.turns[table]));
    let written = versions.in_turn(turn, || {
        let rows = versions.latest().rows[table];
        thread::yield_now();
        set(versions, |all| all[table] = rows + 1);
    });
    assert_eq!(written, Ok(()));
}

/// As a transaction over both.
fn move_one(versions: &Versions<Tables>) {
    let moved = versions.alone(|| {
        let [left, right] = versions.latest().rows;
        thread::yield_now();
        set(versions, |all| *all = [left - 1, right + 1]);
    });
    assert_eq!(moved, Ok(()));
}

#[test]
fn no_write_is_lost() {
    let model = || {
        let versions = tables([Arc::default(), Arc::default()]);
        let writers: Vec<_> = [0, 0, 1]
            .map(|table| {
                let versions = Arc::clone(&versions);
                thread::spawn(move || add_one(&versions, table))
            })
            .into_iter()
            .collect();
        move_one(&versions);
        for writer in writers {
            writer.join().unwrap();
        }
        assert_eq!(versions.latest().rows, [11, 12]);
    };
    check_random(model, N_RUNS);
}

#[test]
fn no_reader_sees_half_a_transaction() {
    let model = || {
        let turn = Arc::<Turn>::default();
        let versions = tables([Arc::clone(&turn), turn]);
        let writer = Arc::clone(&versions);
        let writer = thread::spawn(move || move_one(&writer));
        let [left, right] = versions.latest().rows;
        assert_eq!(left + right, 20);
        writer.join().unwrap();
    };
    check_dfs(model, None);
}

#[test]
fn a_write_inside_a_write_is_told_and_does_not_wait() {
    let model = || {
        let versions = tables([Arc::default(), Arc::default()]);
        let inside = versions.alone(|| versions.in_turn(|_| None, || ()));
        assert_eq!(inside, Ok(Err(locks::WritesAlready)));
        add_one(&versions, 0);
    };
    check_dfs(model, None);
}

#[test]
fn every_letter_arrives_in_order_whatever_the_room() {
    let model = || {
        let mailbox = Arc::new(Mailbox::new(2));
        let writer = Arc::clone(&mailbox);
        let writer = thread::spawn(move || {
            for letter in 1..=4 {
                writer.push(vec![letter], std::iter::Extend::extend);
            }
            writer.close();
        });
        let letters: Vec<_> = std::iter::from_fn(|| mailbox.wait()).flatten().collect();
        assert_eq!(letters, [1, 2, 3, 4]);
        writer.join().unwrap();
    };
    check_random(model, N_RUNS);
}
