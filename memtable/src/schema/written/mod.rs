//! Schemas in JSON, YAML and their like, by serde.

mod column;
pub(in crate::schema) mod names;
mod shared;
mod struct_type;
mod table_schema;

pub(in crate::schema) use column::{WrittenDefault, present};

use crate::schema::OnDelete;

/// A part that is empty is not written.
pub(in crate::schema) fn is_empty<T>(parts: &[T]) -> bool {
    parts.is_empty()
}

/// Neither is what is meant where nothing is said.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
pub(in crate::schema) fn is_restrict(on_delete: &OnDelete) -> bool {
    *on_delete == OnDelete::Restrict
}
