//! Whether rows keep the rules, and the report of those that do not.

mod holds;
mod report;
mod row_check;
pub mod rules;
mod violation;

pub use holds::holds;
pub use report::Report;
pub use row_check::RowCheck;
#[cfg(feature = "dynamic")]
pub(crate) use violation::cells_value;
pub use violation::{Cells, Clash, Violation};
