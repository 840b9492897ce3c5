//! What a write to a dynamic table asks for and answers, and the way of its rows.

mod batch;
mod check;
mod faults;
mod incoming;
mod outcome;
mod request;
mod rows;

pub use incoming::IntoBatches;
pub use outcome::{DynOutcome, DynQuarantine};
pub use request::{DynWrite, NullKeys};

pub(in crate::dynamic) use batch::{Batch, report};
pub(in crate::dynamic) use check::{broken_rules, cells_of, key_cells};
pub(in crate::dynamic) use faults::{Faults, clash_violations};
pub(in crate::dynamic) use incoming::Incoming;
pub(in crate::dynamic) use rows::{cells_of_rows, named};
