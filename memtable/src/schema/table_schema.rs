use std::borrow::Cow;

use crate::schema::{Column, Expr};

/// Column names, in order.
pub type Names = Cow<'static, [Cow<'static, str>]>;

/// What a table is: name, columns, keys, references and rules.
///
/// The derive makes it a constant ([`MemTable::SCHEMA`](crate::MemTable::SCHEMA)); at run time it is built in code
/// or read through serde, and [verified](Schema::verify). `Display` prints it as a table.
///
/// ```
/// use memtable::schema::{Column, DataType, Rule, Schema};
///
/// let users = Schema::new("users")
///     .with_column(Column::new("id", DataType::UInt64))
///     .with_column(Column::new("age", DataType::UInt8).nullable().with_rule(Rule::range(0..=150)))
///     .with_primary_key(["id"]);
/// users.verify()?;
/// assert_eq!(users.column_idx("age"), Some(1));
/// # Ok::<(), memtable::schema::BadSchema>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Schema {
    /// The table's name.
    pub name: Cow<'static, str>,
    /// What the table is for: the struct's own `///` comment.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "str::is_empty")
    )]
    pub doc: Cow<'static, str>,
    /// The columns, in order.
    pub columns: Cow<'static, [Column]>,
    /// The columns of the primary key; empty where there is none.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "crate::schema::written::is_empty",
            deserialize_with = "crate::schema::written::names::read"
        )
    )]
    pub primary_key: Names,
    /// The groups of columns that are unique, beside the primary key.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "crate::schema::written::is_empty",
            deserialize_with = "crate::schema::written::names::read_groups"
        )
    )]
    pub unique: Cow<'static, [Names]>,
    /// The groups of columns with an index that allows duplicates.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "crate::schema::written::is_empty")
    )]
    pub indexes: Cow<'static, [Index]>,
    /// The columns that name a row of another table.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "crate::schema::written::is_empty")
    )]
    pub references: Cow<'static, [Reference]>,
    /// Conditions over one row.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "crate::schema::written::is_empty")
    )]
    pub checks: Cow<'static, [Check]>,
    /// Functions over the whole table: their paths, as written.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "crate::schema::written::is_empty")
    )]
    pub table_checks: Names,
}

/// An index that allows duplicates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Index {
    /// The columns that it is over.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::schema::written::names::read")
    )]
    pub columns: Names,
    /// Whether it answers ranges too.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub ordered: bool,
}

/// Columns that name a row of another table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Reference {
    /// The columns here.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::schema::written::names::read")
    )]
    pub columns: Names,
    /// The other table.
    pub table: Cow<'static, str>,
    /// The columns there: its primary key, or unique.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::schema::written::names::read")
    )]
    pub to: Names,
    /// What happens here when the row there goes.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "crate::schema::written::is_restrict")
    )]
    pub on_delete: OnDelete,
}

/// What happens to the rows that reference a deleted row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum OnDelete {
    /// The row cannot be deleted.
    #[default]
    Restrict,
    /// They are deleted too.
    Cascade,
    /// Their reference becomes null.
    SetNull,
}

/// A condition over one row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Check {
    /// What must not be false.
    pub expr: Expr,
    /// What to tell people.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "str::is_empty")
    )]
    pub message: Cow<'static, str>,
}
