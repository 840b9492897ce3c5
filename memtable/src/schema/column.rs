use std::borrow::Cow;
use std::fmt;

use crate::schema::{DataType, Rule, Value};

/// One column of a [`Schema`](crate::schema::Schema).
///
/// ```
/// use memtable::schema::{Column, DataType, Rule};
///
/// let age = Column::new("age", DataType::UInt8).nullable().with_rule(Rule::range(0..=150));
/// assert_eq!(age.to_string(), "age: uint8?, range(0..=150)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Column {
    /// The name, unique in its schema.
    pub name: Cow<'static, str>,
    /// What values it holds.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub data_type: DataType,
    /// Whether a value may be missing.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub nullable: bool,
    /// The rules that every value keeps, in the order they were declared.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "crate::schema::written::is_empty")
    )]
    pub rules: Cow<'static, [Rule]>,
    /// What an absent value becomes.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::schema::written::present"
        )
    )]
    pub default: Option<Default>,
    /// What the column means: the struct's own `///` comment.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "str::is_empty")
    )]
    pub doc: Cow<'static, str>,
}

/// What an absent value becomes: in JSON and its like the value, or `{"$expr": "Utc::now()"}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        into = "crate::schema::written::WrittenDefault",
        from = "crate::schema::written::WrittenDefault"
    )
)]
pub enum Default {
    /// A constant.
    Value(Value),
    /// A Rust expression, as it was written.
    Expr(Cow<'static, str>),
}

/// As it is written in code: `0`, `Utc::now()`.
impl fmt::Display for Default {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Default::Value(value) => value.quoted().fmt(f),
            Default::Expr(expr) => f.write_str(expr),
        }
    }
}

/// One line: `age: uint8?, range(0..=150), default = 18`.
impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.nullable { "?" } else { "" };
        write!(f, "{}: {}{mark}", self.name, self.data_type)?;
        for rule in self.rules.iter() {
            write!(f, ", {rule}")?;
        }
        match &self.default {
            Some(default) => write!(f, ", default = {default}"),
            None => Ok(()),
        }
    }
}

impl Column {
    /// A column of this name and type that has no nulls, no rules and no default.
    pub fn new(name: impl Into<Cow<'static, str>>, data_type: DataType) -> Self {
        Column {
            name: name.into(),
            data_type,
            nullable: false,
            rules: Cow::Borrowed(&[]),
            default: None,
            doc: Cow::Borrowed(""),
        }
    }

    /// The column with nulls.
    #[must_use]
    pub fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The column with a further rule, whose limits become values of the column's type where they can.
    #[must_use]
    pub fn with_rule(mut self, rule: Rule) -> Self {
        self.rules.to_mut().push(rule.fitted(&self.data_type));
        self
    }

    /// The column with this value in place of an absent one.
    #[must_use]
    pub fn with_default(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(Default::Value(value.into().fitted(&self.data_type)));
        self
    }

    /// The column with this meaning.
    #[must_use]
    pub fn with_doc(mut self, doc: impl Into<Cow<'static, str>>) -> Self {
        self.doc = doc.into();
        self
    }
}
