use crate::dynamic::contract::Contract;
use crate::write::{Keep, OnViolation, Strategy, WriteMode, WriteRequest};

/// A write to a dynamic table: its mode, and the options of that mode, with columns by name. What
/// [`DynTable::write`](crate::dynamic::DynTable::write) takes.
///
/// The options of a merge say nothing in the other modes.
///
/// ```
/// use memtable::dynamic::DynWrite;
/// use memtable::write::{Keep, Strategy};
///
/// let latest = DynWrite::merge().on(["sku"]).on_duplicate(Keep::MaxBy("version".into())).strategy(Strategy::UpdateOnly);
/// # let _ = latest;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DynWrite {
    pub(in crate::dynamic) mode: WriteMode,
    pub(in crate::dynamic) on: Vec<String>,
    pub(in crate::dynamic) strategy: Strategy,
    pub(in crate::dynamic) on_duplicate: Keep,
    pub(in crate::dynamic) null_keys: NullKeys,
    pub(in crate::dynamic) hard_delete: Option<String>,
    pub(in crate::dynamic) on_violation: OnViolation,
    pub(in crate::dynamic) contract: Option<Contract>,
    pub(in crate::dynamic) whole_floats: bool,
}

/// What a null in a merge key is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NullKeys {
    /// A violation. The default.
    #[default]
    Refuse,
    /// Equal to nothing: the row is one whose key is not there.
    Distinct,
    /// Equal to a null: a value like any other.
    Equal,
}

impl DynWrite {
    /// Adds rows after those that are there.
    pub fn append() -> Self {
        DynWrite::from(WriteRequest::append())
    }

    /// Puts rows in the place of those that are there.
    pub fn replace() -> Self {
        DynWrite::from(WriteRequest::replace())
    }

    /// Updates the rows whose primary key is there, inserts the others.
    pub fn merge() -> Self {
        DynWrite::from(WriteRequest::merge())
    }

    /// The merge with rows matched by these columns, whatever they are: where they are no key of the schema, the first merge by
    /// them costs a visit of every row, and the table keeps an index over them from then on.
    #[must_use]
    pub fn on<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.on = columns.into_iter().map(Into::into).collect();
        self
    }

    /// The merge with this strategy.
    #[must_use]
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// The merge where this row stands for a key that comes more than once.
    #[must_use]
    pub fn on_duplicate(mut self, keep: Keep) -> Self {
        self.on_duplicate = keep;
        self
    }

    /// The merge where a null in the key is this.
    #[must_use]
    pub fn null_keys(mut self, null_keys: NullKeys) -> Self {
        self.null_keys = null_keys;
        self
    }

    /// The merge that deletes the stored rows whose match is marked in this column: `true` where it holds booleans, any value
    /// at all elsewhere. Marked rows are not stored, nor held to the rules. The column need not be one of the table's.
    #[must_use]
    pub fn hard_delete(mut self, column: impl Into<String>) -> Self {
        self.hard_delete = Some(column.into());
        self
    }

    /// What becomes of rows that break a rule.
    #[must_use]
    pub fn on_violation(mut self, on_violation: OnViolation) -> Self {
        self.on_violation = on_violation;
        self
    }

    /// Takes floats without a fraction as integers, up to 2^53, where the column holds integers: `1.0` as 1. Without it they are of
    /// another type than the column.
    ///
    /// ```
    /// use memtable::dynamic::{DynTable, DynWrite};
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut counts = DynTable::from_rows([json!({"n": 7})])?;
    /// assert!(counts.append_rows([json!({"n": 8.0})]).is_err());
    /// counts.write_rows([json!({"n": 8.0})], DynWrite::append().whole_floats())?;
    /// assert!(counts.write_rows([json!({"n": 8.5})], DynWrite::append().whole_floats()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn whole_floats(mut self) -> Self {
        self.whole_floats = true;
        self
    }

    /// What these rows may change of the schema, in place of the table's own [`Contract`].
    #[must_use]
    pub fn contract(mut self, contract: Contract) -> Self {
        self.contract = Some(contract);
        self
    }
}

/// The write that a connector is asked for.
impl From<WriteRequest> for DynWrite {
    fn from(request: WriteRequest) -> Self {
        DynWrite {
            mode: request.mode,
            on: request.merge_keys,
            strategy: request.strategy,
            on_duplicate: request.on_duplicate,
            null_keys: NullKeys::default(),
            hard_delete: None,
            on_violation: OnViolation::default(),
            contract: None,
            whole_floats: false,
        }
    }
}
