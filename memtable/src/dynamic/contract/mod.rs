//! What later rows may change of a schema.

mod columns;
mod conform;
mod convert;
mod evolve;
mod fit;
mod rows;
mod widen;

pub(in crate::dynamic) use columns::{Present, Source};
pub(in crate::dynamic) use conform::{Absent, Conformed, Expected, Found, conform};
pub(in crate::dynamic) use convert::{converted, converted_or_same, converted_or_whole};
pub(in crate::dynamic) use evolve::evolved;

pub use crate::write::{Contract, OnChange};

/// A contract of which all is said.
#[derive(Clone, Copy, Debug)]
pub(in crate::dynamic) struct Terms {
    pub(in crate::dynamic) columns: OnChange,
    pub(in crate::dynamic) types: OnChange,
    pub(in crate::dynamic) nullability: OnChange,
}

impl Contract {
    pub(in crate::dynamic) fn terms(self) -> Terms {
        Terms {
            columns: self.columns.unwrap_or_default(),
            types: self.types.unwrap_or_default(),
            nullability: self.nullability.unwrap_or_default(),
        }
    }
}
