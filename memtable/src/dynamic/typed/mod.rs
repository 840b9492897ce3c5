//! Typed tables from and to Arrow record batches.

mod from_batches;
mod not_typed;
mod tables;
mod to_batches;

pub use not_typed::{Mismatch, NotTyped};
pub(crate) use to_batches::alike;
pub use to_batches::batch_of;
