use crate::write::Strategy;

/// A write as data, with its columns by name: what a connector is asked for, whatever its rows are.
///
/// ```
/// use memtable::write::{WriteMode, WriteRequest};
///
/// let request = WriteRequest::merge().on(["user_id", "email"]);
/// assert_eq!(request.mode, WriteMode::Merge);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteRequest {
    /// What becomes of the rows that are there.
    pub mode: WriteMode,
    /// The columns that a merge matches rows by; none for the primary key.
    pub merge_keys: Vec<String>,
    /// What a merge does with matched rows, and with the others.
    pub strategy: Strategy,
    /// Which row of a merge stands for a key that comes more than once.
    pub on_duplicate: Keep,
    /// How many rows are handled at a time; never changes the outcome.
    pub batch_size: usize,
}

/// What a write does with the rows that are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WriteMode {
    /// They stay.
    #[default]
    Append,
    /// They go.
    Replace,
    /// Those with the key of an incoming row are updated.
    Merge,
}

/// Which row of one merge stands for its key, where several have the same one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// None: the write is refused.
    #[default]
    Refuse,
    /// The first.
    First,
    /// The last.
    Last,
    /// The one with the greatest value in this column.
    MaxBy(String),
    /// The one with the least value in this column.
    MinBy(String),
}

impl WriteRequest {
    /// How many rows are handled at a time, unless it is said.
    pub const BATCH_SIZE: usize = 10_000;

    /// A write after the rows that are there.
    pub fn append() -> Self {
        WriteRequest::of(WriteMode::Append)
    }

    /// A write in the place of the rows that are there.
    pub fn replace() -> Self {
        WriteRequest::of(WriteMode::Replace)
    }

    /// A write that updates rows by their primary key, and inserts the others.
    pub fn merge() -> Self {
        WriteRequest::of(WriteMode::Merge)
    }

    /// The merge with rows matched by these columns, which are unique together.
    #[must_use]
    pub fn on<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.merge_keys = columns.into_iter().map(Into::into).collect();
        self
    }

    /// The merge with this strategy.
    #[must_use]
    pub const fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// The merge where this row stands for a key that comes more than once.
    #[must_use]
    pub fn on_duplicate(mut self, keep: Keep) -> Self {
        self.on_duplicate = keep;
        self
    }

    fn of(mode: WriteMode) -> Self {
        WriteRequest {
            mode,
            merge_keys: Vec::new(),
            strategy: Strategy::Upsert,
            on_duplicate: Keep::Refuse,
            batch_size: WriteRequest::BATCH_SIZE,
        }
    }
}

impl Default for WriteRequest {
    fn default() -> Self {
        WriteRequest::append()
    }
}
