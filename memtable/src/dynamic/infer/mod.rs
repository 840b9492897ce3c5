//! What the values of a column make of its type. Pure: it knows neither tables nor Arrow nor files.
//!
//! Each value tells [`Facts`]; facts are joined, which is the same in any order; and a [`Policy`] decides on a type by the facts of all
//! values. So the type does not depend on the order of the rows, nor on how they come in batches.

mod facts;
mod formats;
mod inference;
mod kind;
pub(crate) mod moment;
mod note;
pub(crate) mod number;
mod policy;
mod seen;
mod target;

#[cfg(test)]
mod tests;

pub use formats::BadFormat;
pub use inference::{ColumnInference, Inference, Step};
pub use note::Note;
pub use policy::OnMixed;

pub(crate) use facts::{Facts, as_bool, as_non_finite};
pub(crate) use formats::Formats;
pub(crate) use kind::Kinds;
pub(crate) use policy::{Policy, Syntax};
pub(crate) use seen::Seen;
pub(crate) use target::{Element, Part, Target, Unit, Ways};
