//! Dynamic tables in a store, beside typed ones.

mod any_table;
mod handle;

pub use handle::DynHandle;
