//! Rules in JSON, YAML and their like, in the attribute's words: `"email"`, `{"range": {"min": 0, "max": 150}}` (with
//! `above` and `below` where a bound is left out), `{"length": {"max": 64, "unit": "bytes"}}`, `{"pattern": "^a"}`,
//! `{"one_of": ["a", "b"]}`, `{"inner": ["non_blank"]}`.

use std::borrow::Cow;
use std::ops::Bound;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{Check, DataType, LengthUnit, Names, Reference, Rule, Value};

/// A rule as it is written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Range(Range),
    Length(Length),
    Pattern(Cow<'static, str>),
    OneOf(Cow<'static, [Value]>),
    Email,
    Url,
    Ip,
    MultipleOf(Value),
    Finite,
    NonBlank,
    Custom(Cow<'static, str>),
    Inner(Cow<'static, [Rule]>),
    NotNull,
    Type(DataType),
    Columns,
    PrimaryKey(Names),
    Unique(Names),
    MergeKey(Names),
    Check(Check),
    TableCheck(Cow<'static, str>),
    Capacity(u64),
    References(Reference),
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Range {
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    above: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Length {
    #[serde(default, skip_serializing_if = "is_zero")]
    min: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max: Option<u64>,
    #[serde(default, skip_serializing_if = "is_chars")]
    unit: LengthUnit,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(min: &u64) -> bool {
    *min == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_chars(unit: &LengthUnit) -> bool {
    *unit == LengthUnit::Chars
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Rule::try_from(written).map_err(D::Error::custom)
    }
}

impl From<Rule> for Written {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Range { min, max } => Written::Range(Range::from_bounds(min, max)),
            Rule::Length { min, max, unit } => Written::Length(Length { min, max, unit }),
            Rule::Pattern(regex) => Written::Pattern(regex),
            Rule::OneOf(values) => Written::OneOf(values),
            Rule::Email => Written::Email,
            Rule::Url => Written::Url,
            Rule::Ip => Written::Ip,
            Rule::MultipleOf(value) => Written::MultipleOf(value),
            Rule::Finite => Written::Finite,
            Rule::NonBlank => Written::NonBlank,
            Rule::Custom(path) => Written::Custom(path),
            Rule::Inner(rules) => Written::Inner(rules),
            Rule::NotNull => Written::NotNull,
            Rule::Type(data_type) => Written::Type(data_type),
            Rule::PrimaryKey(names) => Written::PrimaryKey(names),
            Rule::Unique(names) => Written::Unique(names),
            Rule::Columns => Written::Columns,
            Rule::MergeKey(names) => Written::MergeKey(names),
            Rule::Check { expr, message } => Written::Check(Check { expr, message }),
            Rule::TableCheck(path) => Written::TableCheck(path),
            Rule::Capacity(n_rows) => Written::Capacity(n_rows),
            Rule::References(reference) => Written::References(reference),
        }
    }
}

impl TryFrom<Written> for Rule {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Ok(match written {
            Written::Range(range) => range.into_rule()?,
            Written::Length(Length { min, max, unit }) => Rule::Length { min, max, unit },
            Written::Pattern(regex) => Rule::Pattern(regex),
            Written::OneOf(values) => Rule::OneOf(values),
            Written::Email => Rule::Email,
            Written::Url => Rule::Url,
            Written::Ip => Rule::Ip,
            Written::MultipleOf(value) => Rule::MultipleOf(value),
            Written::Finite => Rule::Finite,
            Written::NonBlank => Rule::NonBlank,
            Written::Custom(path) => Rule::Custom(path),
            Written::Inner(rules) => Rule::Inner(rules),
            Written::NotNull => Rule::NotNull,
            Written::Type(data_type) => Rule::Type(data_type),
            Written::PrimaryKey(names) => Rule::PrimaryKey(names),
            Written::Unique(names) => Rule::Unique(names),
            Written::Columns => Rule::Columns,
            Written::MergeKey(names) => Rule::MergeKey(names),
            Written::Check(Check { expr, message }) => Rule::Check { expr, message },
            Written::TableCheck(path) => Rule::TableCheck(path),
            Written::Capacity(n_rows) => Rule::Capacity(n_rows),
            Written::References(reference) => Rule::References(reference),
        })
    }
}

impl Range {
    fn from_bounds(lower: Bound<Value>, upper: Bound<Value>) -> Self {
        let (min, above) = parts(lower);
        let (max, below) = parts(upper);
        Range {
            min,
            above,
            max,
            below,
        }
    }

    fn into_rule(self) -> Result<Rule, &'static str> {
        let twice = "`min` and `above` are both the lower bound, `max` and `below` the upper one: write one of the two";
        let min = bound(self.min, self.above).ok_or(twice)?;
        let max = bound(self.max, self.below).ok_or(twice)?;
        Ok(Rule::Range { min, max })
    }
}

/// A bound as what it includes and what it excludes.
fn parts(bound: Bound<Value>) -> (Option<Value>, Option<Value>) {
    match bound {
        Bound::Included(value) => (Some(value), None),
        Bound::Excluded(value) => (None, Some(value)),
        Bound::Unbounded => (None, None),
    }
}

/// The bound of [`parts`]; `None` for both at once.
fn bound(included: Option<Value>, excluded: Option<Value>) -> Option<Bound<Value>> {
    match (included, excluded) {
        (Some(value), None) => Some(Bound::Included(value)),
        (None, Some(value)) => Some(Bound::Excluded(value)),
        (None, None) => Some(Bound::Unbounded),
        (Some(_), Some(_)) => None,
    }
}
