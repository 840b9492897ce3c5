use std::borrow::Cow;

use crate::schema::{Rule, Value};

/// One broken rule: where, what, and by which value.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The row, counted from 0 in the batch that was written.
    pub row: usize,
    /// The row's primary key, column by column; empty for a table without one.
    pub key: Vec<(Cow<'static, str>, Value)>,
    /// The columns that the rule is about; empty for a rule over the whole table.
    pub columns: Vec<Cow<'static, str>>,
    /// Where inside the column: `[2]` for an element, `.zip` for a column of a nested struct; else empty.
    pub path: String,
    /// The rule, with its limits.
    pub rule: Rule,
    /// The offending value; of several columns, a [`Value::Struct`].
    pub value: Value,
    /// What a custom rule said.
    pub message: Option<String>,
    /// The other row, where two rows clash.
    pub clash: Option<Clash>,
}

/// The row that another one clashes with.
#[derive(Clone, Debug, PartialEq)]
pub enum Clash {
    /// A row of the same batch, counted from 0.
    InBatch(usize),
    /// A row of the table: its position in the table's order, counted from 0, and its primary key.
    InTable {
        /// The position.
        row: usize,
        /// The primary key, column by column.
        key: Vec<(Cow<'static, str>, Value)>,
    },
}
