use std::borrow::Cow;

use crate::schema::{Column, Expr};

/// Column names, in order.
pub type Names = Cow<'static, [Cow<'static, str>]>;

/// What a table is: name, columns, keys, references and rules.
///
/// The derive makes it a constant ([`MemTable::SCHEMA`](crate::MemTable::SCHEMA)); at run time it is built in code
/// or read through serde.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The table's name.
    pub name: Cow<'static, str>,
    /// What the table is for: the struct's own `///` comment.
    pub doc: Cow<'static, str>,
    /// The columns, in order.
    pub columns: Cow<'static, [Column]>,
    /// The columns of the primary key; empty where there is none.
    pub primary_key: Names,
    /// The groups of columns that are unique, beside the primary key.
    pub unique: Cow<'static, [Names]>,
    /// The groups of columns with an index that allows duplicates.
    pub indexes: Cow<'static, [Index]>,
    /// The columns that name a row of another table.
    pub references: Cow<'static, [Reference]>,
    /// Conditions over one row.
    pub checks: Cow<'static, [Check]>,
    /// Functions over the whole table: their paths, as written.
    pub table_checks: Names,
}

/// An index that allows duplicates.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// The columns that it is over.
    pub columns: Names,
    /// Whether it answers ranges too.
    pub ordered: bool,
}

/// Columns that name a row of another table.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The columns here.
    pub columns: Names,
    /// The other table.
    pub table: Cow<'static, str>,
    /// The columns there: its primary key, or unique.
    pub to: Names,
    /// What happens here when the row there goes.
    pub on_delete: OnDelete,
}

/// What happens to the rows that reference a deleted row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The row cannot be deleted.
    Restrict,
    /// They are deleted too.
    Cascade,
    /// Their reference becomes null.
    SetNull,
}

/// A condition over one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What must not be false.
    pub expr: Expr,
    /// What to tell people.
    pub message: Cow<'static, str>,
}
