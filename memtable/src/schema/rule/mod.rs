mod display;
mod limits;

#[cfg(feature = "serde")]
mod serde;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Bound;

use crate::schema::{DataType, Expr, Names, Reference, Value};

/// One rule, with its limits, as data.
///
/// The first group stands on columns; the second says what of the table itself was broken and is found in a
/// [`Violation`](crate::validate::Violation) alone, the schema keeping it under its own heading (keys, checks, ..).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The value lies between two bounds. `NaN` lies in no range.
    Range {
        /// The lower bound.
        min: Bound<Value>,
        /// The upper bound.
        max: Bound<Value>,
    },
    /// Text, bytes or a list has a length between two limits, both included.
    Length {
        /// The least length.
        min: u64,
        /// The greatest length.
        max: Option<u64>,
        /// What is counted.
        unit: LengthUnit,
    },
    /// The text has a match of this regular expression (unanchored, the syntax of the `regex` crate).
    Pattern(Cow<'static, str>),
    /// The value is one of these.
    OneOf(Cow<'static, [Value]>),
    /// The text is an e-mail address.
    Email,
    /// The text is an absolute URL.
    Url,
    /// The text is an IPv4 or IPv6 address.
    Ip,
    /// The number is a multiple of this one.
    MultipleOf(Value),
    /// The float is neither infinite nor `NaN`.
    Finite,
    /// The text has a character that is no white space.
    NonBlank,
    /// A function of the user's accepts the value: its path, as written.
    Custom(Cow<'static, str>),
    /// Every element of the list keeps these rules.
    Inner(Cow<'static, [Rule]>),

    /// The column has no nulls.
    NotNull,
    /// The column holds values of this type.
    Type(DataType),
    /// Rows have the columns of their table, and no others.
    Columns,
    /// No two rows have the same primary key.
    PrimaryKey(Names),
    /// No two rows have the same values in these columns; rows with a null in one of them are free.
    Unique(Names),
    /// One write names each of its merge keys once, and none of them is null.
    MergeKey(Names),
    /// The expression is true, or unknown for want of a value.
    Check {
        /// What must not be false.
        expr: Expr,
        /// What to tell people.
        message: Cow<'static, str>,
    },
    /// A function of the user's accepts the whole table: its path, as written.
    TableCheck(Cow<'static, str>),
    /// The table holds at most as many rows: what a typed table has addresses for.
    Capacity(u64),
    /// The referenced row exists.
    References(Reference),
}

impl Rule {
    /// The word of the rule: that of the attribute, where there is one.
    ///
    /// ```
    /// use memtable::schema::Rule;
    ///
    /// assert_eq!(Rule::NonBlank.name(), "non_blank");
    /// ```
    pub const fn name(&self) -> &'static str {
        match self {
            Rule::Range { .. } => "range",
            Rule::Length { .. } => "length",
            Rule::Pattern(_) => "pattern",
            Rule::OneOf(_) => "one_of",
            Rule::Email => "email",
            Rule::Url => "url",
            Rule::Ip => "ip",
            Rule::MultipleOf(_) => "multiple_of",
            Rule::Finite => "finite",
            Rule::NonBlank => "non_blank",
            Rule::Custom(_) => "custom",
            Rule::Inner(_) => "inner",
            Rule::NotNull => "not_null",
            Rule::Type(_) => "type",
            Rule::Columns => "columns",
            Rule::PrimaryKey(_) => "primary_key",
            Rule::Unique(_) => "unique",
            Rule::MergeKey(_) => "merge_key",
            Rule::Check { .. } => "check",
            Rule::TableCheck(_) => "table_check",
            Rule::Capacity(_) => "capacity",
            Rule::References(_) => "references",
        }
    }

    /// The code of the rule, the same in every version of the library: `MT0101`.
    ///
    /// ```
    /// use memtable::schema::Rule;
    ///
    /// assert_eq!(Rule::Email.code(), "MT0105");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Rule::Range { .. } => "MT0101",
            Rule::Length { .. } => "MT0102",
            Rule::Pattern(_) => "MT0103",
            Rule::OneOf(_) => "MT0104",
            Rule::Email => "MT0105",
            Rule::Url => "MT0106",
            Rule::Ip => "MT0107",
            Rule::MultipleOf(_) => "MT0108",
            Rule::Finite => "MT0109",
            Rule::NonBlank => "MT0110",
            Rule::Custom(_) => "MT0111",
            Rule::Inner(_) => "MT0112",
            Rule::NotNull => "MT0121",
            Rule::Type(_) => "MT0122",
            Rule::Columns => "MT0123",
            Rule::PrimaryKey(_) => "MT0131",
            Rule::Unique(_) => "MT0132",
            Rule::MergeKey(_) => "MT0133",
            Rule::Check { .. } => "MT0141",
            Rule::TableCheck(_) => "MT0142",
            Rule::Capacity(_) => "MT0143",
            Rule::References(_) => "MT0151",
        }
    }
}

/// What the length of a value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(::serde::Serialize, ::serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum LengthUnit {
    /// Unicode scalar values of a text.
    #[default]
    Chars,
    /// Bytes of a text or of bytes.
    Bytes,
    /// Elements of a list.
    Items,
}
