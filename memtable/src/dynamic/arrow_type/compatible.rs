//! Which Arrow types hold values of which column type, and which one holds those of two.

use std::sync::Arc;

use arrow_schema::{DataType as ArrowType, Field, FieldRef, Fields, TimeUnit};

use crate::dynamic::arrow_type::{meaning::fixed_offset, of};
use crate::schema::{Column, DataType};

/// Whether arrays of this Arrow type, in any of its encodings, hold values of this column type.
///
/// Whether each value fits is another question: text fits an enum, one word of it may not.
///
/// ```
/// use arrow_schema::DataType as ArrowType;
/// use memtable::dynamic::arrow_type::fits;
/// use memtable::schema::DataType;
///
/// assert!(fits(&ArrowType::LargeUtf8, &DataType::Text));
/// assert!(!fits(&ArrowType::Int32, &DataType::Int64));
/// ```
pub fn fits(arrow: &ArrowType, data_type: &DataType) -> bool {
    use ArrowType as Arrow;
    match (arrow, data_type) {
        (Arrow::Dictionary(_, values), _) => fits(values, data_type),
        (Arrow::RunEndEncoded(_, values), _) => fits(values.data_type(), data_type),
        // Nulls alone are values of every type.
        (Arrow::Null, _)
        | (Arrow::Float16, DataType::Float32)
        | (
            Arrow::Decimal32(..)
            | Arrow::Decimal64(..)
            | Arrow::Decimal128(..)
            | Arrow::Decimal256(..),
            DataType::Decimal,
        )
        | (
            Arrow::Decimal32(_, ..=0)
            | Arrow::Decimal64(_, ..=0)
            | Arrow::Decimal128(_, ..=0)
            | Arrow::Decimal256(_, ..=0),
            DataType::Int128 | DataType::UInt128,
        )
        | (
            Arrow::Utf8 | Arrow::LargeUtf8 | Arrow::Utf8View,
            DataType::Text | DataType::Char | DataType::Enum(_) | DataType::Json,
        )
        | (
            Arrow::Binary | Arrow::LargeBinary | Arrow::BinaryView | Arrow::FixedSizeBinary(_),
            DataType::Bytes,
        )
        | (Arrow::FixedSizeBinary(16), DataType::Uuid)
        | (Arrow::Date32 | Arrow::Date64, DataType::Date)
        | (Arrow::Time32(_) | Arrow::Time64(_), DataType::Time)
        | (Arrow::Timestamp(_, None), DataType::DateTime)
        | (Arrow::Timestamp(_, Some(_)), DataType::Timestamp { with_offset: false })
        | (Arrow::Duration(_), DataType::Duration) => true,
        (Arrow::Timestamp(_, Some(zone)), DataType::Timestamp { with_offset: true }) => {
            fixed_offset(zone).is_some()
        }
        (Arrow::Struct(fields), DataType::Timestamp { with_offset: true }) => is_offsets(fields),
        (
            Arrow::List(item)
            | Arrow::ListView(item)
            | Arrow::FixedSizeList(item, _)
            | Arrow::LargeList(item)
            | Arrow::LargeListView(item)
            | Arrow::Map(item, _),
            DataType::List { element, .. },
        ) => fits(item.data_type(), element),
        (Arrow::Struct(fields), DataType::Struct(columns)) => {
            fields.len() == columns.len() && columns.iter().all(|column| has(fields, column))
        }
        _ => is_plain(data_type) && *arrow == of(data_type),
    }
}

/// Whether one Arrow type alone stands for the column type.
fn is_plain(data_type: &DataType) -> bool {
    data_type.int_range().is_some() && !matches!(data_type, DataType::Int128 | DataType::UInt128)
        || matches!(
            data_type,
            DataType::Bool | DataType::Null | DataType::Float32 | DataType::Float64
        )
}

fn has(fields: &Fields, column: &Column) -> bool {
    let mut named = fields.iter().filter(|field| *field.name() == *column.name);
    named
        .next()
        .is_some_and(|field| fits(field.data_type(), &column.data_type))
}

