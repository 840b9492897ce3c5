#[cfg(test)]
mod tests;

use std::ops::Bound;

use crate::schema::{CompareOp, Rule, Value};
use crate::validate::rules::{self, Digits, Matcher};
use crate::validate::violation;

/// Whether a value keeps a rule: what the [functions of the rules](rules) say of typed values, said of data.
///
/// A null keeps every rule but [`Rule::NotNull`]. A [`Rule::Check`] is asked of a [`Value::Struct`] with the columns that it
/// names. `None` where data alone cannot tell: for the functions of a user's, for types, keys and references, and for a
/// value of a kind that the rule is not made for.
///
/// Cost: a pattern is compiled at each call.
///
/// ```
/// use memtable::Value;
/// use memtable::schema::Rule;
/// use memtable::validate::holds;
///
/// assert_eq!(holds(&Rule::Email, &Value::from("a@b.org")), Some(true));
/// assert_eq!(holds(&Rule::Email, &Value::from(7)), None);
/// ```
pub fn holds(rule: &Rule, value: &Value) -> Option<bool> {
    match (rule, value) {
        (Rule::NotNull, value) => Some(!value.is_null()),
        (Rule::Check { expr, .. }, Value::Struct(cells)) => {
            let cell = |name: &str| cells.iter().find(|(column, _)| column == name);
            Some(expr.eval(|name| cell(name).map(|(_, value)| value)) != Some(false))
        }
        (rule, Value::Null) => is_about_values(rule).then_some(true),
        (rule, value) => keeps(rule, value),
    }
}

/// Whether the rule is about each value of a column, whatever else is in the table.
fn is_about_values(rule: &Rule) -> bool {
    match rule {
        Rule::Range { .. }
        | Rule::Length { .. }
        | Rule::Pattern(_)
        | Rule::OneOf(_)
        | Rule::Email
        | Rule::Url
        | Rule::Ip
        | Rule::MultipleOf(_)
        | Rule::Finite
        | Rule::NonBlank
        | Rule::Custom(_)
        | Rule::Inner(_) => true,
        Rule::NotNull
        | Rule::Type(_)
        | Rule::Columns
        | Rule::PrimaryKey(_)
        | Rule::Unique(_)
        | Rule::MergeKey(_)
        | Rule::Check { .. }
        | Rule::TableCheck(_)
        | Rule::Capacity(_)
        | Rule::References(_) => false,
    }
}

fn keeps(rule: &Rule, value: &Value) -> Option<bool> {
    match rule {
        Rule::Range { min, max } => in_range(value, min.as_ref(), max.as_ref()),
        Rule::Length { min, max, unit } => {
            let length = u64::try_from(violation::length(*unit, value)?).ok()?;
            Some(*min <= length && max.is_none_or(|max| length <= max))
        }
        Rule::Pattern(source) => Some(Matcher::new(source).is_match(text(value)?)),
        Rule::OneOf(values) => Some(
            values
                .iter()
                .any(|allowed| CompareOp::Eq.holds(value, allowed) == Some(true)),
        ),
        Rule::Email => text(value).map(rules::email),
        Rule::Url => text(value).map(rules::url),
        Rule::Ip => text(value).map(rules::ip),
        Rule::MultipleOf(of) => is_multiple(value, of),
        Rule::Finite => match value {
            Value::Float32(float) => Some(rules::finite(*float)),
            Value::Float64(float) => Some(rules::finite(*float)),
            _ => None,
        },
        Rule::NonBlank => text(value).map(rules::non_blank),
        Rule::Inner(rules) => inner(rules, value),
        Rule::Custom(_)
        | Rule::NotNull
        | Rule::Type(_)
        | Rule::Columns
        | Rule::PrimaryKey(_)
        | Rule::Unique(_)
        | Rule::MergeKey(_)
        | Rule::Check { .. }
        | Rule::TableCheck(_)
        | Rule::Capacity(_)
        | Rule::References(_) => None,
    }
}

fn in_range(value: &Value, min: Bound<&Value>, max: Bound<&Value>) -> Option<bool> {
    let above = match min {
        Bound::Included(min) => CompareOp::Ge.holds(value, min)?,
        Bound::Excluded(min) => CompareOp::Gt.holds(value, min)?,
        Bound::Unbounded => !value.is_nan(),
    };
    let below = match max {
        Bound::Included(max) => CompareOp::Le.holds(value, max)?,
        Bound::Excluded(max) => CompareOp::Lt.holds(value, max)?,
        Bound::Unbounded => true,
    };
    Some(above && below)
}

fn is_multiple(value: &Value, of: &Value) -> Option<bool> {
    if !value.is_number() || !of.is_number() {
        return None;
    }
    let both = digits(value).zip(digits(of));
    Some(both.is_some_and(|(value, of)| value.is_multiple(of)))
}

/// The digits of a number; `None` for an infinity and for `NaN`.
fn digits(value: &Value) -> Option<Digits> {
    let whole = |digits| Digits {
        digits,
        exponent: 0,
    };
    match value {
        Value::Int(int) => Some(whole(int.unsigned_abs())),
        Value::UInt(int) => Some(whole(*int)),
        Value::Decimal(decimal) => Some(Digits {
            digits: decimal.digits.unsigned_abs(),
            exponent: -i64::from(decimal.scale),
        }),
        Value::Float32(float) => Digits::parse(&format!("{:e}", float.abs())),
        Value::Float64(float) => Digits::parse(&format!("{:e}", float.abs())),
        _ => None,
    }
}

fn inner(rules: &[Rule], value: &Value) -> Option<bool> {
    let keeps_all = |element: &Value| every(rules.iter().map(|rule| holds(rule, element)));
    match value {
        Value::List(elements) => every(elements.iter().map(keeps_all)),
        Value::Bytes(bytes) => every(bytes.iter().map(|byte| keeps_all(&Value::from(*byte)))),
        _ => None,
    }
}

fn every(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    answers.fold(Some(true), rules::check::and)
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
