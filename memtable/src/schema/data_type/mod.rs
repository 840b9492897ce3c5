mod display;

use std::borrow::Cow;

use crate::schema::{Column, Shared};

/// What values a column holds.
#[derive(Clone, Debug, PartialEq)]
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
    Struct(Cow<'static, [Column]>),
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
}
