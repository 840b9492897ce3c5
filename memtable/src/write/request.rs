use crate::record::{ColSet, Keyed, MemTable, UniqueKey};
use crate::write::{Merge, MergePlan, Upsert};

/// What becomes of rows that break a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnViolation {
    /// The write is refused whole, and every row goes back with the report. The default.
    #[default]
    Reject,
    /// The rows without fault are written; the others come back in [`Outcome::quarantine`](crate::write::Outcome::quarantine).
    /// Of rows that clash with one another, an update goes before an insert, then the earlier before the later.
    Quarantine,
}

/// A write: its mode, and the options of that mode. What [`Table::write`](crate::Table::write) takes.
///
/// ```
/// # use memtable::{MemTable, Table, write::{OnViolation, Write}};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(primary_key)] id: u64, #[memtable(range(..=150))] age: u8 }
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// let mut users = Table::<User>::new();
/// let rows = [User { id: 1, age: 34 }, User { id: 2, age: 212 }];
///
/// let outcome = users.write(rows, Write::append().on_violation(OnViolation::Quarantine))?;
///
/// assert_eq!(outcome.written.inserted, 1);
/// assert_eq!(outcome.quarantine[0].row.id, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Write<R> {
    pub(crate) mode: Mode<R>,
    pub(crate) on_violation: OnViolation,
}

#[derive(Clone, Debug)]
pub(crate) enum Mode<R> {
    Append,
    Replace,
    Merge(MergePlan<R>),
}

impl<R: MemTable> Write<R> {
    /// Adds rows after those that are there.
    pub fn append() -> Self {
        Write {
            mode: Mode::Append,
            on_violation: OnViolation::default(),
        }
    }

    /// Puts rows in the place of those that are there.
    pub fn replace() -> Self {
        Write {
            mode: Mode::Replace,
            on_violation: OnViolation::default(),
        }
    }

    /// Updates the rows whose primary key is there, inserts the others.
    pub fn merge() -> Merge<R, Upsert>
    where
        R: Keyed,
    {
        Merge::on_key(0)
    }

    /// Updates the rows whose values in these unique columns are there, inserts the others.
    pub fn merge_on<K>(_columns: K) -> Merge<R, Upsert>
    where
        K: ColSet<R>,
        K::Markers: UniqueKey<R>,
    {
        Merge::on_key(<K::Markers as UniqueKey<R>>::KEY_IDX)
    }

    /// What becomes of rows that break a rule.
    #[must_use]
    pub fn on_violation(mut self, on_violation: OnViolation) -> Self {
        self.on_violation = on_violation;
        self
    }
}
