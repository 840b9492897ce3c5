use std::borrow::Cow;
use std::ops::{Bound, RangeBounds};

use crate::schema::{DataType, LengthUnit, Rule, Value};

impl Rule {
    /// The value lies in this range.
    ///
    /// ```
    /// use memtable::schema::Rule;
    ///
    /// assert_eq!(Rule::range(0..=150).to_string(), "range(0..=150)");
    /// ```
    pub fn range<T: Clone + Into<Value>>(range: impl RangeBounds<T>) -> Self {
        Rule::Range {
            min: range.start_bound().map(|min| min.clone().into()),
            max: range.end_bound().map(|max| max.clone().into()),
        }
    }

    /// The length of a text in characters, of a list in elements, lies in this range.
    ///
    /// ```
    /// use memtable::schema::Rule;
    ///
    /// assert_eq!(Rule::length(1..).to_string(), "length(1..)");
    /// ```
    pub fn length(range: impl RangeBounds<u64>) -> Self {
        let min = match range.start_bound() {
            Bound::Included(min) => *min,
            Bound::Excluded(above) => above.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let max = match range.end_bound() {
            Bound::Included(max) => Some(*max),
            Bound::Excluded(below) => Some(below.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        Rule::Length {
            min,
            max,
            unit: LengthUnit::Chars,
        }
    }

    /// The rule as a column of this type has it: limits of the column's type, lengths in its unit.
    pub(in crate::schema) fn fitted(self, data_type: &DataType) -> Self {
        self.map_values(data_type, Value::fitted)
    }

    /// Passes the limits through `map`.
    pub(in crate::schema) fn map_values(
        self,
        data_type: &DataType,
        map: fn(Value, &DataType) -> Value,
    ) -> Self {
        let apply = |value| map(value, data_type);
        match self {
            Rule::Range { min, max } => Rule::Range {
                min: min.map(apply),
                max: max.map(apply),
            },
            Rule::OneOf(values) => Rule::OneOf(values.iter().cloned().map(apply).collect()),
            Rule::MultipleOf(value) => Rule::MultipleOf(apply(value)),
            Rule::Length { min, max, unit } => Rule::Length {
                min,
                max,
                unit: fitting_unit(unit, data_type),
            },
            Rule::Inner(rules) => match data_type {
                DataType::List { element, .. } => {
                    let rules = rules.iter().cloned();
                    Rule::Inner(rules.map(|rule| rule.map_values(element, map)).collect())
                }
                _ => Rule::Inner(rules),
            },
            rule => rule,
        }
    }

    /// The rules on the elements of a list.
    pub fn inner(rules: impl Into<Cow<'static, [Rule]>>) -> Self {
        Rule::Inner(rules.into())
    }
}

/// Lists and bytes have no characters: a length without a word about its unit counts their elements, as a derive's does.
fn fitting_unit(unit: LengthUnit, data_type: &DataType) -> LengthUnit {
    match (unit, data_type) {
        (LengthUnit::Chars, DataType::List { .. }) => LengthUnit::Items,
        (LengthUnit::Chars, DataType::Bytes) => LengthUnit::Bytes,
        _ => unit,
    }
}
