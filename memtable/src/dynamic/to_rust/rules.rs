//! Rules as words of an attribute.

use std::ops::Bound;

use crate::dynamic::to_rust::constants::Constants;
use crate::dynamic::to_rust::literal;
use crate::schema::{DataType, LengthUnit, Rule, Value};

/// The field that a rule stands on, and its type.
type Place<'a> = (&'a str, &'a DataType);

pub(super) fn word(rule: &Rule, place: Place<'_>, constants: &mut Constants) -> String {
    match rule {
        Rule::Range { min, max } => range((min, max), place, constants),
        Rule::OneOf(values) => {
            let values = values.iter().map(|value| limit(value, place, constants));
            format!("one_of({})", values.collect::<Vec<_>>().join(", "))
        }
        Rule::MultipleOf(value) => {
            format!("multiple_of = {}", limit(value, place, constants))
        }
        Rule::Pattern(regex) => format!("pattern = {}", text(regex)),
        Rule::Inner(rules) => {
            let element = match place.1 {
                DataType::List { element, .. } => element,
                _ => &DataType::UInt8,
            };
            let words = rules
                .iter()
                .map(|rule| word(rule, (place.0, element), constants));
            format!("inner({})", words.collect::<Vec<_>>().join(", "))
        }
        // Bytes are counted in bytes without a word about it.
        Rule::Length { min, max, .. } if matches!(place.1, DataType::Bytes) => Rule::Length {
            min: *min,
            max: *max,
            unit: LengthUnit::Items,
        }
        .to_string(),
        Rule::Length { .. }
        | Rule::Email
        | Rule::Url
        | Rule::Ip
        | Rule::Finite
        | Rule::NonBlank
        | Rule::Custom(_)
        | Rule::NotNull
        | Rule::Type(_)
        | Rule::Columns
        | Rule::PrimaryKey(_)
        | Rule::Unique(_)
        | Rule::MergeKey(_)
        | Rule::Check { .. }
        | Rule::TableCheck(_)
        | Rule::Capacity(_)
        | Rule::References(_) => rule.to_string(),
    }
}

fn range(
    (min, max): (&Bound<Value>, &Bound<Value>),
    place: Place<'_>,
    constants: &mut Constants,
) -> String {
    let mut words = Vec::new();
    match min {
        Bound::Included(value) => words.push(format!("min = {}", limit(value, place, constants))),
        Bound::Excluded(value) => words.push(format!("above = {}", limit(value, place, constants))),
        Bound::Unbounded => {}
    }
    match max {
        Bound::Included(value) => words.push(format!("max = {}", limit(value, place, constants))),
        Bound::Excluded(value) => words.push(format!("below = {}", limit(value, place, constants))),
        Bound::Unbounded => {}
    }
    let inclusive = (
        matches!(min, Bound::Included(_)),
        matches!(max, Bound::Included(_)),
    );
    match (words.as_slice(), inclusive) {
        ([], _) => "range(..)".to_owned(),
        ([min, max], (true, true)) => {
            let limit = |word: &str, name: &str| word.trim_start_matches(name).to_owned();
            format!("range({}..={})", limit(min, "min = "), limit(max, "max = "))
        }
        (words, _) => format!("range({})", words.join(", ")),
    }
}

fn limit(value: &Value, place: Place<'_>, constants: &mut Constants) -> String {
    if let (Value::Text(text), DataType::Char) = (value, place.1)
        && let Some(char) = text.chars().next()
    {
        return format!("{char:?}");
    }
    if let Some(literal) = literal::plain(value) {
        return literal;
    }
    match literal::constant(value, place.1) {
        Some((ty, made)) => constants.add(place.0, (ty, &made)),
        None => value.quoted().to_string(),
    }
}

/// A literal that shows each backslash once, where there is one.
fn text(regex: &str) -> String {
    if regex.contains(char::is_control) {
        return format!("{regex:?}");
    }
    match (
        regex.contains('\\'),
        regex.contains('"'),
        regex.contains("\"#"),
    ) {
        (true, false, _) => format!("r\"{regex}\""),
        (true, true, false) => format!("r#\"{regex}\"#"),
        _ => format!("{regex:?}"),
    }
}
