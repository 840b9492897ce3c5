//! Data whose shape nobody wrote down.
pub mod arrow_type;
pub mod cell;
pub mod infer;
pub mod load;
