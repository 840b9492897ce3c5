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
