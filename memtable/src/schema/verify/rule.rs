//! Whether a rule fits the type of its column, and can be kept at all.

use std::ops::Bound;

use regex::Regex;

use crate::schema::{DataType, LengthUnit, Rule, Value};

pub(super) fn verify(rule: &Rule, data_type: &DataType, add: &mut dyn FnMut(String)) {
    if !is_of_columns(rule) {
        add(format!(
            "`{rule}` is no rule of a column: it has a place of its own in the schema"
        ));
        return;
    }
    if !fits(rule, data_type) {
        add(format!("`{rule}` does not fit {data_type}"));
        return;
    }
    match rule {
        Rule::Range { min, max } if is_empty(min, max) => {
            add(format!("no value keeps `{rule}`"));
        }
        Rule::Length {
            min,
            max: Some(max),
            ..
        } if min > max => add(format!("no value keeps `{rule}`")),
        Rule::Pattern(regex) => {
            if let Err(error) = Regex::new(regex) {
                add(format!(
                    "`{rule}` is no regular expression: {}",
                    last_line(&error)
                ));
            }
        }
        Rule::OneOf(values) if values.is_empty() => add("no value keeps `one_of()`".to_owned()),
        Rule::MultipleOf(value) if is_zero(value) => {
            add("nothing is a multiple of 0".to_owned());
        }
        Rule::Inner(rules) => {
            let element = match data_type {
                DataType::List { element, .. } => element,
                _ => &DataType::UInt8,
            };
            for rule in rules.iter() {
                verify(rule, element, add);
            }
        }
        _ => {}
    }
}

/// What is wrong, without the picture of where.
fn last_line(error: &regex::Error) -> String {
    let error = error.to_string();
    let line = error.lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

/// Whether the rule, with its limits, can be asked of values of this type.
fn fits(rule: &Rule, data_type: &DataType) -> bool {
    match rule {
        Rule::Range { min, max } => {
            (data_type.is_number()
                || data_type.is_temporal()
                || matches!(data_type, DataType::Char))
                && is_limit(min, data_type)
                && is_limit(max, data_type)
        }
        Rule::Length { unit, .. } => has_length(*unit, data_type),
        Rule::Pattern(_) | Rule::Email | Rule::Url | Rule::Ip | Rule::NonBlank => {
            is_text(data_type)
        }
        Rule::OneOf(values) => values.iter().all(|value| holds(data_type, value)),
        Rule::MultipleOf(value) => data_type.is_number() && holds(data_type, value),
        Rule::Finite => data_type.is_float(),
        Rule::Custom(_) => true,
        Rule::Inner(_) => matches!(data_type, DataType::List { .. } | DataType::Bytes),
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

/// The names of an enum's variants are text to the rules.
fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Text | DataType::Enum(_))
}

/// Whether the rule stands on columns, and not on the table.
fn is_of_columns(rule: &Rule) -> bool {
    !matches!(
        rule,
        Rule::NotNull
            | Rule::Type(_)
            | Rule::Columns
            | Rule::PrimaryKey(_)
            | Rule::Unique(_)
            | Rule::MergeKey(_)
            | Rule::Check { .. }
            | Rule::TableCheck(_)
            | Rule::Capacity(_)
            | Rule::References(_)
    )
}

fn holds(data_type: &DataType, value: &Value) -> bool {
    !value.is_null() && data_type.holds(value)
}

fn is_limit(bound: &Bound<Value>, data_type: &DataType) -> bool {
    match bound {
        Bound::Included(value) | Bound::Excluded(value) => {
            holds(data_type, value) && !value.is_nan()
        }
        Bound::Unbounded => true,
    }
}

fn has_length(unit: LengthUnit, data_type: &DataType) -> bool {
    match unit {
        LengthUnit::Chars => is_text(data_type),
        LengthUnit::Bytes => is_text(data_type) || matches!(data_type, DataType::Bytes),
        LengthUnit::Items => matches!(data_type, DataType::List { .. } | DataType::Bytes),
    }
}

fn is_empty(min: &Bound<Value>, max: &Bound<Value>) -> bool {
    match (min, max) {
        (Bound::Included(min), Bound::Included(max)) => min > max,
        (Bound::Included(min) | Bound::Excluded(min), Bound::Excluded(max))
        | (Bound::Excluded(min), Bound::Included(max)) => min >= max,
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
    }
}

fn is_zero(value: &Value) -> bool {
    value.compare(&Value::Int(0)) == Some(std::cmp::Ordering::Equal)
}
