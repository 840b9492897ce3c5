use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};

use crate::record::MemTable;
use crate::store::any_table::AnyTable;
use crate::store::catalog::Slot;
use crate::store::locks::{Mailbox, Shelf};
use crate::table::{Changes, Table};

/// How many commits wait for a reader before they are joined.
const ROOM: usize = 64;

/// The commits to one table of a store, as they come: made by [`TableHandle::watch`](crate::store::TableHandle::watch).
///
/// As an iterator it waits for the next commit, and ends when the table is dropped. Writers never wait for it. It keeps
/// two versions of the table for each commit that was not read yet, which share all rows that are the same in both, and at
/// most 64 such commits: from then on the newest are joined, so that nothing is lost and memory is bounded.
pub struct Watch<R> {
    mailbox: Arc<Mailbox<Version>>,
    rows: PhantomData<fn() -> R>,
}

/// What one commit, or several that were joined, made of a table.
pub struct Commit<R> {
    before: Arc<Table<R>>,
    after: Arc<Table<R>>,
    version: u64,
    n_joined: u64,
}

impl<R: MemTable + Send + Sync + 'static> Watch<R> {
    pub(super) fn of(slot: &Slot) -> Self {
        Watch {
            mailbox: slot.watchers.add(),
            rows: PhantomData,
        }
    }

    /// The next commit, where there is one already: never waits.
    pub fn next_ready(&mut self) -> Option<Commit<R>> {
        Commit::of(self.mailbox.take()?)
    }
}

impl<R: MemTable + Send + Sync + 'static> Iterator for Watch<R> {
    type Item = Commit<R>;

    fn next(&mut self) -> Option<Commit<R>> {
        Commit::of(self.mailbox.wait()?)
    }
}

impl<R: MemTable + Send + Sync + 'static> Commit<R> {
    fn of(version: Version) -> Option<Self> {
        Some(Commit {
            before: downcast(version.before)?,
            after: downcast(version.after)?,
            version: version.number,
            n_joined: version.n_joined,
        })
    }

    /// What changed. Costs what the change costs, and is worked out here, not by the writer.
    pub fn changes(&self) -> Changes<'_, R> {
        self.after.changes_since(&self.before)
    }

    /// The table before.
    pub fn before(&self) -> &Table<R> {
        &self.before
    }

    /// The table after.
    pub fn after(&self) -> &Table<R> {
        &self.after
    }

    /// How many commits the table had seen after this one.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many commits are told of together: 1, unless more than 64 were waiting.
    pub fn n_joined(&self) -> u64 {
        self.n_joined
    }
}

/// The table, as one of rows of type `R`.
pub(super) fn downcast<R: MemTable + Send + Sync + 'static>(
    table: Arc<dyn AnyTable>,
) -> Option<Arc<Table<R>>> {
    let table: Arc<dyn Any + Send + Sync> = table;
    table.downcast().ok()
}

/// Two versions of a table.
pub(super) struct Version {
    before: Arc<dyn AnyTable>,
    after: Arc<dyn AnyTable>,
    number: u64,
    n_joined: u64,
}

impl Version {
    pub(super) fn of(before: &Slot, after: &Slot) -> Self {
        Version {
            before: Arc::clone(&before.table),
            after: Arc::clone(&after.table),
            number: after.version,
            n_joined: 1,
        }
    }

    fn join(&mut self, next: Version) {
        self.after = next.after;
        self.number = next.number;
        self.n_joined += next.n_joined;
    }
}

/// Those that watch a table: when the table is gone, they hear no more.
pub(super) struct Watchers(Shelf<Weak<Mailbox<Version>>>);

impl Watchers {
    pub(super) const fn new() -> Self {
        Watchers(Shelf::new())
    }

    fn add(&self) -> Arc<Mailbox<Version>> {
        let mailbox = Arc::new(Mailbox::new(ROOM));
        self.0.add(Arc::downgrade(&mailbox));
        mailbox
    }

    pub(super) fn tell(&self, version: impl Fn() -> Version) {
        self.0.retain(|watcher| {
            let mailbox = watcher.upgrade();
            if let Some(mailbox) = &mailbox {
                mailbox.push(version(), Version::join);
            }
            mailbox.is_some()
        });
    }

    /// Lets all know that the table is gone.
    pub(super) fn close(&self) {
        self.0.retain(|watcher| {
            if let Some(mailbox) = watcher.upgrade() {
                mailbox.close();
            }
            false
        });
    }
}

/// No more comes when the last version of a table, and with it the store, is gone.
impl Drop for Watchers {
    fn drop(&mut self) {
        self.close();
    }
}

impl<R> fmt::Debug for Watch<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for Commit<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commit")
            .field("version", &self.version)
            .field("n_joined", &self.n_joined)
            .finish_non_exhaustive()
    }
}
