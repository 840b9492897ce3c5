use std::fmt;
use std::ops::Bound;

use crate::schema::{LengthUnit, Rule, Value};

/// The attribute's own syntax: `range(0..=150)`, `length(..=64, bytes)`, `primary_key(a, b)`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match self {
            Rule::Range { min, max } => write_range(f, min, max),
            Rule::Length { min, max, unit } => write_length(f, *min, *max, *unit),
            Rule::Pattern(regex) => write!(f, "{name} = {}", regex_literal(regex)),
            Rule::OneOf(values) => write_listed(f, name, values.iter().map(Value::quoted)),
            Rule::MultipleOf(value) => write!(f, "{name} = {value}"),
            Rule::Inner(rules) => write_listed(f, name, rules.iter()),
            Rule::Custom(path) | Rule::TableCheck(path) => write!(f, "{name} = {path}"),
            Rule::Type(data_type) => write!(f, "{name}({data_type})"),
            Rule::Capacity(n_rows) => write!(f, "{name}({n_rows})"),
            Rule::PrimaryKey(names) | Rule::Unique(names) | Rule::MergeKey(names) => {
                write_listed(f, name, names.iter())
            }
            Rule::Check { expr, .. } => write!(f, "{name}({expr})"),
            Rule::References(reference) => write!(f, "{name} = {reference}"),
            Rule::Email
            | Rule::Url
            | Rule::Ip
            | Rule::Finite
            | Rule::NonBlank
            | Rule::NotNull
            | Rule::Columns => f.write_str(name),
        }
    }
}

/// `range(0..=150)`, or in words where Rust has no such range: `range(above = 0, max = 1)`.
fn write_range(f: &mut fmt::Formatter<'_>, min: &Bound<Value>, max: &Bound<Value>) -> fmt::Result {
    f.write_str("range(")?;
    match (min, max) {
        (Bound::Excluded(above), Bound::Unbounded) => write!(f, "above = {}", above.quoted())?,
        (Bound::Excluded(above), Bound::Included(max)) => {
            write!(f, "above = {}, max = {}", above.quoted(), max.quoted())?;
        }
        (Bound::Excluded(above), Bound::Excluded(below)) => {
            write!(f, "above = {}, below = {}", above.quoted(), below.quoted())?;
        }
        (Bound::Included(_) | Bound::Unbounded, _) => {
            if let Bound::Included(min) = min {
                write!(f, "{}", min.quoted())?;
            }
            match max {
                Bound::Included(max) => write!(f, "..={}", max.quoted())?,
                Bound::Excluded(max) => write!(f, "..{}", max.quoted())?,
                Bound::Unbounded => f.write_str("..")?,
            }
        }
    }
    f.write_str(")")
}

/// A Rust literal that shows each backslash once.
fn regex_literal(regex: &str) -> String {
    match (regex.contains('\\'), regex.contains('"')) {
        (false, _) => format!("{regex:?}"),
        (true, false) => format!("r\"{regex}\""),
        (true, true) => format!("r#\"{regex}\"#"),
    }
}

fn write_length(
    f: &mut fmt::Formatter<'_>,
    min: u64,
    max: Option<u64>,
    unit: LengthUnit,
) -> fmt::Result {
    f.write_str("length(")?;
    match (min, max) {
        (0, Some(max)) => write!(f, "..={max}")?,
        (min, Some(max)) => write!(f, "{min}..={max}")?,
        (0, None) => f.write_str("..")?,
        (min, None) => write!(f, "{min}..")?,
    }
    match unit {
        LengthUnit::Bytes => f.write_str(", bytes)"),
        LengthUnit::Chars | LengthUnit::Items => f.write_str(")"),
    }
}

fn write_listed(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    parts: impl Iterator<Item = impl fmt::Display>,
) -> fmt::Result {
    write!(f, "{name}(")?;
    for (idx, part) in parts.enumerate() {
        let comma = if idx == 0 { "" } else { ", " };
        write!(f, "{comma}{part}")?;
    }
    f.write_str(")")
}
