//! What a write asks for, and what it answers.

mod duplicates;
mod merge;
mod rejected;
mod request;
mod written;

pub use duplicates::OnDuplicate;
pub use merge::{
    DeleteInsert, InsertOnly, Merge, Strategy, TouchesMatched, UpdateOnly, Updates, Upsert,
};
pub use rejected::{Outcome, Quarantined, Rejected};
pub use request::{OnViolation, Write};
pub use written::Written;

pub(crate) use merge::MergePlan;
pub(crate) use request::Mode;
