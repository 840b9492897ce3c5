mod display;
mod holds;
mod parse;

#[cfg(feature = "serde")]
mod serde;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::schema::{Shared, StructType};

/// What values a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the type that it names")]
pub enum DataType {
    /// Nothing but nulls: a column of which no value has been seen.
    Null,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Int128,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    UInt128,
    Float32,
    Float64,
    Decimal,
    Char,
    Text,
    Bytes,
    Date,
    Time,
    DateTime,
    /// An instant; the flag says whether the offset of each value is kept (`DateTime<FixedOffset>`) or all are UTC.
    Timestamp {
        with_offset: bool,
    },
    Duration,
    Uuid,
    Json,
    /// One of these names.
    Enum(Cow<'static, [Cow<'static, str>]>),
    /// Values of one type in order.
    List {
        element: Shared<DataType>,
        nullable: bool,
    },
    /// A row inside a row.
    Struct(StructType),
}

impl DataType {
    /// The word of the type, without its parts: `uint8`, `list`, ...
    pub const fn word(&self) -> &'static str {
        match self {
            DataType::Null => "null",
            DataType::Bool => "bool",
            DataType::Int8 => "int8",
            DataType::Int16 => "int16",
            DataType::Int32 => "int32",
            DataType::Int64 => "int64",
            DataType::Int128 => "int128",
            DataType::UInt8 => "uint8",
            DataType::UInt16 => "uint16",
            DataType::UInt32 => "uint32",
            DataType::UInt64 => "uint64",
            DataType::UInt128 => "uint128",
            DataType::Float32 => "float32",
            DataType::Float64 => "float64",
            DataType::Decimal => "decimal",
            DataType::Char => "char",
            DataType::Text => "text",
            DataType::Bytes => "bytes",
            DataType::Date => "date",
            DataType::Time => "time",
            DataType::DateTime => "datetime",
            DataType::Timestamp { with_offset: false } => "timestamp",
            DataType::Timestamp { with_offset: true } => "timestamp_with_offset",
            DataType::Duration => "duration",
            DataType::Uuid => "uuid",
            DataType::Json => "json",
            DataType::Enum(_) => "enum",
            DataType::List { .. } => "list",
            DataType::Struct(_) => "struct",
        }
    }

    /// Whether it is a number: an integer, a float or a decimal.
    pub const fn is_number(&self) -> bool {
        self.is_integer() || self.is_float() || matches!(self, DataType::Decimal)
    }

    /// Whether it is a whole number.
    pub const fn is_integer(&self) -> bool {
        self.int_range().is_some()
    }

    /// Whether it is a float.
    pub const fn is_float(&self) -> bool {
        matches!(self, DataType::Float32 | DataType::Float64)
    }

    /// Whether it is a date, a time, or a span of time.
    pub const fn is_temporal(&self) -> bool {
        matches!(
            self,
            DataType::Date
                | DataType::Time
                | DataType::DateTime
                | DataType::Timestamp { .. }
                | DataType::Duration
        )
    }

    /// Whether a key can be made of it: there is no float in it.
    pub fn is_key(&self) -> bool {
        match self {
            DataType::List { element, .. } => element.is_key(),
            DataType::Struct(columns) => columns.iter().all(|column| column.data_type.is_key()),
            other => !other.is_float(),
        }
    }

    /// The least and the greatest value of an integer type.
    pub const fn int_range(&self) -> Option<(i128, u128)> {
        Some(match self {
            DataType::Int8 => (i8::MIN as i128, i8::MAX as u128),
            DataType::Int16 => (i16::MIN as i128, i16::MAX as u128),
            DataType::Int32 => (i32::MIN as i128, i32::MAX as u128),
            DataType::Int64 => (i64::MIN as i128, i64::MAX as u128),
            DataType::Int128 => (i128::MIN, i128::MAX as u128),
            DataType::UInt8 => (0, u8::MAX as u128),
            DataType::UInt16 => (0, u16::MAX as u128),
            DataType::UInt32 => (0, u32::MAX as u128),
            DataType::UInt64 => (0, u64::MAX as u128),
            DataType::UInt128 => (0, u128::MAX),
            _ => return None,
        })
    }
}
