//! Column types and schemas as Arrow has them, and back.
//!
//! | column type | Arrow type |
//! |---|---|
//! | integers to 64 bits, floats, `bool`, `null` | the same |
//! | `int128`, `uint128` | `Decimal128` of scale 0; `Decimal256` past 38 digits |
//! | `decimal` | `Decimal128`, `Decimal256` past 38 digits; the scale is that of the value with the most places |
//! | `text`, `char`, `enum` | `Utf8` |
//! | `json` | `Utf8` with the extension `arrow.json` |
//! | `bytes` | `Binary` |
//! | `uuid` | `FixedSizeBinary(16)` with the extension `arrow.uuid` |
//! | `date`, `time` | `Date32`, `Time64` in nanoseconds |
//! | `datetime` | `Timestamp` without zone, in microseconds; in nanoseconds where a value needs them |
//! | `timestamp` | the same in the zone `UTC` |
//! | `timestamp_with_offset` | the extension `arrow.timestamp_with_offset` |
//! | `duration` | `Duration` in microseconds; in nanoseconds where a value needs them, in coarser units where it is too long |
//! | `list`, `struct` | `List`, `Struct` |
//!
//! What an Arrow type does not say stands in the metadata: of a column under [`TYPE`] its type, of a schema under [`SCHEMA`]
//! the whole [`Schema`], with its rules, keys, checks and docs. So a schema that went through Arrow or Parquet comes back as
//! it was.

mod compatible;
mod meaning;
mod own;
mod whole;

#[cfg(test)]
mod tests;

pub(in crate::dynamic) use compatible::decimal;
pub use compatible::{common, fits};
pub(in crate::dynamic) use meaning::fixed_offset;
pub use meaning::{NoSchema, UnknownType, meaning};
pub(in crate::dynamic) use own::own;
pub use whole::{SCHEMA, from_arrow, to_arrow};

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType as ArrowType, Field, Fields, TimeUnit};

use crate::schema::{Column, DataType};

/// The key of a column's metadata that says its type, in JSON, where the Arrow type alone does not.
pub const TYPE: &str = "memtable.type";

const EXTENSION: &str = "ARROW:extension:name";
const UUID: &str = "arrow.uuid";
const JSON: &str = "arrow.json";
const WITH_OFFSET: &str = "arrow.timestamp_with_offset";

/// The name of the one zone that instants are kept in.
const UTC: &str = "UTC";

/// The Arrow type of a column of this type, as long as no value asks for a wider one.
///
/// ```
/// use arrow_schema::DataType as ArrowType;
/// use memtable::dynamic::arrow_type;
/// use memtable::schema::DataType;
///
/// assert_eq!(arrow_type::of(&DataType::Text), ArrowType::Utf8);
/// assert_eq!(arrow_type::of(&DataType::Int128), ArrowType::Decimal128(38, 0));
/// ```
///
/// See also: [`field`] adds name, nulls and metadata; [`meaning`] is the way back.
pub fn of(data_type: &DataType) -> ArrowType {
    match data_type {
        DataType::Null => ArrowType::Null,
        DataType::Bool => ArrowType::Boolean,
        DataType::Int8 => ArrowType::Int8,
        DataType::Int16 => ArrowType::Int16,
        DataType::Int32 => ArrowType::Int32,
        DataType::Int64 => ArrowType::Int64,
        DataType::UInt8 => ArrowType::UInt8,
        DataType::UInt16 => ArrowType::UInt16,
        DataType::UInt32 => ArrowType::UInt32,
        DataType::UInt64 => ArrowType::UInt64,
        DataType::Int128 | DataType::UInt128 => ArrowType::Decimal128(38, 0),
        DataType::Float32 => ArrowType::Float32,
        DataType::Float64 => ArrowType::Float64,
        DataType::Decimal => ArrowType::Decimal128(18, 0),
        DataType::Char | DataType::Text | DataType::Enum(_) | DataType::Json => ArrowType::Utf8,
        DataType::Bytes => ArrowType::Binary,
        DataType::Date => ArrowType::Date32,
        DataType::Time => ArrowType::Time64(TimeUnit::Nanosecond),
        DataType::DateTime => ArrowType::Timestamp(TimeUnit::Microsecond, None),
        DataType::Timestamp { with_offset: false } => instants(TimeUnit::Microsecond),
        DataType::Timestamp { with_offset: true } => with_offsets(TimeUnit::Microsecond),
        DataType::Duration => ArrowType::Duration(TimeUnit::Microsecond),
        DataType::Uuid => ArrowType::FixedSizeBinary(16),
        DataType::List { element, nullable } => {
            let element = described("item", element, (of(element), *nullable));
            ArrowType::List(Arc::new(element))
        }
        DataType::Struct(columns) => ArrowType::Struct(columns.iter().map(field).collect()),
    }
}

/// The Arrow field of a column, with the Arrow type [`of`] its type.
///
/// ```
/// use memtable::dynamic::arrow_type;
/// use memtable::schema::{Column, DataType};
///
/// let field = arrow_type::field(&Column::new("id", DataType::Uuid));
/// assert_eq!(field.metadata()["ARROW:extension:name"], "arrow.uuid");
/// assert_eq!(arrow_type::meaning(&field), Ok(DataType::Uuid));
/// ```
///
/// See also: [`field_as`], for an array that is there already.
pub fn field(column: &Column) -> Field {
    field_as(column, of(&column.data_type))
}

/// The Arrow field of a column whose values are in arrays of this Arrow type.
pub fn field_as(column: &Column, arrow: ArrowType) -> Field {
    let typed = (arrow, column.nullable);
    described(&column.name, &column.data_type, typed)
}

fn described(name: &str, data_type: &DataType, (arrow, nullable): (ArrowType, bool)) -> Field {
    let metadata = match data_type {
        DataType::Uuid => HashMap::from([(EXTENSION.to_owned(), UUID.to_owned())]),
        DataType::Json => HashMap::from([(EXTENSION.to_owned(), JSON.to_owned())]),
        DataType::Timestamp { with_offset: true } => {
            HashMap::from([(EXTENSION.to_owned(), WITH_OFFSET.to_owned())])
        }
        DataType::Char | DataType::Enum(_) | DataType::Int128 | DataType::UInt128 => {
            let word = serde_json::to_string(data_type).unwrap_or_default();
            HashMap::from([(TYPE.to_owned(), word)])
        }
        DataType::Null
        | DataType::Bool
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Float32
        | DataType::Float64
        | DataType::Decimal
        | DataType::Text
        | DataType::Bytes
        | DataType::Date
        | DataType::Time
        | DataType::DateTime
        | DataType::Timestamp { with_offset: false }
        | DataType::Duration
        | DataType::List { .. }
        | DataType::Struct(_) => HashMap::new(),
    };
    // A column of the type `null` holds nothing else.
    let nullable = nullable || *data_type == DataType::Null;
    Field::new(name, arrow, nullable).with_metadata(metadata)
}

pub(in crate::dynamic) fn instants(unit: TimeUnit) -> ArrowType {
    ArrowType::Timestamp(unit, Some(UTC.into()))
}

/// The struct of the extension for instants that keep their offsets.
pub(in crate::dynamic) fn with_offsets(unit: TimeUnit) -> ArrowType {
    ArrowType::Struct(Fields::from(vec![
        Field::new("timestamp", instants(unit), false),
        Field::new("offset_minutes", ArrowType::Int16, false),
    ]))
}
