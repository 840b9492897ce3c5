//! What a table is: its columns, rules, keys and references, as data.

mod build;
mod column;
mod data_type;
pub mod diff;
mod display;
mod expr;
mod foreign;
#[cfg(feature = "json")]
mod json_schema;
mod lit;
mod mermaid;
#[cfg(any(feature = "yaml", feature = "dynamic"))]
mod narrow;
mod rule;
mod scan;
mod shared;
mod struct_type;
mod table_schema;
mod value;
mod verify;
#[cfg(feature = "serde")]
mod written;

#[cfg(test)]
mod tests;

pub use column::{Column, Default};
pub use data_type::DataType;
pub use diff::SchemaDiff;
pub use expr::{CompareOp, Expr, Operand};
pub use lit::Lit;
pub use mermaid::mermaid;
pub use rule::{LengthUnit, Rule};
pub use scan::SyntaxError;
pub use shared::Shared;
pub use struct_type::StructType;
pub use table_schema::{Check, Index, Names, OnDelete, Reference, Schema};
pub use value::{Decimal, ParseDecimalError, Quoted, Value};
pub use verify::{BadSchema, Problem};
