//! Every lock of the store, and the order in which they are taken: gate, turn, commits, published.
//!
//! Knows nothing of tables, so that a model checker runs this very file. A lock that was held by a panicking thread is
//! taken as if it had not: nothing is published before all that can panic is done.

use std::collections::{HashSet, VecDeque};

use super::sync::{
    Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    ThreadId, current,
};

/// A value of which readers take the latest version, and which is written a version at a time.
pub(super) struct Versions<T> {
    /// Held for a look and a pointer copy alone.
    published: RwLock<Arc<T>>,
    /// Held while the next version is put together from the latest.
    commits: Mutex<()>,
    /// Shared by writers that have a turn; held alone by those that write anywhere.
    gate: RwLock<()>,
    /// The threads that write.
    writers: Mutex<HashSet<ThreadId>>,
}

/// What writers of the same part take turns by.
#[derive(Default)]
pub(super) struct Turn(Mutex<()>);

/// The thread writes already.
#[derive(Debug, PartialEq)]
pub(super) struct WritesAlready;

impl<T> Versions<T> {
    pub(super) fn new(first: T) -> Self {
        Versions {
            published: RwLock::new(Arc::new(first)),
            commits: Mutex::new(()),
            gate: RwLock::new(()),
            writers: Mutex::new(HashSet::new()),
        }
    }

    /// The latest version.
    pub(super) fn latest(&self) -> Arc<T> {
        Arc::clone(&read(&self.published))
    }

    /// What is found in the latest version, by one that is quick about it: a commit waits meanwhile.
    pub(super) fn find<A>(&self, find: impl FnOnce(&T) -> A) -> A {
        find(&read(&self.published))
    }

    /// Works while no other writer has the same turn, which is looked up in the latest version.
    pub(super) fn in_turn<A>(
        &self,
        turn: impl FnOnce(&T) -> Option<Arc<Turn>>,
        work: impl FnOnce() -> A,
    ) -> Result<A, WritesAlready> {
        let _writes = self.writes()?;
        let _gate = read(&self.gate);
        let turn = turn(&self.latest());
        let _turn = turn.as_ref().map(|turn| lock(&turn.0));
        Ok(work())
    }

    /// Works while there is no other writer at all.
    pub(super) fn alone<A>(&self, work: impl FnOnce() -> A) -> Result<A, WritesAlready> {
        let _writes = self.writes()?;
        let _gate = write(&self.gate);
        Ok(work())
    }

    /// Publishes what `next` makes of the latest version, and shows it to `then` before the next commit.
    pub(super) fn commit(&self, next: impl FnOnce(&T) -> T, then: impl FnOnce(&T)) {
        let _commits = lock(&self.commits);
        let next = Arc::new(next(&self.latest()));
        let before = std::mem::replace(&mut *write(&self.published), Arc::clone(&next));
        then(&next);
        drop(before);
    }

    fn writes(&self) -> Result<Writes<'_>, WritesAlready> {
        let thread = current().id();
        if !lock(&self.writers).insert(thread) {
            return Err(WritesAlready);
        }
        Ok(Writes {
            writers: &self.writers,
            thread,
        })
    }
}

/// Says of a thread that it writes, until it is dropped.
struct Writes<'a> {
    writers: &'a Mutex<HashSet<ThreadId>>,
    thread: ThreadId,
}

impl Drop for Writes<'_> {
    fn drop(&mut self) {
        lock(self.writers).remove(&self.thread);
    }
}

/// A queue that never grows past its room: what comes when it is full is joined with the last of it.
pub(super) struct Mailbox<T> {
    letters: Mutex<Letters<T>>,
    arrived: Condvar,
    room: usize,
}

struct Letters<T> {
    queue: VecDeque<T>,
    is_closed: bool,
}

impl<T> Mailbox<T> {
    pub(super) fn new(room: usize) -> Self {
        let letters = Letters {
            queue: VecDeque::new(),
            is_closed: false,
        };
        Mailbox {
            letters: Mutex::new(letters),
            arrived: Condvar::new(),
            room: room.max(1),
        }
    }

    /// Adds a letter; never waits for a reader.
    pub(super) fn push(&self, letter: T, join: impl FnOnce(&mut T, T)) {
        let mut letters = lock(&self.letters);
        let is_full = letters.queue.len() >= self.room;
        match letters.queue.back_mut().filter(|_| is_full) {
            Some(last) => join(last, letter),
            None => letters.queue.push_back(letter),
        }
        self.arrived.notify_all();
    }

    /// The first letter, where there is one.
    pub(super) fn take(&self) -> Option<T> {
        lock(&self.letters).queue.pop_front()
    }

    /// The first letter, once there is one; none when there will be no more.
    pub(super) fn wait(&self) -> Option<T> {
        let mut letters = lock(&self.letters);
        loop {
            if let Some(letter) = letters.queue.pop_front() {
                return Some(letter);
            }
            if letters.is_closed {
                return None;
            }
            let woken = self.arrived.wait(letters);
            letters = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets those that wait know that no more comes.
    pub(super) fn close(&self) {
        lock(&self.letters).is_closed = true;
        self.arrived.notify_all();
    }
}

/// A list that many may add to.
pub(super) struct Shelf<T>(Mutex<Vec<T>>);

impl<T> Shelf<T> {
    pub(super) const fn new() -> Self {
        Shelf(Mutex::new(Vec::new()))
    }

    pub(super) fn add(&self, thing: T) {
        lock(&self.0).push(thing);
    }

    /// Takes out what `is_taken` says.
    pub(super) fn take(&self, is_taken: impl Fn(&T) -> bool) -> Vec<T> {
        lock(&self.0)
            .extract_if(.., |thing| is_taken(thing))
            .collect()
    }

    /// Keeps what `keep` says.
    pub(super) fn retain(&self, keep: impl FnMut(&T) -> bool) {
        lock(&self.0).retain(keep);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
