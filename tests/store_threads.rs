//! Readers and writers of one store at once.

use std::thread;

use memtable::{Error, MemTable, Store};

#[derive(MemTable, Clone)]
#[memtable(name = "accounts")]
struct Account {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(range(0..))]
    cents: i64,
}

const N_ACCOUNTS: u32 = 200;
const TOTAL: i64 = 2 * 100 * N_ACCOUNTS as i64;

fn bank() -> Result<Store, Error> {
    let store = Store::new();
    for name in ["left", "right"] {
        let accounts = (0..N_ACCOUNTS).map(|id| Account { id, cents: 100 });
        store.create::<Account>(name)?.append(accounts)?;
    }
    Ok(store)
}

/// What both tables hold, at one moment.
fn total(store: &Store) -> Result<i64, Error> {
    let snapshot = store.snapshot();
    let (left, right) = (
        snapshot.table::<Account>("left")?,
        snapshot.table::<Account>("right")?,
    );
    Ok(left
        .iter()
        .chain(right.iter())
        .map(|account| account.cents)
        .sum())
}

fn transfer(store: &Store, nth: u32) -> Result<(), Error> {
    let (from, to) = if nth.is_multiple_of(2) {
        ("left", "right")
    } else {
        ("right", "left")
    };
    let (payer, payee) = (nth % N_ACCOUNTS, nth * 7 % N_ACCOUNTS);
    let cents = i64::from(nth % 40);
    store.transaction(|tx| {
        tx.table::<Account>(to)?
            .update(&payee, |account| account.cents += cents)?;
        tx.table::<Account>(from)?
            .update(&payer, |account| account.cents -= cents)?;
        Ok(())
    })
}

#[test]
fn readers_see_every_transaction_whole() -> Result<(), Error> {
    let store = &bank()?;
    let n_done: usize = thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let transfers = (0..400).map(move |nth| transfer(store, nth * 3 + writer));
                scope.spawn(move || transfers.flatten().count())
            })
            .collect();
        let readers: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| (0..300).all(|_| total(store).unwrap() == TOTAL)))
            .collect();
        assert!(readers.into_iter().all(|reader| reader.join().unwrap()));
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .sum()
    });
    assert!(n_done > 600, "{n_done} transfers had cover");
    assert_eq!(total(store)?, TOTAL);
    for name in ["left", "right"] {
        store.snapshot().table::<Account>(name)?.verify().unwrap();
    }
    Ok(())
}

#[test]
fn single_writes_to_one_table_are_all_there() -> Result<(), Error> {
    let store = &Store::new();
    let accounts = &store.create::<Account>("accounts")?;
    let watch = accounts.watch()?;
    thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                for nth in 0..50 {
                    let id = writer * 50 + nth;
                    accounts.insert(Account { id, cents: 0 }).unwrap();
                }
            });
        }
        let watched = scope.spawn(move || {
            let seen = watch.scan(0, |n_rows, commit| {
                assert_eq!(commit.before().len(), *n_rows);
                *n_rows = commit.after().len();
                Some(*n_rows)
            });
            seen.take_while(|n_rows| *n_rows < 200).count()
        });
        assert!(watched.join().unwrap() <= 199);
    });
    assert_eq!(store.info("accounts")?.version, 200);
    Ok(())
}

#[test]
fn a_snapshot_outlives_what_is_written_after_it() -> Result<(), Error> {
    let store = bank()?;
    let before = store.snapshot();
    store.clear_all()?;
    store.drop_table("left")?;
    assert_eq!(before.table::<Account>("left")?.len(), 200);
    Ok(())
}
