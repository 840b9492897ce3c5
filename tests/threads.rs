//! Readers of a snapshot and the writer of its table are in different threads.

use std::rc::Rc;
use std::sync::mpsc::channel;
use std::thread;

use memtable::table::{Changes, Rows};
use memtable::{Rejected, Snapshot, Table};

use crate::members::{Member, member, table_of};

fn is_send_and_sync<T: Send + Sync>() {}

#[test]
fn a_table_is_send_and_sync_where_its_rows_are() {
    is_send_and_sync::<Table<Member>>();
    is_send_and_sync::<Snapshot<Member>>();
    is_send_and_sync::<Rows<'_, Member>>();
    is_send_and_sync::<Changes<'_, Member>>();
    is_send_and_sync::<Rejected<Member>>();
}

/// Answers whether a type is `Send`: the inherent constant is found first, where its bound holds.
struct IsSend<T>(std::marker::PhantomData<T>);

trait Otherwise {
    const SEND: bool = false;
}

impl<T> Otherwise for IsSend<T> {}

impl<T: Send> IsSend<T> {
    const SEND: bool = true;
}

#[test]
fn a_table_of_rows_that_are_not_send_is_not_send() {
    const { assert!(IsSend::<Table<Member>>::SEND) };
    const { assert!(!IsSend::<Table<Rc<u8>>>::SEND) };
    const { assert!(!IsSend::<Snapshot<Rc<u8>>>::SEND) };
}

#[test]
fn a_snapshot_is_read_in_another_thread_while_the_table_is_written() {
    let mut table = table_of((0..2_000).map(member));
    let snapshot = table.snapshot();
    let (written, wait) = channel();
    let reader = thread::spawn(move || {
        wait.recv().unwrap();
        snapshot.verify().unwrap();
        (snapshot.len(), snapshot.get(&5).map(|member| member.age))
    });
    table.update(&5, |member| member.age = Some(20)).unwrap();
    table.retain(|member| member.id < 10).unwrap();
    written.send(()).unwrap();
    assert_eq!(reader.join().unwrap(), (2_000, Some(None)));
    assert_eq!(table.len(), 10);
}

#[test]
fn many_threads_read_one_table() {
    let table = table_of((0..2_000).map(member));
    thread::scope(|scope| {
        let readers: Vec<_> = (0..4_u32)
            .map(|nth| {
                let table = &table;
                scope.spawn(move || {
                    (nth..2_000)
                        .step_by(4)
                        .filter(|id| table.contains_key(id))
                        .count()
                })
            })
            .collect();
        let n_found: usize = readers
            .into_iter()
            .map(|reader| reader.join().unwrap())
            .sum();
        assert_eq!(n_found, 2_000);
    });
}

#[test]
fn a_table_moves_to_another_thread_and_comes_back() {
    let mut table = table_of([member(1)]);
    let table = thread::spawn(move || {
        table.insert(member(2)).unwrap();
        table
    })
    .join()
    .unwrap();
    assert_eq!(table.len(), 2);
}
