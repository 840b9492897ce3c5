use std::borrow::Cow;

use crate::dynamic::contract::converted;
use crate::schema::{DataType, Value};

/// The types that can hold what a column of this type holds and more, the nearest first: section by section the widenings that
/// inference knows. Integers become floats, decimals or text as their values allow, and everything of one value text.
fn wider(from: &DataType) -> Vec<DataType> {
    use DataType as Type;
    let signed = [Type::Int16, Type::Int32, Type::Int64];
    let unsigned = [Type::UInt16, Type::UInt32, Type::UInt64];
    let beyond = [
        Type::Int64,
        Type::UInt64,
        Type::Float64,
        Type::Decimal,
        Type::Text,
    ];
    match from {
        Type::Int8 | Type::Int16 | Type::Int32 => signed.into_iter().chain(beyond).collect(),
        Type::UInt8 | Type::UInt16 | Type::UInt32 => unsigned.into_iter().chain(beyond).collect(),
        Type::Int64 | Type::UInt64 => beyond.into(),
        Type::Int128 | Type::UInt128 | Type::Float64 => vec![Type::Decimal, Type::Text],
        Type::Float32 => vec![Type::Float64, Type::Decimal, Type::Text],
        Type::Bool
        | Type::Decimal
        | Type::Char
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp { .. }
        | Type::Duration
        | Type::Uuid
        | Type::Json
        | Type::Enum(_) => vec![Type::Text],
        Type::Null | Type::Text | Type::Bytes | Type::List { .. } | Type::Struct(_) => Vec::new(),
    }
}

/// The nearest type that holds these values of the column and those without loss; none where there is none.
///
/// `stored` is asked for a type whether what the column has already can be held by it.
pub(super) fn widened(
    from: &DataType,
    coming: &[Cow<'_, Value>],
    stored: impl Fn(&DataType) -> bool,
) -> Option<DataType> {
    let holds = |to: &DataType| {
        let mut values = coming.iter().filter(|value| !value.is_null());
        values.all(|value| converted(value, to).is_some())
    };
    wider(from)
        .into_iter()
        .find(|to| to != from && holds(to) && stored(to))
}
