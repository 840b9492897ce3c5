//! What a violation tells people.

use std::fmt;
use std::ops::Bound;

use crate::schema::{LengthUnit, Reference, Rule, Value};
use crate::validate::{Clash, Violation};

/// How many of the values that a rule allows are listed.
const LISTED: usize = 8;

/// What the value must be, or what is wrong with it: `must lie in 0..=150`.
pub(crate) struct Sentence<'a>(pub(crate) &'a Violation);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { rule, message, .. } = self.0;
        match (rule, message) {
            (Rule::MergeKey(_), None) => self.write_merge_key(f),
            (Rule::PrimaryKey(_) | Rule::Unique(_), None) => self.write_clash(f),
            (_, Some(message)) => f.write_str(message),
            (rule, None) => write_rule(f, rule, &self.0.value),
        }
    }
}

impl Sentence<'_> {
    fn write_clash(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { rule, clash, .. } = self.0;
        match clash {
            None => f.write_str("must be unique"),
            Some(Clash::InBatch(row)) => write!(f, "row {row} has it too"),
            Some(Clash::InTable { row, key }) => {
                write!(f, "is taken by row {row} of the table")?;
                match rule {
                    Rule::PrimaryKey(_) => Ok(()),
                    _ => write!(f, "{}", Key(key)),
                }
            }
        }
    }

    fn write_merge_key(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.clash {
            None => f.write_str("must have a value: rows are merged by it"),
            Some(_) => self.write_clash(f),
        }
    }
}

fn write_rule(f: &mut fmt::Formatter<'_>, rule: &Rule, value: &Value) -> fmt::Result {
    match rule {
        Rule::Range { min, max } => write_range(f, min.as_ref(), max.as_ref()),
        Rule::Length { min, max, unit } => write_length(f, (*min, *max, *unit), value),
        Rule::Pattern(regex) => write!(f, "must match {regex}"),
        Rule::OneOf(values) => write_one_of(f, values),
        Rule::Email => f.write_str("must be an e-mail address"),
        Rule::Url => f.write_str("must be an absolute URL, such as https://example.org"),
        Rule::Ip => f.write_str("must be an IPv4 or IPv6 address"),
        Rule::MultipleOf(of) => write!(f, "must be a multiple of {of}"),
        Rule::Finite => f.write_str("must be a finite number"),
        Rule::NonBlank => f.write_str("must not be blank"),
        Rule::Custom(path) | Rule::TableCheck(path) => write!(f, "is refused by `{path}`"),
        Rule::Capacity(n_rows) => write!(
            f,
            "must hold at most {n_rows} rows: keep some in another table, or `compact` this one where rows were deleted"
        ),
        Rule::NotNull => f.write_str("must have a value"),
        Rule::Columns => f.write_str("must be a column of both"),
        Rule::Type(data_type) => write!(f, "must be {data_type}, is {}", value.kind()),
        Rule::Check { message, .. } if !message.is_empty() => f.write_str(message),
        Rule::Check { expr, .. } => write!(f, "must keep {expr}"),
        Rule::References(reference) => write_reference(f, reference),
        Rule::Inner(_) | Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::MergeKey(_) => {
            write!(f, "must keep {rule}")
        }
    }
}

fn write_range(f: &mut fmt::Formatter<'_>, min: Bound<&Value>, max: Bound<&Value>) -> fmt::Result {
    use Bound::{Excluded, Included, Unbounded};
    let [min, max] = [min, max].map(|bound| bound.map(Value::quoted));
    match (min, max) {
        (Included(min), Included(max)) => write!(f, "must lie in {min}..={max}"),
        (Included(min), Excluded(max)) => write!(f, "must lie in {min}..{max}"),
        (Excluded(min), Included(max)) => write!(f, "must be above {min} and at most {max}"),
        (Excluded(min), Excluded(max)) => write!(f, "must be above {min} and below {max}"),
        (Included(min), Unbounded) => write!(f, "must be at least {min}"),
        (Excluded(min), Unbounded) => write!(f, "must be above {min}"),
        (Unbounded, Included(max)) => write!(f, "must be at most {max}"),
        (Unbounded, Excluded(max)) => write!(f, "must be below {max}"),
        (Unbounded, Unbounded) => f.write_str("must be a number"),
    }
}

fn write_length(
    f: &mut fmt::Formatter<'_>,
    (min, max, unit): (u64, Option<u64>, LengthUnit),
    value: &Value,
) -> fmt::Result {
    let (thing, things) = counted(unit, value);
    let name = |n| if n == 1 { thing } else { things };
    match (min, max) {
        (min, Some(max)) if min == max => write!(f, "must have {min} {}", name(min))?,
        (0, Some(max)) => write!(f, "must have at most {max} {}", name(max))?,
        (min, Some(max)) => write!(f, "must have {min} to {max} {things}")?,
        (min, None) => write!(f, "must have at least {min} {}", name(min))?,
    }
    match length(unit, value) {
        Some(length) => write!(f, ", has {length}"),
        None => Ok(()),
    }
}

/// A `Vec<u8>` has elements to the compiler and bytes to a person.
fn counted(unit: LengthUnit, value: &Value) -> (&'static str, &'static str) {
    match (unit, value) {
        (LengthUnit::Bytes, _) | (_, Value::Bytes(_)) => ("byte", "bytes"),
        (LengthUnit::Chars, _) => ("character", "characters"),
        (LengthUnit::Items, _) => ("element", "elements"),
    }
}

/// The length of a value that has one.
pub(crate) fn length(unit: LengthUnit, value: &Value) -> Option<usize> {
    match (value, unit) {
        (Value::Text(text), LengthUnit::Bytes) => Some(text.len()),
        (Value::Text(text), LengthUnit::Chars) => Some(text.chars().count()),
        (Value::Bytes(bytes), LengthUnit::Bytes | LengthUnit::Items) => Some(bytes.len()),
        (Value::List(elements), LengthUnit::Items) => Some(elements.len()),
        _ => None,
    }
}

fn write_one_of(f: &mut fmt::Formatter<'_>, values: &[Value]) -> fmt::Result {
    f.write_str("must be ")?;
    if values.len() > 1 {
        f.write_str("one of ")?;
    }
    for (i, value) in values.iter().take(LISTED).enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        write!(f, "{comma}{}", value.quoted())?;
    }
    match values.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => write!(f, ", … {more} more"),
    }
}

fn write_reference(f: &mut fmt::Formatter<'_>, reference: &Reference) -> fmt::Result {
    let Reference { table, to, .. } = reference;
    write!(f, "must be the {} of a row of {table}", to.join(", "))
}

/// The key of a row behind its number: ` (id 7)`; nothing for a row without one.
pub(crate) struct Key<'a>(pub(crate) &'a crate::validate::Cells);

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, value)) in self.0.iter().enumerate() {
            let start = if i == 0 { " (" } else { ", " };
            write!(f, "{start}{name} {}", value.quoted())?;
        }
        if self.0.is_empty() {
            Ok(())
        } else {
            f.write_str(")")
        }
    }
}
