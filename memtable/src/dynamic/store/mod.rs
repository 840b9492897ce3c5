//! Dynamic tables in a store, beside typed ones.

mod any_table;
mod handle;
mod read;

pub use handle::DynHandle;
pub(crate) use read::columns_of;
