//! What an Arrow type does not say of a column's type: one character, a variant of the enum, no sign, JSON.

use serde::de::IgnoredAny;

use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::layer::Found;
use crate::dynamic::rule::{rows, step};
use crate::schema::{DataType, Rule, Value};

/// Whether every value of the Arrow type is one of the column's type.
pub(super) fn holds_all(data_type: &DataType) -> bool {
    !matches!(
        data_type,
        DataType::Char | DataType::Enum(_) | DataType::UInt128 | DataType::Json
    )
}

/// The rows whose value is none of the type.
pub(super) fn check(cells: &Cells, data_type: &DataType) -> Vec<Found> {
    if holds_all(data_type) {
        return Vec::new();
    }
    let rows = broken(cells, data_type);
    step::found(&Rule::Type(data_type.clone()), cells, rows)
}

fn broken(cells: &Cells, data_type: &DataType) -> Vec<usize> {
    match (&cells.kind, data_type) {
        (Kind::Text(array), DataType::Char) => rows::of_texts(array, is_one_char),
        (Kind::Text(array), DataType::Enum(names)) => {
            rows::of_texts(array, |text| names.iter().any(|name| name == text))
        }
        (Kind::Json(array), _) => rows::of_texts(array, |text| {
            serde_json::from_str::<IgnoredAny>(text).is_ok()
        }),
        (Kind::Int128(array), _) => rows::of_primitives(array, |int| int >= 0),
        (Kind::Int256(_), _) => {
            let is_negative = |row: &usize| matches!(cells.get(*row), Value::Int(..0));
            (0..cells.len()).filter(is_negative).collect()
        }
        _ => Vec::new(),
    }
}

fn is_one_char(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some() && chars.next().is_none()
}