fn is_offsets(fields: &Fields) -> bool {
    let [timestamp, offset] = &**fields else {
        return false;
    };
    let offset_type = match offset.data_type() {
        ArrowType::Dictionary(_, values) => values,
        ArrowType::RunEndEncoded(_, values) => values.data_type(),
        plain => plain,
    };
    timestamp.name() == "timestamp"
        && offset.name() == "offset_minutes"
        && matches!(timestamp.data_type(), ArrowType::Timestamp(_, Some(_)))
        && *offset_type == ArrowType::Int16
}

/// The Arrow type that holds the values of both, where both are types that this library makes of one column type: decimals of the
/// greater scale, times in the finer unit. `None` for types of different kinds.
///
/// ```
/// use arrow_schema::DataType as ArrowType;
/// use memtable::dynamic::arrow_type::common;
///
/// let (cents, great) = (ArrowType::Decimal128(18, 2), ArrowType::Decimal128(38, 0));
/// assert_eq!(common(&cents, &great), Some(ArrowType::Decimal256(40, 2)));
/// assert_eq!(common(&cents, &ArrowType::Utf8), None);
/// ```
///
/// See also: [`widen`](crate::dynamic::cell::widen) turns an array into one of this type.
pub fn common(left: &ArrowType, right: &ArrowType) -> Option<ArrowType> {
    match (left, right) {
        (left, right) if left == right => Some(left.clone()),
        (ArrowType::Null, other) | (other, ArrowType::Null) => Some(other.clone()),
        (
            ArrowType::Decimal128(left, left_scale) | ArrowType::Decimal256(left, left_scale),
            ArrowType::Decimal128(right, right_scale) | ArrowType::Decimal256(right, right_scale),
        ) => decimal(
            *left_scale.max(right_scale),
            whole_digits(*left, *left_scale).max(whole_digits(*right, *right_scale)),
        ),
        (ArrowType::Timestamp(left, zone), ArrowType::Timestamp(right, other)) if zone == other => {
            Some(ArrowType::Timestamp(finer(*left, *right), zone.clone()))
        }
        (ArrowType::Duration(left), ArrowType::Duration(right)) => {
            Some(ArrowType::Duration(finer(*left, *right)))
        }
        (ArrowType::List(left), ArrowType::List(right)) => {
            Some(ArrowType::List(Arc::new(common_field(left, right)?)))
        }
        (ArrowType::Struct(left), ArrowType::Struct(right)) if left.len() == right.len() => {
            let fields = left.iter().zip(right);
            let fields: Option<Vec<Field>> = fields
                .map(|(left, right)| common_field(left, right))
                .collect();
            Some(ArrowType::Struct(fields?.into()))
        }
        _ => None,
    }
}

fn common_field(left: &FieldRef, right: &FieldRef) -> Option<Field> {
    let same_name = left.name() == right.name();
    let common = common(left.data_type(), right.data_type()).filter(|_| same_name)?;
    let nullable = left.is_nullable() || right.is_nullable();
    let field = Field::clone(left).with_data_type(common);
    Some(field.with_nullable(nullable))
}

/// The digits before the point.
fn whole_digits(precision: u8, scale: i8) -> i16 {
    i16::from(precision) - i16::from(scale)
}

/// The decimal type with room for so many places and whole digits; `None` past 76 digits.
pub(in crate::dynamic) fn decimal(scale: i8, whole_digits: i16) -> Option<ArrowType> {
    let precision = u8::try_from(whole_digits.max(0) + i16::from(scale)).ok()?;
    match precision.max(1) {
        precision @ ..=38 => Some(ArrowType::Decimal128(precision, scale)),
        precision @ 39..=76 => Some(ArrowType::Decimal256(precision, scale)),
        _ => None,
    }
}

fn finer(left: TimeUnit, right: TimeUnit) -> TimeUnit {
    left.max(right)
}
