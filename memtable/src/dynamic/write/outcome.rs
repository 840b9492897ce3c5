use arrow_array::RecordBatch;

use crate::schema::SchemaDiff;
use crate::validate::{Report, Violation};
use crate::write::Written;

/// What a write to a dynamic table did, with all that it handed back.
#[derive(Clone, Debug)]
#[must_use]
pub struct DynOutcome {
    /// The counts.
    pub written: Written,
    /// What the write changed of the schema; nothing, unless a [`Contract`](crate::dynamic::Contract) lets it.
    pub schema_changes: SchemaDiff,
    /// The rows that were not written; none, unless it was asked for.
    pub quarantine: DynQuarantine,
    /// The values that were not written of rows that were, each with its row, column and reason; none, unless a
    /// [`Contract`](crate::dynamic::Contract) asks for it.
    pub discarded: Vec<Violation>,
}

/// Rows that were not written, with the rules that they break.
#[derive(Clone, Debug)]
pub struct DynQuarantine {
    /// The rows, as they came and in their order: at most one batch for each that came, or of rows that were made in code, by the
    /// types that their values say.
    pub batches: Vec<RecordBatch>,
    /// The position of each of them in the write, counted from 0.
    pub positions: Vec<usize>,
    /// The rules that they break, by their positions.
    pub report: Report,
}

impl DynQuarantine {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }
}
