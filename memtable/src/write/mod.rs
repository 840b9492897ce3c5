//! What a write asks for, and what it answers.

mod by_name;
mod contract;
mod duplicates;
mod merge;
mod rejected;
mod request;
mod written;

pub use by_name::{Keep, WriteMode, WriteRequest};
pub use contract::{Contract, OnChange};
pub use duplicates::OnDuplicate;
pub use merge::{
    DeleteInsert, DeleteMark, InsertOnly, Merge, Strategy, TouchesMatched, UpdateOnly, Updates,
    Upsert,
};
pub use rejected::{Outcome, Quarantined, Rejected};
pub use request::{OnViolation, Write};
pub use written::Written;

#[cfg(feature = "store")]
pub(crate) use duplicates::Winner;
pub(crate) use merge::MergePlan;
pub(crate) use request::Mode;
