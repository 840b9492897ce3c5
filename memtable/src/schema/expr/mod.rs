mod build;
mod display;
mod eval;
mod parse;

#[cfg(feature = "serde")]
mod serde;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::schema::{Shared, Value};

/// A condition over the columns of one row, in SQL's three-valued logic: a comparison with a null is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(::serde::Serialize, ::serde::Deserialize),
    serde(remote = "Self", rename_all = "snake_case")
)]
pub enum Expr {
    /// Two values compared.
    Compare(CompareOp, Operand, Operand),
    /// A column of booleans is true.
    Column(Cow<'static, str>),
    /// The column has no value. Never unknown itself.
    IsNull(Cow<'static, str>),
    /// The opposite.
    Not(Shared<Expr>),
    /// All are true.
    And(Cow<'static, [Expr]>),
    /// At least one is true.
    Or(Cow<'static, [Expr]>),
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(::serde::Serialize, ::serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Operand {
    /// The value of a column, by name.
    Column(Cow<'static, str>),
    /// A constant.
    Literal(Value),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(::serde::Serialize, ::serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[expect(missing_docs, reason = "each variant is the operator that it names")]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}
