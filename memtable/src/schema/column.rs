use std::borrow::Cow;

use crate::schema::{DataType, Rule, Value};

/// One column of a [`Schema`](crate::schema::Schema).
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name, unique in its schema.
    pub name: Cow<'static, str>,
    /// What values it holds.
    pub data_type: DataType,
    /// Whether a value may be missing.
    pub nullable: bool,
    /// The rules that every value keeps, in the order they were declared.
    pub rules: Cow<'static, [Rule]>,
    /// What an absent value becomes.
    pub default: Option<Default>,
    /// What the column means: the struct's own `///` comment.
    pub doc: Cow<'static, str>,
}

/// What an absent value becomes.
#[derive(Clone, Debug, PartialEq)]
pub enum Default {
    /// A constant.
    Value(Value),
    /// A Rust expression, as it was written.
    Expr(Cow<'static, str>),
}
